"""Schedules whose change would ask people a second time in the week that runs."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.programme.programme import Cadence, Programme
from bot.domain.programme.wall_clock import week_of
from bot.domain.texts.sentences import Sentence
from bot.flows.asking.occurrence_calendar import Calendar
from bot.ports import Clock, Recurrence


class AskedTwice:
    """What a new day or hour does to a week in which a schedule has asked already; a line for each."""

    def __init__(self, *, recurrence: Recurrence, clock: Clock) -> None:
        self._calendar, self._clock = Calendar(recurrence), clock

    def __call__(self, before: Programme, after: Programme) -> Iterator[Sentence]:
        now = self._clock.now()
        old = {schedule.id: schedule.cadence for schedule in before.schedules}
        for schedule in after.schedules:
            cadence = old.get(schedule.id)
            if cadence is None or cadence == schedule.cadence:
                continue
            has_asked = any(at <= now for at in self._openings(before, cadence, now))
            if has_asked and any(at > now for at in self._openings(after, schedule.cadence, now)):
                yield Sentence.of("change-asked_twice", id=schedule.id)

    def _openings(self, programme: Programme, cadence: Cadence, now: datetime) -> Sequence[datetime]:
        """In the week that runs, by the organisation's clock."""
        zone = programme.organisation.timezone
        week = week_of(now, zone)
        return [each.instant(zone) for each in self._calendar.occurrences(cadence, week.monday(), week.sunday())]
