"""An action from its words to its end: written in chat, owned by somebody who accepts, told, closed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot.domain.digests.digest_facts import role_words
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.redrawn.action_text import Rows, owner_rows, tell_button
from bot.domain.digests.redrawn.helped_shown import helped_in
from bot.domain.follow_up.action_library import step
from bot.domain.follow_up.actions import Action, ActionState, accountable_for, action_id
from bot.domain.follow_up.flags import flag_id
from bot.domain.follow_up.prompts import ActionWords, CannotWords, TeamWordsOnAction
from bot.domain.identifiers import ActionId
from bot.domain.messaging.buttons import (
    AboutAction,
    ActionPress,
    DuePress,
    MemberPress,
    OnAction,
    OwnerPress,
    TeamListPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import ActionClosed, ActionReturned, OwnerDeclined, offer_key
from bot.domain.messaging.documents import Facts, Quote
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.organisation.people import Role
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts.dates import day
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.choose_owner import DAYS_OFFERED, ChooseOwner, follow_rows
from bot.flows.follow_up.close_late_copies import close_late_copies
from bot.flows.follow_up.lead_messages import LeadContext
from bot.flows.follow_up.return_actions import returned_message, returned_to


class FollowAction:
    """One lead writes what will be done, then chooses an owner and a date; the owner says yes or no.

    - Only its owner accepts, declines or hands it back; whoever answers for it is told each time.
    - Any lead or champion of the unit may tell the team, close it, keep it open, or say why it cannot be done.
    """

    def __init__(self, *, ask: AskForWords) -> None:
        self._ask, self._owner = ask, ChooseOwner()

    async def start(self, context: LeadContext, digest: FrozenDigest) -> Sequence[Delivery]:
        """A draft that waits for its words; the same update starts the same draft."""
        identity = action_id(context.update.sender.channel, context.update.update_id)
        code = digest.step
        if await context.work.loop.action(identity) is None:
            flag = await context.work.loop.flag(flag_id(context.unit, digest.week))
            await context.work.loop.save_action(
                Action(
                    id=identity,
                    unit=context.unit,
                    raised_by=context.person,
                    raised_at=context.now,
                    flag=None if flag is None else flag.id,
                    step=code,
                )
            )
        subject, ask = ActionWords(action=identity), context.say("loop-ask_action")
        if not code:
            return await self._ask(context, subject, ask)
        theirs = digest.in_language(context.locale, context.programme.organisation.locale_of(context.unit))
        is_theirs = theirs.locale.split("-")[0] == context.locale.split("-")[0]  # no page speaks two languages
        elsewhere = helped_in(theirs, code, theirs.locale) if is_theirs else ()
        suggested = (
            context.say("loop-ask_action_or"),
            Quote(words=step(code, context.locale)),
            *((Facts(facts=tuple(elsewhere)),) if elsewhere else ()),
        )
        press = ActionPress(action=identity, what=OnAction.TAKE_STEP)
        take = Button(label=context.say("loop-button-take_step"), intent=press)
        if self._ask.has_buttons(context):
            return await self._ask(context, subject, ask, *suggested, others=(take,))
        offer = replace(context.answer(suggested, (take,)), key=offer_key(context.update))
        return [*await self._ask(context, subject, ask), offer]

    async def worded(self, context: LeadContext, identity: ActionId, text: str) -> Sequence[Delivery]:
        """The words have come: who will own it?"""
        action = await context.work.loop.action(identity)
        if action is None:
            return context.late("loop-stale")
        action = replace(action, words=text, step="")
        await context.work.loop.save_action(action)
        return [self._owner.ask(context, action)]

    async def _take_step(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        """The library's words in place of one's own: nobody waits for these any more."""
        if action.state is not ActionState.DRAFT or action.words or action.raised_by != context.person:
            return _too_late(context, action)
        words = step(action.step, context.locale) if action.step else ""
        if not words:
            return context.late("loop-stale")
        action = replace(action, words=words)
        await context.work.loop.save_action(action)
        opened = await context.work.prompts.open_of(context.person, now=context.now)
        mine = [each for each in opened if each.subject == ActionWords(action=action.id)]
        if self._ask.has_buttons(context):  # what asked is what was pressed, and now asks for an owner
            await context.work.prompts.forget([each.id for each in mine])
            return [self._owner.ask(context, action)]
        return [self._owner.ask(context, action), *await self._ask.close(context, mine, "loop-prompt_not_needed")]

    async def told(self, context: LeadContext, identity: ActionId, words: str) -> None:
        action = await context.work.loop.action(identity)
        if action is not None:
            await context.work.loop.save_action(_told(action, context, words))

    async def cannot(self, context: LeadContext, identity: ActionId, words: str) -> Action | None:
        """Close it without its being done: the team is told these words, so it counts as told back."""
        action = await context.work.loop.action(identity)
        if action is None or action.state is ActionState.CLOSED:
            return None
        told = _told(action, context, words)
        closed = replace(told, state=ActionState.CLOSED, closed_at=context.now, cannot=True)
        await context.work.loop.save_action(closed)
        return closed

    async def __call__(self, context: LeadContext, action: Action, press: AboutAction) -> Sequence[Delivery]:
        match press:
            case OwnerPress() | TeamListPress() | MemberPress():
                if not self._owner.may_choose(context, action):
                    return _too_late(context, action)
                return await self._choose(context, action, press)
            case DuePress(days=days):
                if not self._owner.awaits_date(action) or days not in DAYS_OFFERED:
                    return _too_late(context, action)
                return await self._owner.dated(context, action, days)
            case ActionPress(what=what):
                return await self._follow(context, action, what)
            case _:
                assert_never(press)

    async def _choose(
        self, context: LeadContext, action: Action, press: OwnerPress | TeamListPress | MemberPress
    ) -> Sequence[Delivery]:
        match press:
            case OwnerPress(role=role):
                return await self._owner.by_role(context, action, role)
            case TeamListPress(page=page):
                return self._owner.team_list(context, action, page)
            case MemberPress(member=member):
                return await self._owner.by_name(context, action, member)
            case _:
                assert_never(press)

    async def _follow(self, context: LeadContext, action: Action, what: OnAction) -> Sequence[Delivery]:
        match what:
            case OnAction.ACCEPT:
                if action.owner != context.person or action.state is not ActionState.PROPOSED:
                    return _too_late(context, action)
                return await self._owner.opened(context, action)
            case OnAction.DECLINE:
                return await self._decline(context, action)
            case OnAction.HAND_BACK:
                return await self._hand_back(context, action)
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
                return [context.answer(said, *follow_rows(context, action), in_place=True)]
            case OnAction.TAKE_STEP:
                return await self._take_step(context, action)
            case OnAction.CANNOT:
                if action.state is ActionState.CLOSED or not action.words:
                    return _too_late(context, action)
                said = Quote(words=action.words), context.say("loop-ask_cannot_words")
                return await self._ask(context, CannotWords(action=action.id), *said)
            case _:
                assert_never(what)

    async def _decline(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        if action.owner != context.person or action.state is not ActionState.PROPOSED:
            return _too_late(context, action)
        declined = action.owner_role or Role.CHAMPION
        action = replace(action, owner=None, owner_role=None, due=None, state=ActionState.DRAFT)
        await context.work.loop.save_action(action)
        thanks = context.answer(context.say("loop-decline_thanks"), in_place=True)
        copies = await context.redraw()
        accountable = accountable_for(action, context.team.values(), today=context.today)
        if accountable is None:
            return [thanks, *copies]

        def again(locale: str) -> Message:
            role = role_words(declined, locale)
            said = Quote(words=action.words), context.say("loop-action_declined", locale, role=role)
            rows = owner_rows(action, context.team.values(), locale, today=context.today)
            return context.message(MessageKind.ACTION_NEWS, locale, said, *rows)

        event = OwnerDeclined(action=action.id, update_id=context.update.update_id)
        return [thanks, context.tell(accountable, again, event), *copies]

    async def _hand_back(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        """It stays open with whoever answers for it, who may ask somebody else."""
        accountable = accountable_for(action, context.team.values(), today=context.today)
        is_theirs = action.owner == context.person and action.state is ActionState.OPEN
        if not is_theirs or accountable is None or accountable.person.id == context.person:
            return _too_late(context, action)
        returned = returned_to(accountable, action)
        await context.work.loop.save_action(returned)

        def told(locale: str) -> Message:
            return returned_message(
                returned,
                was=action.owner_role,
                unit_name=context.name,
                team=context.team.values(),
                locale=locale,
                today=context.today,
            )

        return [
            context.answer(context.say("loop-hand_back_thanks"), in_place=True),
            context.tell(accountable, told, ActionReturned(action=action.id, at=context.now)),
            *await context.redraw(),
        ]

    async def _close(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        if action.state is not ActionState.OPEN:
            return _too_late(context, action)
        action = replace(action, state=ActionState.CLOSED, closed_at=context.now)
        await context.work.loop.save_action(action)
        asks_leads = not context.may_act  # whoever leads the team tells it

        def news(locale: str) -> Message:
            text = context.say("loop-action_closed_others", locale)
            said = text, Quote(words=action.words)
            rows: Rows = ((tell_button(action, locale),),) if asks_leads else ()
            return context.message(MessageKind.ACTION_NEWS, locale, said, *rows)

        closed = context.say("loop-action_closed_by_member" if asks_leads else "loop-action_closed")
        rows: Rows = () if asks_leads else ((tell_button(action, context.locale),),)
        return [
            context.answer((Quote(words=action.words), closed), *rows, in_place=True),
            *context.tell_others(news, ActionClosed(action=action.id)),
            *await close_late_copies(context, action),
            *await context.redraw(),
        ]


def _told(action: Action, context: LeadContext, words: str) -> Action:
    first = action.first_told_at or context.now
    return replace(action, told_at=context.now, told_words=words, first_told_at=first)


def _too_late(context: LeadContext, action: Action) -> Sequence[Delivery]:
    """A button about an action that does nothing any more: its message, or its digest, shows how things are today."""
    role = role_words(action.owner_role or Role.CHAMPION, context.locale)
    match action.state:
        case ActionState.CLOSED if action.closed_at is not None:
            date = day(local_date(action.closed_at, context.zone), context.locale)
            return _as_it_is(context, action, "loop-late_cannot" if action.cannot else "loop-late_closed", date=date)
        case ActionState.OPEN:
            return _as_it_is(context, action, "loop-late_open", role=role)
        case ActionState.PROPOSED:
            return _as_it_is(context, action, "loop-late_proposed", role=role)
        case ActionState.DRAFT | ActionState.CLOSED:
            return context.late("loop-stale")
        case _:
            assert_never(action.state)


def _as_it_is(context: LeadContext, action: Action, name: str, /, **values: object) -> Sequence[Delivery]:
    if context.pressed is not None:
        return context.late(name, **values)
    rows: Rows = ()
    if action.state is ActionState.OPEN and action.owner == context.person:
        rows = follow_rows(context, action)
    elif action.state is ActionState.CLOSED and action.told_at is None and context.may_act:
        rows = ((tell_button(action, context.locale),),)
    said = Quote(words=action.words), context.say(name, **values)
    return [context.answer(said, *rows, in_place=True)]
