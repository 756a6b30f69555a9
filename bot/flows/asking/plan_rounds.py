"""Plan what has fallen due: claim rounds, choose who is asked, write their pulses and the messages that ask."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.cancellation import side_by_side
from bot.domain.asking.eligibility import (
    DueQuestions,
    Unasked,
    admit,
    held_back,
    microsystems_of,
    suited,
)
from bot.domain.asking.pulses import Pulse, Round, RoundState, ShadowPlan
from bot.domain.asking.round_plan import RoundPlan, asking
from bot.domain.batches import batches
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import TeamMember
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.occurrences import (
    Occurrence,
    days_around,
    due_between,
    look_from,
    sort_by_lateness,
)
from bot.domain.programme.programme import (
    Cadence,
    Programme,
    Schedule,
)
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.rota.shifts import PersonRota
from bot.flows.asking.already_asked import ask_histories
from bot.flows.asking.occurrence_calendar import Calendar
from bot.flows.asking.occurrence_questions import occurrence_questions
from bot.flows.operations.quiet_times import quiet_times
from bot.flows.rota.known_rotas import rotas_during
from bot.ports import Recurrence, Storage

PEOPLE_PER_BATCH = 250
"""About so many people are planned in one transaction, so that it never holds up those who are answering for long."""
_UNITS_PER_READ = 25
"""Few, because reading them in holds up the event loop, and with it a transaction that is open beside."""
_ROUND_BATCH_SIZE = 500
_WORKERS = 2
"""While one is writing the other reads and decides; the database takes the writes one after the other anyway."""
_LOOK_AHEAD = timedelta(days=7)
_Item = TypeVar("_Item")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What one call did, as far as it may be told: by the plan, whoever was asked."""

    rounds: int = 0
    missed: int = 0
    questions: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        return Planned(
            rounds=self.rounds + other.rounds,
            missed=self.missed + other.missed,
            questions=self.questions + other.questions,
        )


@dataclass(slots=True)
class _Found:
    """What fell due in the units of one schedule."""

    opening: dict[Occurrence, list[UnitId]]
    missed: dict[Occurrence, list[UnitId]]
    skipped: list[UnitId]
    """Units in which something was missed and nothing opens."""


