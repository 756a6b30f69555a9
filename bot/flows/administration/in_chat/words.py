"""What administrators read in their chat of pauses, invitations and questions that did not come."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.administration.programme_forms import Administered
from bot.domain.messaging.documents import Section, SmallPrint
from bot.domain.messaging.orders import grouped
from bot.domain.organisation.people import Person
from bot.domain.programme.halts import Halt
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, moment
from bot.flows.administration.invite import Invitation
from bot.flows.asking.explain_unasked import UnaskedRule, Why

_OF_A_ROUND: Final = frozenset(
    {
        UnaskedRule.HALTED,
        UnaskedRule.QUIET,
        UnaskedRule.MISSED,
        UnaskedRule.NOT_OPENED,
        UnaskedRule.CAME_LATER,
        UnaskedRule.OTHER_AUDIENCE,
        UnaskedRule.NO_TIME_LEFT,
        UnaskedRule.OFF_SHIFT,
        UnaskedRule.OFF_SHIFT,
        UnaskedRule.OTHER_TEAM,
        UnaskedRule.BUDGET,
        UnaskedRule.STILL_TO_COME,
        UnaskedRule.NOTHING_IN_THE_WAY,
    }
)


def halt_words(halt: Halt, administered: Administered) -> str:
    """What is paused, or would be."""
    locale, tree = administered.locale, administered.tree
    where = say("console-pause_whole", locale) if halt.unit is None else tree.names.get(halt.unit, halt.unit)
    if halt.until is None:
        return say("console-paused", locale, where=where, reason=halt.reason)
    whole = administered.programme.organisation.timezone
    zone = whole if halt.unit is None else tree.zones.get(halt.unit, whole)
    until = day_and_year(halt.until.astimezone(ZoneInfo(zone)).date(), locale)
    return say("console-paused_until", locale, date=until, where=where, reason=halt.reason)


def invitation_words(person: Person, invitation: Invitation, channel: str, locale: str) -> tuple[Section | str, ...]:
    """The only time that the code is seen."""
    said: list[Section | str] = [
        say("console-invitation_title", locale, name=person.name),
        say("administer-code", locale, code=grouped(invitation.code), channel=channel),
    ]
    if invitation.link:
        said.append(invitation.link)
    until = day_and_year(invitation.expires_at.date(), locale)
    return (*said, SmallPrint(words=say("console-invitation_words", locale, date=until)))


def why_words(why: Why, person: Person, administered: Administered, *, now: datetime) -> tuple[Section | str, ...]:
    """The first rule that applied; the same for whoever paused or stopped as for whoever got a question."""
    locale = administered.locale
    day = "" if why.day is None else day_and_year(why.day, locale)
    said = [person.name, say(f"administer-why-{why.rule}", locale, date=day)]
    if why.rule in _OF_A_ROUND and why.opens_at is not None:
        unit = administered.tree.names.get(why.unit, why.unit) if why.unit is not None else ""
        when = moment(why.opens_at, now=now, zone=administered.zone, locale=locale)
        said.append(say("administer-why_round", locale, schedule=why.schedule or "", unit=unit, when=when))
    return tuple(said)
