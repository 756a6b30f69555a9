"""What is said of an action to those who may own it or answer for it, and what they may press."""

from collections.abc import Collection
from datetime import date

from bot.domain.digests.digest_facts import role_words
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.messaging.buttons import ActionPress, OnAction, OwnerPress, TeamListPress
from bot.domain.messaging.documents import Quote
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import LEADS_AND_CHAMPIONS, Role, TeamMember
from bot.domain.texts import say
from bot.domain.texts.dates import day

Rows = tuple[tuple[Button, ...], ...]


def owner_roles(team: Collection[TeamMember], today: date) -> tuple[Role, ...]:
    """Those that somebody in the team holds who is on the list on that day."""
    held = frozenset[Role]().union(*(each.roles for each in team if each.person.is_listed(today)))
    return tuple(role for role in Role if role in LEADS_AND_CHAMPIONS & held)


def owner_rows(action: Action, team: Collection[TeamMember], locale: str, *, today: date) -> Rows:
    """Who may be asked, and that nobody can do it."""
    roles = (
        (Button(label=say(f"loop-owner-{role.value}", locale), intent=OwnerPress(action=action.id, role=role)),)
        for role in owner_roles(team, today)
    )
    anybody = Button(label=say("loop-button-somebody", locale), intent=TeamListPress(action=action.id))
    return (*roles, (anybody,), (cannot_button(action, locale),))


def tell_button(action: Action, locale: str) -> Button:
    return _press("tell", action, OnAction.TELL, locale)


def cannot_button(action: Action, locale: str) -> Button:
    return _press("cannot_because", action, OnAction.CANNOT, locale)


def late_to_owner(
    action: Action, owner: TeamMember, team: Collection[TeamMember], *, unit_name: str, locale: str, today: date
) -> Message:
    """Whether it is done; who leads the team may also tell it, or say why it cannot be done."""
    asked: Rows = (
        (_press("done", action, OnAction.CLOSE, locale), _press("still_open", action, OnAction.STILL_OPEN, locale)),
    )
    leads = bool(owner.roles & LEADS_AND_CHAMPIONS)
    more: Rows = ((tell_button(action, locale), cannot_button(action, locale)),) if leads else ()
    if not leads and owner_roles(team, today):
        more = ((_press("hand_back", action, OnAction.HAND_BACK, locale),),)
    said = say("loop-action_late", locale, unit=unit_name, date=_date(action, locale))
    return _late(action, said, (*asked, *more), unit_name, locale)


def late_to_accountable(
    action: Action, team: Collection[TeamMember], *, unit_name: str, locale: str, today: date
) -> Message:
    """That somebody else's action is late; or that nobody has said yes to it, and who could be asked instead."""
    role, date = role_words(action.owner_role or Role.CHAMPION, locale), _date(action, locale)
    if action.state is ActionState.PROPOSED:
        said = say("loop-action_unanswered", locale, unit=unit_name, role=role, date=date)
        return _late(action, said, owner_rows(action, team, locale, today=today), unit_name, locale)
    said = say("loop-action_late_owner", locale, unit=unit_name, role=role, date=date)
    rows: Rows = (
        (_press("done", action, OnAction.CLOSE, locale), tell_button(action, locale)),
        (cannot_button(action, locale),),
    )
    return _late(action, said, rows, unit_name, locale)


def closed_late(action: Action, on: date, *, leads: bool, unit_name: str, locale: str) -> Message:
    """In the place of what asked about it: that it is closed, and what leads may still do."""
    name = "loop-late_cannot" if action.cannot else "loop-late_closed"
    said = Quote(words=action.words), say(name, locale, unit=unit_name, date=day(on, locale))
    rows: Rows = ((tell_button(action, locale),),) if leads and action.told_at is None else ()
    return message_of(MessageKind.ACTION_NEWS, locale, said, buttons=rows, unit_name=unit_name)


def _late(action: Action, said: str, rows: Rows, unit_name: str, locale: str) -> Message:
    shown = said, Quote(words=action.words)
    return message_of(MessageKind.ACTION_LATE, locale, shown, buttons=rows, unit_name=unit_name)


def _date(action: Action, locale: str) -> str:
    return day(action.due, locale) if action.due else ""


def _press(name: str, action: Action, what: OnAction, locale: str) -> Button:
    return Button(label=say(f"loop-button-{name}", locale), intent=ActionPress(action=action.id, what=what))
