"""Times and dates as people read them, in their own zone and language."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.texts import say


def day(on: date, loc: str) -> str:
    """A date as people say it, without the year: 8 March."""
    return say("digest-date", loc, day=on.day, month=say("digest-months", loc).split()[on.month - 1])


_NEAR = timedelta(days=6)
"""Closer than this a weekday alone cannot be mistaken for the one a week later."""


def moment(at: datetime, *, now: datetime, zone: str, locale: str) -> str:
    """`Sunday 20:00`, and with its date when it is further away."""
    local = at.astimezone(ZoneInfo(zone))
    name = "pulse-when_near" if abs(at - now) < _NEAR else "pulse-when_far"
    return say(name, locale, **_parts(local.date(), locale), time=f"{local:%H:%M}")


def full_date(day: date, locale: str) -> str:
    """`Sunday 31 May 2026`."""
    return say("pulse-date", locale, **_parts(day, locale))


def _parts(day: date, locale: str) -> dict[str, object]:
    return {
        "weekday": say(f"pulse-weekday_{day.isoweekday()}", locale),
        "day": day.day,
        "month": say(f"pulse-month_{day.month}", locale),
        "year": str(day.year),
    }
