"""What is planned and not sent, moved to where it fits when shifts change."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.asking.eligibility import reminder_at
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.follow_up.change_rounds import REMINDED_AFTER_HOURS
from bot.domain.identifiers import DeliveryKey, PersonId, PulseId, RoundId, ScheduleId, UnitId
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import week_of
from bot.domain.rota.moments import first_moment
from bot.domain.rota.shifts import PersonRota, Span
from bot.ports import UnitOfWork


async def replan(work: UnitOfWork, people: Collection[PersonId], *, now: datetime) -> None:
    """Move what waits to be sent to these people to where their rotas have room for it now: questions inside their
    rounds, and nudges, asks and reminders inside the time in which they are still of use. What fits no more expires
    without a word.

    Who is within reach stays as it was planned: these pulses are still there, and nothing of it is shown. What expires
    still counts in its person's week.
    """
    programme = await work.programmes.current()
    if programme is None or not people:
        return
    await _replan_questions(work, people, programme, now=now)
    await _replan_notices(work, people, programme, now=now)


async def _replan_questions(
    work: UnitOfWork, people: Collection[PersonId], programme: Programme, *, now: datetime
) -> None:
    waiting = await work.pulses.unsent_of(people, now=now)
    if not waiting:
        return
    rotas = await work.rotas.of(
        {pulse.person for pulse in waiting}, Span(starts=now, ends=max(each.closes_at for each in waiting))
    )
    members = await work.rosters.members({pulse.person for pulse in waiting})
    schedules = await work.rounds.schedules_of({pulse.round for pulse in waiting if pulse.action is None})
    moved: dict[DeliveryKey, datetime] = {}
    changed: list[Pulse] = []
    gone: list[PulseId] = []
    for pulse in waiting:
        member = next((each for each in members.get(pulse.person, ()) if each.unit == pulse.unit), None)
        if member is None:
            continue
        rota = rotas.get(pulse.person, PersonRota())
        at = _moment(pulse, rota, member, programme, now)
        if at is None:
            gone.append(pulse.id)
        elif at != pulse.due_at:
            moved[question_key(pulse.id)] = at
            changed.append(_moved(pulse, at, rota, member, programme, schedules))
    await work.deliveries.move(moved)
    await work.pulses.save_many(changed)
    await work.pulses.set_state(gone, PulseState.EXPIRED)
    await work.deliveries.expire_keys((question_key(pulse) for pulse in gone), withdrawn=True)


async def _replan_notices(
    work: UnitOfWork, people: Collection[PersonId], programme: Programme, *, now: datetime
) -> None:
    """Nudges, asks and reminders: all that counts besides questions."""
    since = week_of(now, programme.organisation.timezone) - 1
    waiting = [each for each in await work.attention.waiting(people, since=since) if each.expires_at > now]
    if not waiting:
        return
    whose = {each.person for each in waiting}
    rotas = await work.rotas.of(whose, Span(starts=now, ends=max(each.expires_at for each in waiting)))
    members = await work.rosters.members(whose)
    moved: dict[DeliveryKey, datetime] = {}
    gone: list[DeliveryKey] = []
    for notice in waiting:
        member = next(iter(members.get(notice.person, ())), None)
        if member is None:
            continue
        at = first_moment(
            rotas.get(notice.person, PersonRota()).both,
            Span(starts=max(notice.due_at, now), ends=notice.expires_at),
            quiet=programme.quiet,
            zone=_zone(member, member.unit, programme),
        )
        if at is None:
            gone.append(notice.key)
        elif at > notice.due_at:
            moved[notice.key] = at
    await work.deliveries.move(moved)
    await work.deliveries.expire_keys(gone)


def _moment(pulse: Pulse, rota: PersonRota, member: TeamMember, programme: Programme, now: datetime) -> datetime | None:
    """Its own, if that still fits; else the first that does, at the wished hour if that is possible."""
    zone, known = _zone(member, pulse.unit, programme), rota.both
    due = max(pulse.due_at, now)
    if due < pulse.closes_at:
        span = Span(starts=due, ends=pulse.closes_at)
        if first_moment(known, span, quiet=programme.quiet, zone=zone) == due:
            return pulse.due_at
    if now >= pulse.closes_at:
        return None
    span = Span(starts=now, ends=pulse.closes_at)
    return first_moment(known, span, quiet=programme.quiet, zone=zone, wished_hour=rota.wished_hour)


def _moved(
    pulse: Pulse,
    at: datetime,
    rota: PersonRota,
    member: TeamMember,
    programme: Programme,
    schedules: Mapping[RoundId, ScheduleId],
) -> Pulse:
    remind_at = pulse.remind_at and reminder_at(
        at,
        after_hours=_reminded_after(pulse, programme, schedules),
        closes_at=pulse.closes_at,
        quiet=programme.quiet,
        zone=_zone(member, pulse.unit, programme),
        rota=rota.both,
    )
    return replace(pulse, due_at=at, remind_at=remind_at)


def _reminded_after(pulse: Pulse, programme: Programme, schedules: Mapping[RoundId, ScheduleId]) -> int:
    """Hours; 0 where there is no such schedule any more. What an action asks is no schedule of the programme."""
    if pulse.action is not None:
        return REMINDED_AFTER_HOURS
    schedule = next((each for each in programme.schedules if each.id == schedules.get(pulse.round)), None)
    return 0 if schedule is None else schedule.remind_after_hours


def _zone(member: TeamMember, unit: UnitId, programme: Programme) -> str:
    if member.person.timezone is not None:
        return member.person.timezone
    organisation = programme.organisation
    return organisation.zone_of(unit) if unit in organisation else organisation.timezone
