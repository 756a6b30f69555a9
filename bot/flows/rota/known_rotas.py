"""What is known of people's shifts while some rounds are open, or at a moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.asking.pulses import Round
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Listed
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.rota.moments import first_moment, is_off_duty
from bot.domain.rota.shifts import PersonRota, Span
from bot.ports import UnitOfWork

_A_MINUTE: Final = timedelta(minutes=1)


async def rotas_during(
    work: UnitOfWork, people: Collection[PersonId], rounds: Sequence[Round], *, now: datetime | None = None
) -> Mapping[PersonId, PersonRota]:
    """From `now` on, if that is given, else from when the first of them opened. One query, or two."""
    if not rounds or not people:
        return {}
    starts = min(round_.opens_at for round_ in rounds)
    starts = starts if now is None else max(starts, now)
    ends = max(round_.closes_at for round_ in rounds)
    return await work.rotas.of(people, Span(starts=starts, ends=ends)) if starts < ends else {}


async def off_duty_at(at: datetime, work: UnitOfWork, people: Collection[PersonId]) -> frozenset[PersonId]:
    """Who is away from work or resting after a night, as far as their rotas are known."""
    rotas = await work.rotas.of(people, Span(starts=at, ends=at + _A_MINUTE))
    known = {person: rota.both for person, rota in rotas.items()}
    return frozenset(person for person, rota in known.items() if rota is not None and is_off_duty(rota, at))


async def away_in(
    work: UnitOfWork, rounds: Sequence[Round], members: Mapping[UnitId, Sequence[Listed]], quiet: QuietTimes
) -> Mapping[UnitId, frozenset[PersonId]]:
    """By team, whose rota had no time for a question in any of its rounds, their own calendar counted."""
    people = {member.person for team in members.values() for member in team}
    rotas = await rotas_during(work, people, rounds)
    known = {person: rota for person, each in rotas.items() if (rota := each.both)}
    spans: dict[UnitId, list[Span]] = defaultdict(list)
    for round_ in rounds:
        spans[round_.unit].append(Span(starts=round_.opens_at, ends=round_.closes_at))
    away: dict[UnitId, frozenset[PersonId]] = defaultdict(frozenset)
    for unit, open_ in spans.items():
        zone, hours = quiet.tree.zones[unit], quiet.programme.quiet
        away[unit] = frozenset(
            member.person
            for member in members.get(unit, ())
            if member.person in known
            and not any(first_moment(known[member.person], span, quiet=hours, zone=zone) for span in open_)
        )
    return away
