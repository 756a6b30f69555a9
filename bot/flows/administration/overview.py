"""How Rounds is, for those who run it: what is well, what is asked next, and how many have joined."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.asking.eligibility import microsystems_of
from bot.domain.health.troubles import Parts
from bot.domain.identifiers import UnitId
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme, Schedule
from bot.domain.programme.questions import Question
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import local_date
from bot.flows.asking.occurrence_calendar import Calendar
from bot.flows.asking.occurrence_questions import occurrence_questions
from bot.flows.operations.check_readiness import Readiness
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Clock, Recurrence, Storage, UnitOfWork
from bot.repositories.directory import PeopleCount


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRound:
    """The next time that a schedule asks: in the zone in which it opens first."""

    schedule: Schedule
    opens_at: datetime
    zone: str
    questions: Sequence[Question]
    people: PeopleCount
    """In the teams that are asked: who is listed, and who has joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    now: datetime
    troubles: Parts
    """Empty when all is well."""
    rounds: Sequence[NextRound]
    """By opening."""
    people: PeopleCount
    halts: Sequence[Halt] = ()
    """What is paused, of these units and of those above them; for whoever sees all units, also what was retired while
    it was paused."""
    paused: Sequence[Schedule] = ()
    """Schedules of these units that ask nobody for a while."""
    last_backup: datetime | None = None


class ReadOverview:
    """What concerns the given units alone. Nothing here tells what anybody answered, paused or stopped."""

    def __init__(
        self, *, storage: Storage, clock: Clock, check: Callable[[], Awaitable[Readiness]], recurrence: Recurrence
    ) -> None:
        self._storage, self._clock, self._check = storage, clock, check
        self._calendar = Calendar(recurrence)

    async def __call__(self, programme: Programme, units: Collection[UnitId]) -> Overview:
        now, tree = self._clock.now(), UnitTree.of(programme.organisation)
        health = await self._check()
        async with self._storage.reading() as work:
            quiet = await quiet_times(work, programme, now=now, tree=tree)
            rounds = [
                found
                for schedule in programme.schedules
                if (found := await self._next(work, schedule, quiet, units=units, now=now)) is not None
            ]
            people = await work.directory.count(units)
        concerned = {*units, None, *(above for unit in units for above in programme.organisation.ancestors(unit))}
        sees_all = concerned.issuperset(tree.parents)

        def concerns(halt: Halt) -> bool:
            return halt.unit in concerned or (sees_all and halt.unit not in tree.parents)

        return Overview(
            now=now,
            halts=[halt for halt in quiet.halts if halt.lasts_at(now) and concerns(halt)],
            troubles={part: troubles for part, troubles in health.parts.items() if troubles},
            rounds=sorted(rounds, key=lambda each: (each.opens_at, each.schedule.id)),
            people=people,
            paused=[
                each
                for each in programme.schedules
                if each.is_paused_on(local_date(now, programme.organisation.timezone))
                and not set(units).isdisjoint(microsystems_of(each, tree))
            ],
            last_backup=health.last_backup,
        )

    async def _next(
        self, work: UnitOfWork, schedule: Schedule, quiet: QuietTimes, *, units: Collection[UnitId], now: datetime
    ) -> NextRound | None:
        asked = [unit for unit in microsystems_of(schedule, quiet.tree) if unit in units]
        found = self._calendar.next_asking(schedule, asked, quiet, after=now)
        if found is None:
            return None
        opens_at, zone, occurrence = found
        closed = quiet.closed_in(occurrence, asked, of=schedule)
        return NextRound(
            schedule=schedule,
            opens_at=opens_at,
            zone=zone,
            questions=await occurrence_questions(work, quiet.programme, schedule, occurrence),
            people=await work.directory.count([unit for unit in asked if unit not in closed]),
        )
