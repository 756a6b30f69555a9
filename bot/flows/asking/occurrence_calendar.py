"""The occurrences of a schedule on the wall clock, whichever way its cadence is written."""

from datetime import date, timedelta
from typing import assert_never

from bot.domain.programme.occurrences import (
    ORIGIN,
    Occurrence,
    on_days,
    on_wall_times,
)
from bot.domain.programme.programme import (
    Cadence,
    OnCron,
    OnDays,
)
from bot.ports import Recurrence

_DAY = timedelta(days=1)


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

    def _number_on(self, expression: str, day: date) -> int:
        """The number of the first occurrence on or after a day."""
        counted_to, count = self._counted.get(expression, (ORIGIN, 0))
        if day > counted_to:
            count += len(self._recurrence.times(expression, counted_to, day - _DAY))
        elif day < counted_to:
            count -= len(self._recurrence.times(expression, day, counted_to - _DAY))
        self._counted[expression] = (day, count)
        return count
