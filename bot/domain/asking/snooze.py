""" "Not now": when a question may come again, inside its window and outside quiet hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.messaging.buttons import OnPulse
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.wall_clock import to_utc

SHIFT = timedelta(hours=10)
"""From a tap during a shift to the quiet after it."""
LEAST_TIME_TO_ANSWER = timedelta(minutes=30)
SHORTEST_SNOOZE = timedelta(hours=2)
"""Who has just said "not now" is not asked sooner."""


def _later_today(now: datetime, quiet: QuietHours, zone: str) -> datetime:
    """After a shift, if that is still today outside quiet hours; else shortly before these begin; else after them."""
    wished, local = now + SHIFT, now.astimezone(ZoneInfo(zone))
    if next_allowed(wished, quiet, zone) == wished and wished.astimezone(ZoneInfo(zone)).date() == local.date():
        return wished
    last = to_utc(local.date(), quiet.starts, zone) - LEAST_TIME_TO_ANSWER
    return last if last >= now + SHORTEST_SNOOZE and next_allowed(last, quiet, zone) == last else wished


def snooze_times(
    *, now: datetime, closes_at: datetime, quiet: QuietHours, zone: str
) -> Mapping[OnPulse, datetime | None]:
    """When each choice would ask again, UTC; None where the question will have closed by then."""
    local = now.astimezone(ZoneInfo(zone))

    def same_hour_in(days: int) -> datetime:
        return to_utc(local.date() + timedelta(days=days), local.time().replace(second=0, microsecond=0), zone)

    wished = {
        OnPulse.AFTER_SHIFT: _later_today(now, quiet, zone),
        OnPulse.TOMORROW: same_hour_in(1),
        OnPulse.NEXT_WEEK: same_hour_in(7),
    }
    allowed = {choice: next_allowed(at, quiet, zone) for choice, at in wished.items()}
    return {choice: at if at <= closes_at - LEAST_TIME_TO_ANSWER else None for choice, at in allowed.items()}
