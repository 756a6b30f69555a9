"""An action from its words to its end: written in chat, owned by somebody who accepts, told, closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal, assert_never

from bot.domain.digests.digest_facts import role_words
from bot.domain.follow_up.actions import (
    Action,
    ActionState,
    action_id,
)
from bot.domain.follow_up.flags import flag_id
from bot.domain.follow_up.prompts import ActionWords, TeamWordsOnAction
from bot.domain.identifiers import ActionId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import ActionPress, DuePress, OnAction, OwnerPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import ActionClosed, ActionOpened, OwnerAsked, OwnerDeclined
from bot.domain.messaging.documents import Quote
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.organisation.people import LEADS_AND_CHAMPIONS, Role
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import day
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.lead_messages import LeadContext

WEEKS_OFFERED = (1, 2, 4)
DAYS_OFFERED = frozenset(weeks * 7 for weeks in WEEKS_OFFERED)


class FollowAction:
    """One co-lead writes what will be done, then chooses an owner by role and a date; the owner says yes or no.

    Only its owner accepts or declines. Any reader of the unit's digest may tell the team, close it, or keep it open.
    """

    def __init__(self, *, ask: AskForWords) -> None:
        self._ask = ask

    async def start(self, context: LeadContext, week: IsoWeek) -> Sequence[Delivery]:
        """A draft that waits for its words; the same update starts the same draft."""
        identity = action_id(context.update.sender.channel, context.update.update_id)
        if await context.work.loop.action(identity) is None:
            flag = await context.work.loop.flag(flag_id(context.unit, week))
            await context.work.loop.save_action(
                Action(
                    id=identity,
                    unit=context.unit,
                    raised_by=context.person,
                    raised_at=context.now,
                    flag=None if flag is None else flag.id,
                )
            )
        return await self._ask(context, ActionWords(action=identity), context.say("loop-ask_action"))

    async def worded(self, context: LeadContext, identity: ActionId, text: str) -> Sequence[Delivery]:
        """The words have come: who will own it?"""
        action = await context.work.loop.action(identity)
        if action is None:
            return context.late("loop-stale")
        action = replace(action, words=text)
        await context.work.loop.save_action(action)
        return [_ask_owner(context, action)]

    async def told(self, context: LeadContext, identity: ActionId, words: str) -> None:
        action = await context.work.loop.action(identity)
        if action is not None:
            await context.work.loop.save_action(
                replace(
                    action, told_at=context.now, told_words=words, first_told_at=action.first_told_at or context.now
                )
            )

    async def __call__(
        self, context: LeadContext, action: Action, press: ActionPress | OwnerPress | DuePress
    ) -> Sequence[Delivery]:
        match press:
            case OwnerPress(role=role):
                return await self._own(context, action, role)
            case DuePress(days=days):
                return await self._date(context, action, days)
            case ActionPress(what=what):
                return await self._follow(context, action, what)
            case _:
                assert_never(press)

    async def _follow(self, context: LeadContext, action: Action, what: OnAction) -> Sequence[Delivery]:
        match what:
            case OnAction.ACCEPT:
                return await self._accept(context, action)
            case OnAction.DECLINE:
                return await self._decline(context, action)
            case OnAction.TELL:
                if action.state is ActionState.DRAFT:
                    return context.late("loop-stale")
                subject = TeamWordsOnAction(action=action.id)
                return await self._ask(context, subject, context.say("loop-ask_team_words"))
            case OnAction.CLOSE:
                return await self._close(context, action)
            case OnAction.STILL_OPEN:
                if action.state is not ActionState.OPEN:
                    return _too_late(context, action)
                said = Quote(words=action.words), context.say("loop-action_still_open")
                return [context.answer(said, follow_buttons(context, action), in_place=True)]
            case _:
                assert_never(what)

    async def _own(self, context: LeadContext, action: Action, role: Role) -> Sequence[Delivery]:
        if action.state is not ActionState.DRAFT or not action.words:
            return _too_late(context, action)
        holder = context.holder(role) if role in context.owner_roles else None
        if holder is None:
            wanted = role_words(role, context.locale)
            return [
                context.answer(
                    context.say("loop-no_owner", role=wanted),
                    *_owner_rows(context, action, context.locale),
                    in_place=True,
                )
            ]
        await context.work.loop.save_action(replace(action, owner=holder.person.id, owner_role=role))
        dates = tuple(
            Button(label=context.say("loop-due", weeks=weeks), intent=DuePress(action=action.id, days=weeks * 7))
            for weeks in WEEKS_OFFERED
        )
        ask = context.say("loop-ask_due", role=role_words(role, context.locale))
        return [context.answer((Quote(words=action.words), ask), dates, in_place=True)]

    async def _date(self, context: LeadContext, action: Action, days: int) -> Sequence[Delivery]:
        if action.state is not ActionState.DRAFT or action.owner_role is None or days not in DAYS_OFFERED:
            return _too_late(context, action)
        due = local_date(context.now, context.zone) + timedelta(days=days)
        owner = context.team.get(action.owner) if action.owner else None
        if owner is None:
            return [_ask_owner(context, action)]
        if owner.person.id == context.person:
            return await self._opened(context, replace(action, due=due))
        action = replace(action, due=due, state=ActionState.PROPOSED)
        await context.work.loop.save_action(action)

        def asked(locale: str) -> Message:
            by = role_words(context.role, locale)
            said = context.say("loop-action_asked", locale, by=by, date=day(due, locale)), Quote(words=action.words)
            buttons = (
                _button("loop-button-take", locale, ActionPress(action=action.id, what=OnAction.ACCEPT)),
                _button("loop-button-cannot", locale, ActionPress(action=action.id, what=OnAction.DECLINE)),
            )
            return context.message(MessageKind.ACTION_PROPOSED, locale, said, buttons)

        role = role_words(action.owner_role or Role.CHAMPION, context.locale)
        date = day(due, context.locale)
        proposed = Quote(words=action.words), context.say("loop-action_proposed", role=role, date=date)
        event = OwnerAsked(action=action.id, update_id=context.update.update_id)
        return [context.answer(proposed, in_place=True), context.tell(owner, asked, event), *await context.redraw()]

    async def _accept(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        if action.owner != context.person or action.state is not ActionState.PROPOSED:
            return _too_late(context, action)
        return await self._opened(context, action)

    async def _opened(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        action = replace(action, state=ActionState.OPEN, owned_at=action.owned_at or context.now)
        await context.work.loop.save_action(action)
        due = action.due or local_date(context.now, context.zone)
        yours = Quote(words=action.words), context.say("loop-action_open", date=day(due, context.locale))

        def news(locale: str) -> Message:
            role = role_words(action.owner_role or Role.CHAMPION, locale)
            text = context.say("loop-action_open_others", locale, role=role, date=day(due, locale))
            return context.message(MessageKind.ACTION_NEWS, locale, (text, Quote(words=action.words)))

        return [
            context.answer(yours, follow_buttons(context, action), in_place=True),
            *context.tell_others(news, ActionOpened(action=action.id)),
            *await context.redraw(),
        ]

    async def _decline(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        if action.owner != context.person or action.state is not ActionState.PROPOSED:
            return _too_late(context, action)
        declined = action.owner_role or Role.CHAMPION
        action = replace(action, owner=None, owner_role=None, due=None, state=ActionState.DRAFT)
        await context.work.loop.save_action(action)
        thanks = context.answer(context.say("loop-decline_thanks"), in_place=True)
        copies = await context.redraw()
        asker = context.team.get(action.raised_by)
        if asker is None or not asker.roles & LEADS_AND_CHAMPIONS:
            return [thanks, *copies]

        def again(locale: str) -> Message:
            role = role_words(declined, locale)
            said = Quote(words=action.words), context.say("loop-action_declined", locale, role=role)
            return context.message(MessageKind.ACTION_NEWS, locale, said, *_owner_rows(context, action, locale))

        event = OwnerDeclined(action=action.id, update_id=context.update.update_id)
        return [thanks, context.tell(asker, again, event), *copies]

    async def _close(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        if action.state is not ActionState.OPEN:
            return _too_late(context, action)
        action = replace(action, state=ActionState.CLOSED, closed_at=context.now)
        await context.work.loop.save_action(action)
        tell = _follow_button(context, action, OnAction.TELL)
        closed = Quote(words=action.words), context.say("loop-action_closed")

        def news(locale: str) -> Message:
            text = context.say("loop-action_closed_others", locale)
            return context.message(MessageKind.ACTION_NEWS, locale, (text, Quote(words=action.words)))

        return [
            context.answer(closed, (tell,), in_place=True),
            *context.tell_others(news, ActionClosed(action=action.id)),
            *await context.redraw(),
        ]


def _too_late(context: LeadContext, action: Action) -> Sequence[Delivery]:
    """A button about an action that does nothing any more: its message, or its digest, shows how things are today."""
    role = role_words(action.owner_role or Role.CHAMPION, context.locale)
    match action.state:
        case ActionState.CLOSED if action.closed_at is not None:
            date = day(local_date(action.closed_at, context.zone), context.locale)
            return _as_it_is(context, action, "loop-late_closed", date=date)
        case ActionState.OPEN:
            return _as_it_is(context, action, "loop-late_open", role=role)
        case ActionState.PROPOSED:
            return _as_it_is(context, action, "loop-late_proposed", role=role)
        case _:
            return context.late("loop-stale")


def _as_it_is(context: LeadContext, action: Action, name: str, /, **values: object) -> Sequence[Delivery]:
    if context.pressed is not None:
        return context.late(name, **values)
    row: tuple[Button, ...] = ()
    if action.state is ActionState.OPEN and action.owner == context.person:
        row = follow_buttons(context, action)
    elif action.state is ActionState.CLOSED and action.told_at is None:
        row = (_follow_button(context, action, OnAction.TELL),)
    said = Quote(words=action.words), context.say(name, **values)
    return [context.answer(said, *((row,) if row else ()), in_place=True)]


def follow_buttons(context: LeadContext, action: Action) -> tuple[Button, ...]:
    return _follow_button(context, action, OnAction.TELL), _follow_button(context, action, OnAction.CLOSE)


def _follow_button(context: LeadContext, action: Action, what: Literal[OnAction.TELL, OnAction.CLOSE]) -> Button:
    name = "loop-button-tell" if what is OnAction.TELL else "loop-button-done"
    return _button(name, context.locale, ActionPress(action=action.id, what=what))


def _ask_owner(context: LeadContext, action: Action) -> Delivery:
    said = Quote(words=action.words), context.say("loop-ask_owner")
    return context.answer(said, *_owner_rows(context, action, context.locale), in_place=True)


def _owner_rows(context: LeadContext, action: Action, locale: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (
            Button(
                label=say(f"loop-owner-{role.value}", locale),
                intent=OwnerPress(action=action.id, role=role),
            ),
        )
        for role in context.owner_roles
    )


def _button(name: str, locale: str, press: ActionPress) -> Button:
    return Button(label=say(name, locale), intent=press)
