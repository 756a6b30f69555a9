"""Wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import DigestTime

_DAY = timedelta(days=1)


_WEEK = timedelta(weeks=1)


def to_utc(day: date, wall: time, zone: str) -> datetime:
    """The instant of a wall time: one that does not exist moves forward by the gap, of two the first is taken.

    Both are what PEP 495 gives for fold=0: in a gap the offset before it holds, in a fold the first one.
    """
    return datetime.combine(day, wall.replace(fold=0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local_date(at: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=1024)
def week_of(at: datetime, zone: str) -> IsoWeek:
    """The ISO week of an instant on a zone's calendar."""
    return IsoWeek.of(local_date(at, zone))


@lru_cache(maxsize=1024)  # the same for everybody of a hospital
def week_bounds(week: IsoWeek, zone: str) -> tuple[datetime, datetime]:
    """From Monday 00:00 to the next Monday 00:00 in the zone, as UTC instants; the end is exclusive."""
    midnight = time(0, 0)
    return to_utc(week.monday(), midnight, zone), to_utc(week.monday() + _WEEK, midnight, zone)


def end_of_week(week: IsoWeek, zone: str) -> datetime:
    return week_bounds(week, zone)[1]


def last_complete_week(now: datetime, zone: str) -> IsoWeek:
    """The ISO week before the one that runs on the zone's calendar."""
    return IsoWeek.of(local_date(now, zone)) - 1


@lru_cache(maxsize=1024)  # a page asks for it several times, and so do all pages of a week
def digest_at(week: IsoWeek, digest: DigestTime, zone: str) -> datetime:
    """When the digest that covers a week is due: on the digest's day of the week after it, UTC."""
    return to_utc((week + 1).monday() + timedelta(days=digest.day.number), digest.at, zone)


@lru_cache(maxsize=1024)
def digest_day(week: IsoWeek, digest: DigestTime, zone: str) -> date:
    """The day on which the digest that covers a week is due, in the zone."""
    return local_date(digest_at(week, digest, zone), zone)
