"""The occurrences of a schedule on the wall clock, whichever way its cadence is written, and when they open."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, assert_never

from bot.domain.identifiers import UnitId
from bot.domain.programme.occurrences import (
    ORIGIN,
    Occurrence,
    days_around,
    on_days,
    on_wall_times,
)
from bot.domain.programme.programme import (
    Cadence,
    OnCron,
    OnDays,
    Schedule,
)
from bot.domain.programme.quiet_times import QuietTimes
from bot.ports import Recurrence

LOOKS_AHEAD: Final = timedelta(weeks=53)
"""A schedule that asks once a year is seen all year round."""
_FIRST_STEP: Final = timedelta(days=31)
_DAY = timedelta(days=1)


class ZoneOpening(NamedTuple):
    """One occurrence in one zone; by opening."""

    at: datetime
    zone: str
    occurrence: Occurrence


class Calendar:
    """Turns cadences into numbered occurrences; what a cron expression gives is counted once and remembered."""

    def __init__(self, recurrence: Recurrence) -> None:
        self._recurrence = recurrence
        self._counted: dict[str, tuple[date, int]] = {}

    def occurrences(self, cadence: Cadence, first: date, last: date) -> tuple[Occurrence, ...]:
        """Those on the days from `first` to `last` inclusive, in order."""
        match cadence:
            case OnDays():
                return on_days(cadence, first, last)
            case OnCron(expression=expression):
                times = self._recurrence.times(expression, first, last)
                return on_wall_times(times, before=self._number_on(expression, first))
            case _:
                assert_never(cadence)

    def openings(
        self, cadence: Cadence, zones: Collection[str], *, after: datetime, until: datetime
    ) -> Iterator[ZoneOpening]:
        """Those in the half-open span (after, until], by opening. The span is gone through in steps, so whoever needs
        the first alone pays for few."""
        step = _FIRST_STEP
        while after < until:
            end = min(after + step, until)
            found = [
                ZoneOpening(at=occurrence.instant(zone), zone=zone, occurrence=occurrence)
                for occurrence in self.occurrences(cadence, *days_around(after, end))
                for zone in zones
            ]
            yield from sorted(each for each in found if after < each.at <= end)
            after, step = end, 2 * step

    def next_asking(
        self, schedule: Schedule, units: Collection[UnitId], quiet: QuietTimes, *, after: datetime
    ) -> ZoneOpening | None:
        """The first within `LOOKS_AHEAD` at which one of these microsystems is asked, because it is not quiet there."""
        until = after + LOOKS_AHEAD
        if schedule.is_paused_on(days_around(after, until)[1]):
            return None
        if all(quiet.is_halted(unit, until) for unit in units):  # a halt has begun, and lasts till then
            return None
        zones = quiet.tree.zones
        for each in self.openings(schedule.cadence, {zones[unit] for unit in units}, after=after, until=until):
            there = [unit for unit in units if zones[unit] == each.zone]
            if len(quiet.closed_in(each.occurrence, there, of=schedule)) < len(there):
                return each
        return None

    def _number_on(self, expression: str, day: date) -> int:
        """The number of the first occurrence on or after a day."""
        counted_to, count = self._counted.get(expression, (ORIGIN, 0))
        if day > counted_to:
            count += len(self._recurrence.times(expression, counted_to, day - _DAY))
        elif day < counted_to:
            count -= len(self._recurrence.times(expression, day, counted_to - _DAY))
        self._counted[expression] = (day, count)
        return count
