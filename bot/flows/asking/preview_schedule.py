"""What a schedule will do: its next occurrences, what they ask and how many people each would reach."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.asking.eligibility import (
    AskHistory,
    Candidate,
    DueQuestions,
    admit,
    microsystems_of,
)
from bot.domain.asking.round_plan import RoundPlan
from bot.domain.batches import batches
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import TeamMember
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.occurrences import Occurrence, days_around
from bot.domain.programme.programme import Programme, Schedule
from bot.domain.programme.questions import Question
from bot.domain.programme.rotation import questions_of
from bot.flows.asking.already_asked import ask_histories
from bot.flows.asking.occurrence_calendar import Calendar
from bot.flows.asking.occurrence_questions import occurrence_questions
from bot.flows.operations.quiet_times import quiet_times
from bot.flows.rota.known_rotas import rotas_during
from bot.ports import Recurrence, Storage, UnitOfWork

_BATCH_SIZE = 100
_LONGEST_SEARCH = timedelta(days=366 * 20)
"""A rare schedule is followed so far ahead and then shows fewer occurrences than were wished for."""


class UnknownSchedule(Exception):
    """There is no schedule of this name; `known` are those there are."""

    def __init__(self, known: Sequence[ScheduleId]) -> None:
        super().__init__(f"known schedules: {', '.join(known)}")
        self.known = tuple(known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One occurrence in one zone."""

    occurrence: Occurrence
    zone: str
    opens_at: datetime
    questions: tuple[Question, ...]
    microsystems: int
    """Those that open; fewer in quiet times."""
    people: int
    """Who is within the plan as lists and budgets stand now; that somebody has paused or stopped is told to nobody."""


class PreviewSchedule:
    """Say what the next occurrences of a schedule would do if nothing changed.

    Decided by the same code as the planning itself, with what is planned already and what the preview itself would
    plan before; questions of other schedules that are still to come are not foreseen.
    """

    def __init__(self, *, storage: Storage, recurrence: Recurrence) -> None:
        self._storage = storage
        self._calendar = Calendar(recurrence)

    async def __call__(self, schedule_id: str, *, count: int, now: datetime) -> list[Opening]:
        """By opening. Raises UnknownSchedule, or ProgrammeMissing before the first `rounds apply`."""
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                raise ProgrammeMissing("there is no programme yet; run: rounds apply")
            schedule = next((each for each in programme.schedules if each.id == schedule_id), None)
            if schedule is None:
                raise UnknownSchedule([each.id for each in programme.schedules])
            tree = UnitTree.of(programme.organisation)
            plans = await self._turns(work, programme, schedule, tree, count, now)
            return await _count(work, programme, plans, tree, now)

    async def _turns(
        self, work: UnitOfWork, programme: Programme, schedule: Schedule, tree: UnitTree, count: int, now: datetime
    ) -> list[RoundPlan]:
        units = microsystems_of(schedule, tree)
        quiet = await quiet_times(work, programme, tree=tree, now=now)
        plans: list[RoundPlan] = []
        questions: tuple[Question, ...] = ()
        for occurrence in self._next(schedule, {tree.zones[unit] for unit in units}, count, now):
            if plans:
                questions = questions_of(
                    schedule.id,
                    occurrence.number,
                    programme.bank_of(schedule),
                    count=schedule.questions_per_round,
                    previous={question.id for question in questions},
                )
            else:
                questions = await occurrence_questions(work, programme, schedule, occurrence)
            plans.append(
                RoundPlan(
                    schedule=schedule,
                    occurrence=occurrence,
                    questions=questions,
                    microsystems=frozenset(units),
                    quiet=quiet.closed_in(occurrence, units, of=schedule),
                )
            )
        return plans

    def _next(self, schedule: Schedule, zones: set[str], count: int, now: datetime) -> list[Occurrence]:
        span = timedelta(days=31)
        while True:
            near = self._calendar.occurrences(schedule.cadence, *days_around(now, now + span))
            coming = [each for each in near if any(each.instant(zone) > now for zone in zones)]
            if len(coming) >= count or span > _LONGEST_SEARCH:
                return coming[:count]
            span *= 4


async def _count(
    work: UnitOfWork, programme: Programme, plans: Sequence[RoundPlan], tree: UnitTree, now: datetime
) -> list[Opening]:
    people: Counter[tuple[int, str]] = Counter()
    microsystems: Counter[tuple[int, str]] = Counter()
    planned = _Planned()
    units = microsystems_of(plans[0].schedule, tree) if plans else ()
    for batch in batches(units, _BATCH_SIZE):
        teams = await work.rosters.team(batch)
        for plan in plans:
            number = plan.occurrence.number
            opening = [
                unit for unit in teams if unit not in plan.quiet and plan.occurrence.instant(tree.zones[unit]) > now
            ]
            microsystems.update((number, tree.zones[unit]) for unit in opening)
            asks = await _asks(work, programme, plan, {unit: teams[unit] for unit in opening}, tree.zones, planned)
            people.update((number, tree.zones[ask.member.unit]) for ask in asks)
    openings = [
        Opening(
            occurrence=plan.occurrence,
            zone=zone,
            opens_at=plan.occurrence.instant(zone),
            questions=plan.questions,
            microsystems=microsystems[plan.occurrence.number, zone],
            people=people[plan.occurrence.number, zone],
        )
        for plan in plans
        for zone in sorted({tree.zones[unit] for unit in units})
        if plan.occurrence.instant(zone) > now
    ]
    return sorted(openings, key=lambda opening: (opening.opens_at, opening.zone))


class _Planned:
    """What the preview would have planned so far."""

    def __init__(self) -> None:
        self._questions: Counter[tuple[PersonId, IsoWeek]] = Counter()

    def add(self, ask: DueQuestions) -> None:
        person = ask.member.person.id
        self._questions[person, ask.week] += len(ask.questions)

    def on_top_of(self, history: AskHistory, candidate: Candidate) -> AskHistory:
        person = candidate.member.person.id
        more = self._questions[person, candidate.week]
        return replace(
            history,
            this_week=history.this_week + more,
            by_schedule=history.by_schedule + more,
        )


async def _asks(
    work: UnitOfWork,
    programme: Programme,
    plan: RoundPlan,
    teams: Mapping[UnitId, Sequence[TeamMember]],
    zones: Mapping[UnitId, str],
    planned: _Planned,
) -> list[DueQuestions]:
    rounds = {unit: plan.round_in(unit, zones[unit]) for unit in teams}
    people = {member.person.id for team in teams.values() for member in team}
    rotas = await rotas_during(work, people, list(rounds.values()))
    candidates: list[Candidate] = []
    for unit, team in teams.items():
        round_, zone = rounds[unit], zones[unit]
        candidates += plan.candidates(round_, team, now=round_.opens_at, quiet=programme.quiet, zone=zone, rotas=rotas)
    asks: list[DueQuestions] = []
    for each, history in zip(candidates, await ask_histories(work, plan, candidates), strict=True):
        outcome = admit(each, planned.on_top_of(history, each), questions_per_week=programme.budget.questions_per_week)
        if isinstance(outcome, DueQuestions):
            planned.add(outcome)
            asks.append(outcome)
    return asks
