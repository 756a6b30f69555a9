"""Rolling windows: which weeks count for an indicator of a given week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.indicators.person_weeks import PersonWeek
from bot.domain.weeks import IsoWeek

PARTICIPATION_WEEKS = 4
BREADTH_WEEKS = (4, 12)
SCORE_WEEKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The `length` weeks that end with `last`, both ends included."""

    last: IsoWeek
    length: int

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError("a window has at least one week")

    @property
    def first(self) -> IsoWeek:
        return self.last - (self.length - 1)

    def __contains__(self, week: IsoWeek) -> bool:
        return self.first <= week <= self.last

    def __iter__(self) -> Iterator[IsoWeek]:
        return (self.first + step for step in range(self.length))

    def of(self, rows: Iterable[PersonWeek]) -> list[PersonWeek]:
        first, last = self.first, self.last
        return [row for row in rows if first <= row.week <= last]
