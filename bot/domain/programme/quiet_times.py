"""When a unit is left in peace: quiet weeks, quiet days and halts. Nothing that a person does has a part in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.occurrences import Occurrence
from bot.domain.programme.programme import Programme, QuietDay, QuietWeek, Schedule
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.wall_clock import local_date, week_bounds


@dataclass(frozen=True, kw_only=True)
class QuietTimes:
    """What the programme and the halts say together. In quiet times no question and no reminder goes out; in a halt
    also no digest, no page for a team and no nudge. What somebody has to know of their own settings, or of what becomes
    of their answers, is told at all times: it is told once."""

    programme: Programme
    tree: UnitTree
    halts: Sequence[Halt] = ()
    restored_at: datetime | None = None
    _by_day: dict[date, frozenset[UnitId]] = field(default_factory=dict, compare=False)

    def is_halted(self, unit: UnitId | None, at: datetime) -> bool:
        """Whether a unit stands still; None: the organisation as a whole."""
        return any(halt.lasts_at(at) and self._covers(halt, unit) for halt in self.halts)

    def was_halted(self, unit: UnitId, first: datetime, end: datetime) -> bool:
        """Whether a unit stood still at some moment from `first` up to `end`."""
        return any(halt.touches(first, end) and self._covers(halt, unit) for halt in self.halts)

    def was_due_at_restore(self, due_at: datetime) -> bool:
        """Whether Rounds was restored from a backup after something fell due: it may have gone out and been answered
        before, and nobody knows."""
        return self.restored_at is not None and due_at <= self.restored_at

    def is_quiet(self, unit: UnitId, at: datetime) -> bool:
        """Whether a microsystem is to be left in peace at a moment."""
        day = local_date(at, self.tree.zones.get(unit, self.programme.organisation.timezone))
        return unit in self._quiet_on(day) or self.is_halted(unit, at)

    def closed_in(
        self,
        occurrence: Occurrence,
        units: Iterable[UnitId],
        *,
        of: Schedule | None = None,
        now: datetime | None = None,
    ) -> frozenset[UnitId]:
        """The microsystems in which an occurrence opens no round: its day, or the moment at which its question would
        go out, is quiet, or the schedule that it is `of` is paused. `now`: when it is planned, if that is later than
        it opens."""
        if of is not None and of.is_paused_on(occurrence.local_date):
            return frozenset(units)
        if not (self.halts or self.programme.quiet_weeks or self.programme.quiet_days):
            return frozenset()
        return frozenset(unit for unit in units if self._is_closed(occurrence, unit, now))

    def held_back(self, unit: UnitId, opens_at: datetime) -> bool:
        """Whether a halt began between a round's opening and the moment when its question was to go out."""
        goes_at = next_allowed(opens_at, self.programme.quiet, self.tree.zones[unit])
        return self.is_halted(unit, goes_at)

    def reason_in(self, unit: UnitId, week: IsoWeek) -> str:
        """Why nothing was asked in a week; empty if nothing here says so."""
        begins, ends = week_bounds(week, self.tree.zones[unit])
        entries: Sequence[QuietWeek | QuietDay] = (*self.programme.quiet_weeks, *self.programme.quiet_days)
        for entry in entries:
            if _week_of(entry) == week and unit in self._leaves(entry.units):
                return entry.reason
        halts = [halt for halt in self.halts if halt.touches(begins, ends) and self._covers(halt, unit)]
        return halts[0].reason if halts else ""

    def _is_closed(self, occurrence: Occurrence, unit: UnitId, now: datetime | None) -> bool:
        zone = self.tree.zones[unit]
        opens_at = occurrence.instant(zone)
        asked_at = opens_at if now is None else max(opens_at, now)
        goes_at = next_allowed(asked_at, self.programme.quiet, zone)
        return unit in self._quiet_on(occurrence.local_date) or any(
            self.is_quiet(unit, at) for at in (opens_at, asked_at, goes_at)
        )

    def _quiet_on(self, day: date) -> frozenset[UnitId]:
        if day not in self._by_day:
            week = IsoWeek.of(day)
            weeks = [each.units for each in self.programme.quiet_weeks if each.week == week]
            days = [each.units for each in self.programme.quiet_days if each.date == day]
            self._by_day[day] = frozenset[UnitId]().union(*map(self._leaves, (*weeks, *days)))
        return self._by_day[day]

    def _leaves(self, units: Iterable[UnitId]) -> frozenset[UnitId]:
        return frozenset[UnitId]().union(*(self.tree.leaves.get(unit, ()) for unit in units))

    def _covers(self, halt: Halt, unit: UnitId | None) -> bool:
        while unit is not None and unit != halt.unit:
            unit = self.tree.parents.get(unit)
        return unit == halt.unit or halt.unit is None


def _week_of(entry: QuietWeek | QuietDay) -> IsoWeek:
    return entry.week if isinstance(entry, QuietWeek) else IsoWeek.of(entry.date)
