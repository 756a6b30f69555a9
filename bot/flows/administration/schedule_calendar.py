"""What the weeks to come bring: rounds, digests, quiet times and change-overs, of some units."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.asking.eligibility import microsystems_of
from bot.domain.identifiers import ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeOver
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme, QuietDay, QuietWeek
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import digest_at, week_of
from bot.flows.asking.occurrence_calendar import Calendar
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Clock, Recurrence, Storage

_SHOWN = timedelta(weeks=12)
_Dated = TypeVar("_Dated", QuietWeek, QuietDay, ChangeOver)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRound:
    """One occurrence, in the zone in which it opens first."""

    schedule: ScheduleId
    opens_at: datetime
    zone: str
    is_quiet: bool
    """Nobody is asked: every one of the teams is quiet then."""
    is_paused: bool
    """Nobody is asked: the schedule is paused then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDigest:
    """The digests about the week before, in the zone in which they are due first."""

    due_at: datetime
    zone: str
    is_halted: bool
    """None is sent: every one of the units stands still then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWeek:
    week: IsoWeek
    rounds: Sequence[CalendarRound]
    """By opening."""
    digests: CalendarDigest | None
    quiet_weeks: Sequence[QuietWeek]
    quiet_days: Sequence[QuietDay]
    """By date."""
    change_overs: Sequence[ChangeOver]


class ReadCalendar:
    def __init__(self, *, storage: Storage, clock: Clock, recurrence: Recurrence) -> None:
        self._storage, self._clock, self._calendar = storage, clock, Calendar(recurrence)

    async def __call__(self, programme: Programme, units: Collection[UnitId]) -> Sequence[CalendarWeek]:
        """Of these units, the running week and those of the next twelve."""
        now, tree = self._clock.now(), UnitTree.of(programme.organisation)
        async with self._storage.reading() as work:
            quiet = await quiet_times(work, programme, now=now, tree=tree)
        rounds: dict[IsoWeek, list[CalendarRound]] = {}
        for each in self._rounds(programme, units, tree, quiet, now):
            rounds.setdefault(week_of(each.opens_at, each.zone), []).append(each)
        first, last = (week_of(at, programme.organisation.timezone) for at in (now, now + _SHOWN))
        own = [unit for unit in units if unit in tree.parents]
        return [
            CalendarWeek(
                week=week,
                rounds=sorted(rounds.get(week, ()), key=lambda each: (each.opens_at, each.schedule)),
                digests=_digests(week, programme, own, quiet, now) if programme.schedules else None,
                quiet_weeks=concerning([each for each in programme.quiet_weeks if each.week == week], own, tree),
                quiet_days=concerning(
                    sorted(
                        (each for each in programme.quiet_days if IsoWeek.of(each.date) == week),
                        key=lambda each: each.date,
                    ),
                    own,
                    tree,
                ),
                change_overs=concerning(
                    [each for each in programme.change_overs if any(each.weeks(week - 1, week))], own, tree
                ),
            )
            for week in (first + number for number in range(last - first + 1))
        ]

    def _rounds(
        self, programme: Programme, units: Collection[UnitId], tree: UnitTree, quiet: QuietTimes, now: datetime
    ) -> Sequence[CalendarRound]:
        found: list[CalendarRound] = []
        for schedule in programme.schedules:
            asked = [unit for unit in microsystems_of(schedule, tree) if unit in units]
            zones, seen = {tree.zones[unit] for unit in asked}, set[int]()
            for opens_at, zone, occurrence in self._calendar.openings(
                schedule.cadence, zones, after=now, until=now + _SHOWN
            ):
                if occurrence.number not in seen:  # in the zone in which it opens first
                    seen.add(occurrence.number)
                    found.append(
                        CalendarRound(
                            schedule=schedule.id,
                            opens_at=opens_at,
                            zone=zone,
                            is_quiet=quiet.closed_in(occurrence, asked).issuperset(asked),
                            is_paused=schedule.is_paused_on(occurrence.local_date),
                        )
                    )
        return found


def concerning(dated: Sequence[_Dated], units: Collection[UnitId], tree: UnitTree) -> Sequence[_Dated]:
    """Those that touch any of these units."""
    return [each for each in dated if own_part(each.units, units, tree)]


def own_part(named: Collection[UnitId], units: Collection[UnitId], tree: UnitTree) -> Sequence[UnitId]:
    """Which of these units something covers that names some units and means all below them: of a branch that is covered
    as a whole only its top."""
    covered: dict[UnitId, bool] = {}
    for unit in reversed(tree.bottom_up):  # parents come first
        above = tree.parents[unit]
        covered[unit] = unit in named or (above is not None and covered[above])
    return [unit for unit in tree.parents if _is_top(unit, covered, units, tree)]


def _is_top(unit: UnitId, covered: Mapping[UnitId, bool], units: Collection[UnitId], tree: UnitTree) -> bool:
    above = tree.parents[unit]
    return covered[unit] and unit in units and not (above is not None and covered[above] and above in units)


def _digests(
    week: IsoWeek, programme: Programme, units: Collection[UnitId], quiet: QuietTimes, now: datetime
) -> CalendarDigest | None:
    """Those that are sent in a week, unless they are all over."""
    due = {unit: digest_at(week - 1, programme.digest, quiet.tree.zones[unit]) for unit in units}
    coming = {unit: at for unit, at in due.items() if now < at <= now + _SHOWN}
    if not coming:
        return None
    first = min(coming, key=lambda unit: coming[unit])
    return CalendarDigest(
        due_at=coming[first],
        zone=quiet.tree.zones[first],
        is_halted=all(quiet.is_halted(unit, at) for unit, at in coming.items()),
    )
