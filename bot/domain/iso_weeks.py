"""ISO weeks: the grain of everything Rounds counts, ordered and with plain week arithmetic."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self, overload

_WRITTEN = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[ /-]?w(\d{1,2})(?:-[1-7])?", re.ASCII | re.IGNORECASE)
_WEEK_FIRST = re.compile(r"w(\d{1,2})[ /-](\d{4})", re.ASCII | re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)

LAST_YEAR = 9998
"""The last whose weeks all end on days that there are."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class IsoWeek:
    """One ISO 8601 week, Monday to Sunday; prints and parses as `2026-W10`."""

    year: int
    week: int

    def __post_init__(self) -> None:
        if not 1 <= self.year <= LAST_YEAR:
            raise ValueError(f"no such ISO year: {self.year}")
        # The 28th of December always lies in the last ISO week of its year.
        last = 53 if self.week == 53 and date(self.year, 12, 28).isocalendar().week == 53 else 52
        if not 1 <= self.week <= last:
            raise ValueError(f"{self.year} has no ISO week {self.week}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The week in which a local calendar day lies."""
        year, week, _ = day.isocalendar()
        return cls(year=year, week=week)

    @staticmethod
    def parse(text: str) -> "IsoWeek":
        """Read `2026-W10`; raises ValueError for anything else."""
        return _read(text)

    @staticmethod
    def from_index(index: int) -> "IsoWeek":
        """The inverse of `index`."""
        return _at(index)

    @property
    def index(self) -> int:
        """Weeks since Monday 0001-01-01: consecutive weeks have consecutive numbers."""
        return _index(self.year, self.week)

    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    def sunday(self) -> date:
        return self.monday() + timedelta(days=6)

    def __add__(self, weeks: int) -> "IsoWeek":
        return IsoWeek.from_index(self.index + weeks)

    @overload
    def __sub__(self, other: "IsoWeek") -> int: ...
    @overload
    def __sub__(self, other: int) -> "IsoWeek": ...
    def __sub__(self, other: "IsoWeek | int") -> "IsoWeek | int":
        """Weeks between two weeks, or the week so many weeks before."""
        if isinstance(other, IsoWeek):
            return self.index - other.index
        return self + -other

    def __str__(self) -> str:
        return _written(self.year, self.week)

    def __hash__(self) -> int:
        """In a third of the time that a dataclass takes: weeks are the keys of most tables."""
        return self.year * 100 + self.week


def week_meant(text: str) -> IsoWeek | None:
    """The week of somebody who spelled it otherwise, or wrote one of its days; None if nobody can tell."""
    day = day_meant(text)
    if day is not None:
        return IsoWeek.of(day) if day.isocalendar().year <= LAST_YEAR else None
    if (found := _YEAR_FIRST.fullmatch(text.strip())) is not None:
        year, week = found[1], found[2]
    elif (found := _WEEK_FIRST.fullmatch(text.strip())) is not None:
        week, year = found[1], found[2]
    else:
        return None
    try:
        return IsoWeek(year=int(year), week=int(week))
    except ValueError:
        return None


def day_meant(text: str) -> date | None:
    """The day of somebody who wrote it as a date, with the day first only where it can be no month; None if nobody can
    tell."""
    if (found := _ISO_DAY.fullmatch(text.strip())) is not None:
        year, month, day = found.groups()
    elif (found := _DAY_FIRST.fullmatch(text.strip())) is not None:
        day, month, year = found.groups()
        if int(day) <= 12:
            return None
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# Closing a week of a large hospital does millions of sums with the few hundred weeks that it knows of.
@lru_cache(maxsize=4096)
def _at(index: int) -> IsoWeek:
    return IsoWeek.of(date.fromordinal(index * 7 + 1))


@lru_cache(maxsize=4096)
def _index(year: int, week: int) -> int:
    return date.fromisocalendar(year, week, 1).toordinal() // 7


@lru_cache(maxsize=4096)
def _written(year: int, week: int) -> str:
    return f"{year:04d}-W{week:02d}"


@lru_cache(maxsize=4096)
def _read(text: str) -> IsoWeek:
    written = _WRITTEN.fullmatch(text)
    if written is None:
        meant = week_meant(text)
        hint = "" if meant is None else f"; did you mean {meant}?"
        raise ValueError(f"an ISO week is written like 2026-W10, not {text!r}{hint}")
    return IsoWeek(year=int(written[1]), week=int(written[2]))
