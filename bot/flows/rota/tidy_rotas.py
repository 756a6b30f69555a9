"""Shifts that are over are forgotten, as soon as no week that is still to be closed needs them."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.wall_clock import local_date, week_bounds
from bot.ports import Storage, UnitOfWork

_BATCH: Final = 500
_DAY: Final = timedelta(days=1)
_WEEKS_AT_MOST: Final = 6
"""Without a closed week, for example before the first: a round stands open for four, and a week is closed after it."""


class TidyRotas:
    """Once an hour, some hundred people at a time."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._looked: datetime | None = None

    async def __call__(self, *, now: datetime) -> int:
        """Of how many people something was forgotten."""
        if self._looked is not None and self._looked <= now < self._looked + timedelta(hours=1):
            return 0
        self._looked, forgotten = now, 0
        async with self._storage.reading() as work:
            before = await kept_from(work, now=now)
        while True:
            async with self._storage.writing() as work:
                some = await work.rotas.forget_before(before, limit=_BATCH)
            forgotten += some
            if some < _BATCH:
                return forgotten


async def kept_from(work: UnitOfWork, *, now: datetime) -> datetime:
    """From when on shifts are kept: from yesterday, for the rest after a night; and as far back as a round may have
    opened that belongs to a week which is not closed, for the detector's reach."""
    yesterday = now - _DAY
    programme = await work.programmes.current()
    if programme is None:
        return yesterday
    zone = programme.organisation.timezone
    running = IsoWeek.of(local_date(now, zone))
    closed = await work.weeks.closed_through()
    first = running - _WEEKS_AT_MOST if closed is None else max(closed + 1, running - _WEEKS_AT_MOST)
    longest = max((schedule.open_hours for schedule in programme.schedules), default=0)
    return min(yesterday, week_bounds(first, zone)[0] - timedelta(hours=longest))
