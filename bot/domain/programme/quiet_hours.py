"""Quiet hours."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.programme.programme import QuietHours
from bot.domain.programme.wall_clock import (
    _DAY,
    to_utc,
)


def is_quiet(at: datetime, quiet: QuietHours, zone: str) -> bool:
    """Whether an instant lies in quiet hours [starts, ends) of the zone's wall clock; equal ends mean none."""
    wall = at.astimezone(ZoneInfo(zone)).time()
    if quiet.starts <= quiet.ends:
        return quiet.starts <= wall < quiet.ends
    return wall >= quiet.starts or wall < quiet.ends


@lru_cache(maxsize=1024)  # a round asks it of thousands of people in a few zones
def next_allowed(at: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The first instant from `at` on that is outside quiet hours, UTC: `at` itself or the end of the quiet hours."""
    allowed = at.astimezone(UTC)
    while is_quiet(allowed, quiet, zone):
        allowed = _end_of_quiet(allowed, quiet, zone)
    return allowed


def _end_of_quiet(at: datetime, quiet: QuietHours, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < quiet.ends else local.date() + _DAY
    ends = to_utc(day, quiet.ends, zone)
    if ends > at:
        return ends
    # In the second pass of a doubled hour the first end is behind us; its twin is not.
    return datetime.combine(day, quiet.ends.replace(fold=1), tzinfo=ZoneInfo(zone)).astimezone(UTC)
