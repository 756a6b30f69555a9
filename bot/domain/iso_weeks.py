"""ISO weeks: the grain of everything Rounds counts, ordered and with plain week arithmetic."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self, overload

_WRITTEN = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class IsoWeek:
    """One ISO 8601 week, Monday to Sunday; prints and parses as `2026-W10`."""

    year: int
    week: int

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9998:
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

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-W10`; raises ValueError for anything else."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"an ISO week is written like 2026-W10, not {text!r}")
        return cls(year=int(written[1]), week=int(written[2]))

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
