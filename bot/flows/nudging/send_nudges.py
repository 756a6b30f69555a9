"""Nudges to champions: once a fortnight, on the day of their own choice, one small thing for this week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.attention.budget import Counted
from bot.domain.attention.moments import is_here, is_left_in_peace, next_moment, quiet_from, zone_for
from bot.domain.attention.offers import Offer, offer_at_work
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.delivery_keys import nudge_key
from bot.domain.messaging.notices import notice_to
from bot.domain.nudges.nudge_text import nudge_message
from bot.domain.nudges.nudges import LATE, NUDGE_DAY, Nudge, nudge_due, nudge_id
from bot.domain.organisation.people import Role, TeamMember
from bot.domain.programme.programme import Weekday
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.rota.shifts import Span
from bot.flows.attention.within_budget import within_budget
from bot.flows.nudging.choose_for_team import choose_for_team
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork

LOOK_EVERY: Final = timedelta(minutes=30)
BATCH_SIZE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    member: TeamMember
    week: IsoWeek


class SendNudges:
    """Offer what is due and fits into the week of its champion; a nudge that is late is left out.

    - Only in teams: a unit above them has no champion of its own. Whoever is one in several teams gets one nudge, for
      one of them after the other.
    - Never in quiet hours or quiet times, nor to somebody who has paused or wants none; to who has a rota on a shift.
    - What was due before a restore counts as sent.
    - The nudge, what counts of it and its message are written in one transaction: a crash leaves all or nothing, and
      whoever has had the nudge of a week is not sent another.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._looked: datetime | None = None

    async def __call__(self, *, now: datetime) -> int:
        """How many were put out. Cheap between two looks."""
        if self._looked is not None and self._looked <= now < self._looked + LOOK_EVERY:
            return 0
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                return 0
            quiet = await quiet_times(work, programme, now=now)
            due = _due(await work.rosters.holding(Role.CHAMPION), await work.nudges.days(), quiet, now=now)
        sent = 0
        for first in range(0, len(due), BATCH_SIZE):
            async with self._storage.writing() as work:
                sent += await self._send(work, due[first : first + BATCH_SIZE], quiet, now=now)
        self._looked = now
        return sent

    @staticmethod
    async def _send(work: UnitOfWork, due: Sequence[_Due], quiet: QuietTimes, *, now: datetime) -> int:
        programme = quiet.programme
        memberships = await work.rosters.members([each.member.person.id for each in due])
        rotas = await work.rotas.of({each.member.person.id for each in due}, Span(starts=now, ends=now + LATE))
        tried = {unit: list(had) for unit, had in (await work.nudges.tried_by({e.member.unit for e in due})).items()}
        offers: dict[str, tuple[Offer, Nudge]] = {}
        for each in due:
            person, unit = each.member.person, each.member.unit
            theirs = tried.setdefault(unit, [])
            identity = nudge_id(person.id, each.week)
            if any(nudge.id == identity for nudge in theirs):
                continue
            key, zone = nudge_key(identity), zone_for(each.member, quiet)
            code = await choose_for_team(work, unit, theirs, quiet, now=now)
            nudge = Nudge(id=identity, unit=unit, person=person.id, week=each.week, codes=(code,))
            message = nudge_message(nudge, programme.organisation.locale_for(person, [unit]))
            notice = notice_to(each.member, message, key=key, at=now, quiet=programme.quiet, zone=zone)
            offer = offer_at_work(
                Counted.NUDGE,
                notice,
                each.member,
                rota=rotas.get(person.id),
                until=min(now + LATE, quiet_from(each.member, now, quiet)),
                quiet=programme.quiet,
                zone=zone,
                now=now,
                week=each.week,
            )
            if offer is None:
                continue
            offers[key] = offer, nudge
            theirs.append(nudge)
        out = await within_budget(work, [offer for offer, _ in offers.values()], memberships, programme.budget)
        await work.nudges.put([offers[delivery.key][1] for delivery in out])
        await work.deliveries.add(out)
        return len(out)


def _due(
    champions: Sequence[TeamMember], days: Mapping[PersonId, Weekday | None], quiet: QuietTimes, *, now: datetime
) -> list[_Due]:
    """Whose nudge is due now and may go out, each person once."""
    teams: dict[PersonId, dict[UnitId, TeamMember]] = {}
    for each in champions:
        if quiet.tree.is_microsystem(each.unit) and each.address is not None and is_here(each, now, quiet):
            teams.setdefault(each.person.id, {})[each.unit] = each
    due = []
    for person, units in teams.items():
        zone = zone_for(next(iter(units.values())), quiet)
        week = nudge_due(person, day=days.get(person, NUDGE_DAY), now=now, zone=zone, restored_at=quiet.restored_at)
        if week is None:
            continue
        member = units[sorted(units)[week.index // 2 % len(units)]]
        if not is_left_in_peace(member, now, quiet) and next_moment(member, now, quiet) == now:
            due.append(_Due(member=member, week=week))
    return due
