"""One message about a pause of everything to each person it concerns, and taking back what has not gone out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.attention.moments import is_here_in
from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import pause_key
from bot.domain.messaging.documents import SmallPrint
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notices import NOTICE_LIVES, notice_to
from bot.domain.organisation.people import Role, TeamMember
from bot.domain.organisation.units import Organisation
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.flows.epochs.put_out import put_out
from bot.ports import UnitOfWork

_HEAR_NOTHING = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.GUARDIAN})
"""Roles that are neither asked nor sent a digest."""


async def tell_pause(work: UnitOfWork, programme: Programme, halt: Halt, *, now: datetime) -> None:
    """In the transaction that begins the pause, so that nobody is told of one that is not, and nobody twice.

    Whoever paused or stopped themselves gets nothing anyway, and is not written to. The others hear it outside their
    quiet hours, unless it is over by then.
    """
    organisation = programme.organisation
    lives = NOTICE_LIVES if halt.until is None else halt.until - now
    notices: list[Delivery] = []
    for member in (await _concerned(work, organisation, halt)).values():
        zone = member.person.timezone or organisation.zone_of(member.unit)
        if member.address is None or not (member.consent.accepts(now=now) and is_here_in(member, now, zone)):
            continue
        locale = organisation.locale_for(member.person, [member.unit])
        notice = notice_to(
            member,
            pause_message(halt, where=_where(organisation, halt), zone=zone, locale=locale),
            key=pause_key(halt.unit, halt.since, member.person.id),
            at=now,
            quiet=programme.quiet,
            zone=zone,
            lives=lives,
        )
        if halt.until is None or notice.due_at < halt.until:
            notices.append(notice)
    await put_out(work, notices)


async def tell_no_more(work: UnitOfWork, programme: Programme, halts: Iterable[Halt]) -> None:
    """What would still go out about these pauses does not: they are over."""
    for halt in halts:
        people = await _concerned(work, programme.organisation, halt)
        await work.deliveries.expire_keys([pause_key(halt.unit, halt.since, person) for person in people])


def pause_message(halt: Halt, *, where: str, zone: str, locale: str) -> Message:
    """`where`: the name of the unit; empty for the whole organisation."""
    reason = halt.reason.rstrip(".")
    if where:
        said = say("commands-everything_paused_in", locale, where=where, reason=reason)
    else:
        said = say("commands-everything_paused", locale, reason=reason)
    if halt.until is not None:
        on = day_and_year(halt.until.astimezone(ZoneInfo(zone)).date(), locale)
        said = f"{said} {say('commands-everything_paused_until', locale, date=on)}"
    note = SmallPrint(words=say("commands-everything_paused_note", locale))
    return message_of(MessageKind.EVERYTHING_PAUSED, locale, (said, note))


async def _concerned(work: UnitOfWork, organisation: Organisation, halt: Halt) -> Mapping[PersonId, TeamMember]:
    """Everybody who is asked or reads there, once; below the unit, too."""
    units = [each.id for each in organisation.units] if halt.unit is None else organisation.at_or_below(halt.unit)
    teams = await work.rosters.team(units)
    return {member.person.id: member for team in teams.values() for member in team if not member.roles <= _HEAR_NOTHING}


def _where(organisation: Organisation, halt: Halt) -> str:
    return next((each.name for each in organisation.units if each.id == halt.unit), "")
