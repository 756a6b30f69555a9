"""When schedules fall due: occurrences on the wall clock, the instants they mean in a zone, weeks and quiet hours.

Wall clock first, instants last: an occurrence is a local date and a slot, the same in every zone, and only then an
instant of UTC. So a clock change can neither double nor drop one (docs/adr/0004-cron-on-a-floating-clock.md).
Instants are compared in UTC alone, because two aware times of one zone compare by their wall clocks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.programme.programme import OnDays
from bot.domain.programme.wall_clock import (
    _DAY,
    _WEEK,
    to_utc,
)

ORIGIN = date(2024, 1, 1)
"""The Monday from which `every_weeks` and the numbers of occurrences count."""
SKEW = timedelta(minutes=1)
"""How far the clocks of two sound machines may differ."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Occurrence:
    """One occurrence of a schedule on the wall clock; with the schedule and the unit it names a round."""

    local_date: date
    slot: str
    """ "HH:MM"."""
    number: int
    """Which occurrence of its schedule it is, the first on or after Monday 2024-01-01 being 0; earlier ones are
    negative. Consecutive occurrences have consecutive numbers."""

    def instant(self, zone: str) -> datetime:
        """When it opens in an IANA zone, UTC."""
        return to_utc(self.local_date, time.fromisoformat(self.slot), zone)


def on_days(cadence: OnDays, first: date, last: date) -> tuple[Occurrence, ...]:
    """The occurrences from `first` to `last` inclusive, in order."""
    weekdays = sorted(day.number for day in cadence.days)
    slot = cadence.at.strftime("%H:%M")
    found: list[Occurrence] = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        cycle, rest = divmod((monday - ORIGIN).days // 7, cadence.every_weeks)
        if rest == 0:
            found += [
                Occurrence(local_date=day, slot=slot, number=cycle * len(weekdays) + place)
                for place, weekday in enumerate(weekdays)
                if first <= (day := monday + timedelta(days=weekday)) <= last
            ]
        monday += _WEEK
    return tuple(found)


def on_wall_times(times: Iterable[tuple[date, time]], *, before: int) -> tuple[Occurrence, ...]:
    """Occurrences of a cron expression from its wall times in order; `before` is the number of the first."""
    return tuple(
        Occurrence(local_date=day, slot=wall.strftime("%H:%M"), number=before + place)
        for place, (day, wall) in enumerate(times)
    )


def due_between(occurrences: Iterable[Occurrence], zone: str, *, after: datetime, until: datetime) -> list[Occurrence]:
    """Those that open in the half-open span (after, until], by opening.

    Each occurrence has one instant, so spans that join without overlap find each exactly once.
    """
    opening = [(occurrence.instant(zone), occurrence) for occurrence in occurrences]
    return [occurrence for at, occurrence in sorted(opening) if after < at <= until]


def look_from(horizon: datetime, *, now: datetime, window: timedelta) -> datetime:
    """From where to look for what fell due up to now, when everything up to `horizon` has been looked at before.

    A horizon that lies ahead was written by a clock that ran ahead. Clocks of several machines differ by moments, and
    then nothing is due. After a real fault whatever may still be open is looked through again: the round's key lets
    nothing come twice.
    """
    if horizon <= now:
        return horizon
    return now if horizon - now <= SKEW else now - window


def sort_by_lateness(
    due: Sequence[Occurrence], zone: str, *, now: datetime, window: timedelta
) -> tuple[Occurrence | None, tuple[Occurrence, ...]]:
    """Which of the due occurrences is sent now, if any, and which are recorded as missed.

    Late by less than the window is still sent. But of several only the newest, whatever the window: after downtime
    people get one question and no backlog.
    """
    if not due or due[-1].instant(zone) + window <= now:
        return None, tuple(due)
    return due[-1], tuple(due[:-1])


def days_around(after: datetime, until: datetime) -> tuple[date, date]:
    """The local dates, of whatever zone, that can hold an instant of the span: zones lie within a day of UTC, and a
    wall time in a gap of up to a day moves on by it."""
    return after.astimezone(UTC).date() - 2 * _DAY, until.astimezone(UTC).date() + _DAY