class PlanRounds:
    """Ask in every round that has fallen due, in each microsystem exactly once.

    - Due is what opened since the unit was last looked at, as the database remembers it: downtime forgets nothing. A
      new schedule, unit or cadence starts now and asks nothing for the past.
    - Late by less than `open_hours` is asked now, the newest of several; whatever is later is recorded as missed.
    - Nothing opens in quiet times, nor later for them.
    - A round is claimed and its pulses and messages are written in one transaction, so a crash leaves all or nothing
      and a second planner finds the claim.
    - Who has a rota is asked on a shift. What the hospital has imported decides also who is within the plan; a person's
      own calendar decides only when a message goes out to them, and whether.
    - Whom it asks and when is decided in `bot.domain.asking.eligibility`, what in `bot.domain.programme.rotation`.
    """

    def __init__(self, *, storage: Storage, recurrence: Recurrence) -> None:
        self._storage = storage
        self._calendar = Calendar(recurrence)
        self._programme: Programme | None = None
        self._tree = UnitTree(parents={})
        self._writer = asyncio.Lock()
        # The rest only saves work: what is due, the database decides.
        self._looked: datetime | None = None
        self._cadences: dict[ScheduleId, Cadence] = {}
        self._next_due: dict[ScheduleId, datetime] = {}

    async def __call__(self, *, now: datetime) -> Planned:
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
        if programme is None:
            return Planned()
        if programme is not self._programme:
            self._programme, self._tree = programme, UnitTree.of(programme.organisation)
            self._next_due.clear()
        if self._looked is None or now < self._looked:
            self._next_due.clear()
        planned = Planned()
        for schedule in programme.schedules:
            if now >= self._next_due.get(schedule.id, now):
                async with self._storage.reading() as work:
                    quiet = await quiet_times(work, programme, tree=self._tree, now=now)
                planned += await self._plan(schedule, quiet, now)
        self._looked = now
        return planned

    async def _plan(self, schedule: Schedule, quiet: QuietTimes, now: datetime) -> Planned:
        units = microsystems_of(schedule, self._tree)
        found = self._find(schedule, await self._horizons(schedule, units, now), now)
        planned = await self._record_missed(quiet, schedule, found, now)
        for occurrence, where in sorted(found.opening.items()):
            planned += await self._open(quiet, schedule, occurrence, where, now)
        self._cadences[schedule.id] = schedule.cadence
        self._next_due[schedule.id] = self._next_opening(schedule, units, now)
        return planned

    # --- what is due --------------------------------------------------------------------------------------------------

    async def _horizons(self, schedule: Schedule, units: Sequence[UnitId], now: datetime) -> Mapping[UnitId, datetime]:
        async with self._storage.reading() as work:
            known = await work.rounds.horizons(schedule.id)
        starting, since = [unit for unit in units if unit not in known], now
        if self._looked is not None and self._cadences.get(schedule.id, schedule.cadence) != schedule.cadence:
            starting, since = list(units), min(self._looked, now)
        if starting:
            async with self._storage.writing() as work:
                await work.rounds.set_horizon(schedule.id, starting, since)
        return {unit: known[unit] for unit in units if unit in known} | dict.fromkeys(starting, since)

    def _find(self, schedule: Schedule, horizons: Mapping[UnitId, datetime], now: datetime) -> _Found:
        found = _Found(opening=defaultdict(list), missed=defaultdict(list), skipped=[])
        known: dict[tuple[str, datetime], tuple[Occurrence | None, tuple[Occurrence, ...]]] = {}
        for unit, horizon in horizons.items():
            span = (self._tree.zones[unit], horizon)
            if span not in known:
                known[span] = self._due(schedule, *span, now)
            newest, late = known[span]
            for occurrence in late:
                found.missed[occurrence].append(unit)
            if newest is not None:
                found.opening[newest].append(unit)
            elif late:
                found.skipped.append(unit)
        return found

    def _due(
        self, schedule: Schedule, zone: str, horizon: datetime, now: datetime
    ) -> tuple[Occurrence | None, tuple[Occurrence, ...]]:
        window = timedelta(hours=schedule.open_hours)
        after = look_from(horizon, now=now, window=window)
        occurrences = self._calendar.occurrences(schedule.cadence, *days_around(after, now))
        due = due_between(occurrences, zone, after=after, until=now)
        return sort_by_lateness(due, zone, now=now, window=window)

    def _next_opening(self, schedule: Schedule, units: Iterable[UnitId], now: datetime) -> datetime:
        end = now + _LOOK_AHEAD
        zones = {self._tree.zones[unit] for unit in units}
        return next((each.at for each in self._calendar.openings(schedule.cadence, zones, after=now, until=end)), end)

    # --- what is done about it ----------------------------------------------------------------------------------------

    async def _record_missed(self, quiet: QuietTimes, schedule: Schedule, found: _Found, now: datetime) -> Planned:
        """Nobody is asked; that a round was due and missed is kept."""
        recorded = 0
        for occurrence, units in sorted(found.missed.items()):
            plan = await self._round_plan(quiet, schedule, occurrence)
            rounds = [
                plan.round_in(unit, self._tree.zones[unit], RoundState.MISSED)
                for unit in units
                if unit not in plan.quiet and plan.questions
            ]
            for some in batches(rounds, _ROUND_BATCH_SIZE):
                async with self._storage.writing() as work:
                    recorded += len(await work.rounds.claim_many(some))
        await self._skip(schedule, found.skipped, now)
        if recorded:
            log.warning("rounds_missed", schedule=schedule.id, rounds=recorded)
        return Planned(missed=recorded)

    async def _open(
        self, quiet: QuietTimes, schedule: Schedule, occurrence: Occurrence, units: Sequence[UnitId], now: datetime
    ) -> Planned:
        plan = await self._round_plan(quiet, schedule, occurrence, now=now)
        asked = [unit for unit in units if unit not in plan.quiet and plan.questions]
        await self._skip(schedule, sorted(set(units) - set(asked)), now)
        blocks = batches(asked, _UNITS_PER_READ)
        workers = [self._work_off(blocks, quiet.programme, plan, now) for _ in range(_WORKERS)]
        planned = sum(await side_by_side(*workers), Planned())
        if planned.rounds:
            # How many questions there are would tell, from one time to the next, of a pause or a stop.
            place = f"{schedule.id}/{occurrence.local_date}/{occurrence.slot}"
            log.info("rounds_planned", occurrence=place, rounds=planned.rounds)
        return planned

    async def _work_off(
        self, blocks: Iterator[Sequence[UnitId]], programme: Programme, plan: RoundPlan, now: datetime
    ) -> Planned:
        planned = Planned()
        for some in blocks:
            async with self._storage.reading() as work:
                teams = await work.rosters.team(some)
                rounds = [plan.round_in(unit, self._tree.zones[unit]) for unit in teams]
                people = {member.person.id for team in teams.values() for member in team}
                rotas = await rotas_during(work, people, rounds, now=now)
            for few in _by_people({unit: teams.get(unit, ()) for unit in some}, PEOPLE_PER_BATCH):
                planned += await self.ask(programme, plan, few, rotas, now)
        return planned

    async def _round_plan(
        self, quiet: QuietTimes, schedule: Schedule, occurrence: Occurrence, *, now: datetime | None = None
    ) -> RoundPlan:
        async with self._storage.reading() as work:
            questions = await occurrence_questions(work, quiet.programme, schedule, occurrence)
        units = microsystems_of(schedule, self._tree)
        return RoundPlan(
            schedule=schedule,
            occurrence=occurrence,
            questions=questions,
            microsystems=frozenset(units),
            quiet=quiet.closed_in(occurrence, units, of=schedule, now=now),
        )

    async def ask(
        self,
        programme: Programme,
        plan: RoundPlan,
        teams: Mapping[UnitId, Sequence[TeamMember]],
        rotas: Mapping[PersonId, PersonRota],
        now: datetime,
    ) -> Planned:
        """Claim a plan's rounds in these teams and ask those who may be asked, in one transaction."""
        zones = UnitTree.of(programme.organisation).zones if programme is not self._programme else self._tree.zones
        rounds = {unit: plan.round_in(unit, zones[unit]) for unit in teams}
        candidates = [
            each
            for unit, team in teams.items()
            for each in plan.candidates(
                rounds[unit], team, now=now, quiet=programme.quiet, zone=zones[unit], rotas=rotas
            )
        ]
        pulses: list[Pulse] = []
        messages: list[Delivery] = []
        shadows: list[ShadowPlan] = []
        async with self._writer, self._storage.writing() as work:
            claimed = await work.rounds.claim_many(list(rounds.values()))
            ours = {unit for unit, round_ in rounds.items() if round_.id in claimed}
            there = await work.rosters.hold({each.member.person.id for each in candidates if each.member.unit in ours})
            candidates = [each for each in candidates if each.member.unit in ours and each.member.person.id in there]
            for each, history in zip(candidates, await ask_histories(work, plan, candidates), strict=True):
                ask = admit(each, history, questions_per_week=programme.budget.questions_per_week)
                if not isinstance(ask, DueQuestions):
                    continue
                round_, rota = rounds[ask.member.unit], rotas.get(ask.member.person.id)
                put = ask if rota is None else _suited(ask, rota, round_, programme, now)
                if not isinstance(put, DueQuestions) or held_back(put, history.last_asked) is not None:
                    shadows.append(plan.shadow(round_, ask))
                    continue
                theirs = plan.pulses(round_, put, quiet=programme.quiet, rota=None if rota is None else rota.both)
                pulses += theirs
                messages.append(asking(theirs[0], ask.member))
            await work.pulses.add(pulses)
            await work.rounds.add_shadow_plans(shadows)
            await work.deliveries.add_new(messages)
            await work.rounds.set_horizon(plan.schedule.id, list(teams), now)
        return Planned(rounds=len(ours), questions=len(pulses) + sum(shadow.questions for shadow in shadows))

    async def _skip(self, schedule: Schedule, units: Sequence[UnitId], now: datetime) -> None:
        if units:
            async with self._storage.writing() as work:
                await work.rounds.set_horizon(schedule.id, units, now)


def _suited(
    ask: DueQuestions, rota: PersonRota, round_: Round, programme: Programme, now: datetime
) -> DueQuestions | Unasked:
    return suited(ask, rota, opens_at=round_.opens_at, closes_at=round_.closes_at, now=now, quiet=programme.quiet)


def _by_people(teams: Mapping[UnitId, Sequence[TeamMember]], size: int) -> Iterator[dict[UnitId, Sequence[TeamMember]]]:
    """The units in even groups of about so many people, whole teams only."""
    people = sum(len(team) for team in teams.values())
    share = max(1.0, people / max(1, round(people / size)))
    group: dict[UnitId, Sequence[TeamMember]] = {}
    size = 0
    for unit, team in teams.items():
        group[unit] = team
        size += len(team)
        if size >= share:
            yield group
            group, size = {}, 0
    if group:
        yield group
