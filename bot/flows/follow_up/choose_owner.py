"""Who will own an action: the holder of a role, or anybody on the team's list; they are asked, and say yes or no."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.digest_facts import phrase, role_words
from bot.domain.digests.redrawn.action_text import Rows, cannot_button, owner_roles, owner_rows, tell_button
from bot.domain.follow_up.actions import Action, ActionState, accountable_for, may_be_asked_from
from bot.domain.identifiers import PersonId, short_id
from bot.domain.messaging.buttons import (
    ActionPress,
    DuePress,
    MemberPress,
    OnAction,
    TeamListPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import ActionOpened, OwnerAsked
from bot.domain.messaging.documents import Paragraph, Quote, Section
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.organisation.people import LEADS_AND_CHAMPIONS, Role, TeamMember
from bot.domain.texts import say
from bot.domain.texts.dates import day
from bot.flows.follow_up.lead_messages import LeadContext

WEEKS_OFFERED: Final = (1, 2, 4)
DAYS_OFFERED: Final = frozenset(weeks * 7 for weeks in WEEKS_OFFERED)
NAMES_ON_PAGE: Final = 8
"""Few enough for every channel's buttons, and for a thumb."""
_LONGEST_NAME: Final = 40


class ChooseOwner:
    """A lead chooses an owner, by role or from the team's list, and a date; the owner says yes or no.

    - Everybody on the list can be chosen, and choosing reads the list alone: whoever chooses learns nothing of what
      somebody answered, or of whether they can be reached. Who has stopped is not asked.
    - The action is proposed until its owner has said yes. Who says no need not say why.
    - Whoever answers for an action that came back to them, or whose date has passed without a yes, may ask somebody
      else.
    """

    def ask(self, context: LeadContext, action: Action) -> Delivery:
        said = Quote(words=action.words), context.say("loop-ask_owner")
        return context.answer(
            said, *owner_rows(action, context.team.values(), context.locale, today=context.today), in_place=True
        )

    def may_choose(self, context: LeadContext, action: Action) -> bool:
        if not action.words:
            return False
        if action.state is ActionState.DRAFT:
            return True
        if action.owner == context.person:
            return action.state in (ActionState.OPEN, ActionState.PROPOSED)
        accountable = accountable_for(action, context.team.values(), today=context.today)
        is_theirs = accountable is not None and accountable.person.id == context.person
        return is_theirs and _is_past(context, action)

    def team_list(self, context: LeadContext, action: Action, page: int) -> Sequence[Delivery]:
        """One page of the team's list, by name."""
        people = context.by_name
        first = page * NAMES_ON_PAGE if 0 <= page * NAMES_ON_PAGE < len(people) else 0
        page = first // NAMES_ON_PAGE
        names: Rows = tuple(
            (
                Button(
                    label=phrase(each.person.name, _LONGEST_NAME),
                    intent=MemberPress(action=action.id, member=_alias(action, each.person.id)),
                ),
            )
            for each in people[first : first + NAMES_ON_PAGE]
        )
        turning = tuple(
            Button(label=context.say(name), intent=TeamListPress(action=action.id, page=other))
            for name, other in (("loop-button-names_before", page - 1), ("loop-button-names_after", page + 1))
            if 0 <= other * NAMES_ON_PAGE < len(people)
        )
        said = Quote(words=action.words), context.say("loop-ask_member")
        return [context.answer(said, *names, *((turning,) if turning else ()), in_place=True)]

    async def by_role(self, context: LeadContext, action: Action, role: Role) -> Sequence[Delivery]:
        holder = context.holder(role) if role in owner_roles(context.team.values(), context.today) else None
        if holder is None:
            nobody = context.say("loop-no_owner", role=role_words(role, context.locale))
            rows = owner_rows(action, context.team.values(), context.locale, today=context.today)
            return [context.answer(nobody, *rows, in_place=True)]
        return await self._chosen(context, action, holder, role)

    async def by_name(self, context: LeadContext, action: Action, member: str) -> Sequence[Delivery]:
        chosen = next((each for each in context.by_name if _alias(action, each.person.id) == member), None)
        if chosen is None:  # has left since the list was shown
            return self.team_list(context, action, 0)
        leading = chosen.roles & LEADS_AND_CHAMPIONS
        return await self._chosen(context, action, chosen, leading_role(leading) if leading else Role.MEMBER)

    async def _chosen(self, context: LeadContext, action: Action, owner: TeamMember, role: Role) -> Sequence[Delivery]:
        """Ask for a date, unless the action has one that is still to come."""
        is_new, today = action.state is ActionState.DRAFT, context.today
        action = replace(action, owner=owner.person.id, owner_role=role)
        if not is_new:  # it stays on the digest meanwhile
            due = action.due if action.due is not None and action.due > today else None
            action = replace(action, due=due, state=ActionState.PROPOSED)
            if due is not None:
                return await self._proposed(context, action, owner)
        await context.work.loop.save_action(action)
        dates = tuple(
            Button(label=context.say("loop-due", weeks=weeks), intent=DuePress(action=action.id, days=weeks * 7))
            for weeks in WEEKS_OFFERED
        )
        ask = context.say("loop-ask_due", role=role_words(role, context.locale))
        return [context.answer((Quote(words=action.words), ask), dates, in_place=True)]

    def awaits_date(self, action: Action) -> bool:
        is_under_way = action.state is ActionState.DRAFT or (
            action.state is ActionState.PROPOSED and action.due is None
        )
        return is_under_way and action.owner_role is not None

    async def dated(self, context: LeadContext, action: Action, days: int) -> Sequence[Delivery]:
        owner = context.team.get(action.owner) if action.owner else None
        if owner is None:
            return [self.ask(context, action)]
        due = context.today + timedelta(days=days)
        return await self._proposed(context, replace(action, due=due), owner)

    async def _proposed(self, context: LeadContext, action: Action, owner: TeamMember) -> Sequence[Delivery]:
        if owner.person.id == context.person:
            return await self.opened(context, action)
        action, due = replace(action, state=ActionState.PROPOSED), action.due
        await context.work.loop.save_action(action)

        def asked(locale: str) -> Message:
            by = role_words(context.role, locale)
            said: list[Section | str] = [
                context.say("loop-action_asked", locale, by=by, date=day(due, locale) if due else ""),
                Quote(words=action.words),
            ]
            if action.owner_role is Role.MEMBER:
                said.append(Paragraph(words=context.say("loop-action_asked_member", locale)))
            buttons = (
                _button("loop-button-take", locale, ActionPress(action=action.id, what=OnAction.ACCEPT)),
                _button("loop-button-cannot", locale, ActionPress(action=action.id, what=OnAction.DECLINE)),
            )
            return context.message(MessageKind.ACTION_PROPOSED, locale, tuple(said), buttons)

        role = role_words(action.owner_role or Role.CHAMPION, context.locale)
        date = day(due, context.locale) if due else ""
        proposed = Quote(words=action.words), context.say("loop-action_proposed", role=role, date=date)
        event = OwnerAsked(action=action.id, update_id=context.update.update_id)
        at = may_be_asked_from(owner.consent, now=context.now)
        asks = [] if at is None or owner.address is None else [context.tell(owner, asked, event, at=at)]
        return [context.answer(proposed, in_place=True), *asks, *await context.redraw()]

    async def opened(self, context: LeadContext, action: Action) -> Sequence[Delivery]:
        """Its owner, who has pressed, owns it."""
        action = replace(action, state=ActionState.OPEN, owned_at=action.owned_at or context.now)
        await context.work.loop.save_action(action)
        due = action.due or context.today
        yours = Quote(words=action.words), context.say("loop-action_open", date=day(due, context.locale))

        def news(locale: str) -> Message:
            role = role_words(action.owner_role or Role.CHAMPION, locale)
            text = context.say("loop-action_open_others", locale, role=role, date=day(due, locale))
            return context.message(MessageKind.ACTION_NEWS, locale, (text, Quote(words=action.words)))

        return [
            context.answer(yours, *follow_rows(context, action), in_place=True),
            *context.tell_others(news, ActionOpened(action=action.id)),
            *await context.redraw(),
        ]


def follow_rows(context: LeadContext, action: Action) -> Rows:
    """What whoever pressed may do with an open action: its owner, or one who leads the team."""
    locale = context.locale
    done = _button("loop-button-done", locale, ActionPress(action=action.id, what=OnAction.CLOSE))
    back = _button("loop-button-hand_back", locale, ActionPress(action=action.id, what=OnAction.HAND_BACK))
    accountable = accountable_for(action, context.team.values(), today=context.today)
    is_theirs = action.owner == context.person
    may_hand_back = is_theirs and accountable is not None and accountable.person.id != context.person
    if not context.may_act:
        return ((done,), (back,)) if may_hand_back else ((done,),)
    last = (cannot_button(action, locale), *((back,) if may_hand_back else ()))
    return ((tell_button(action, locale), done), last)


def _button(name: str, locale: str, press: ActionPress) -> Button:
    return Button(label=say(name, locale), intent=press)


def _alias(action: Action, person: PersonId) -> str:
    """Stands for somebody in a button of this one action."""
    return short_id("owner", action.id, person)


def _is_past(context: LeadContext, action: Action) -> bool:
    return action.due is not None and action.due < context.today
