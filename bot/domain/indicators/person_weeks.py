"""Person-weeks: the one kind of row that indicators, detector and backtest all read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.iso_weeks import IsoWeek

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST_SCORE = 1.0
HIGHEST_SCORE = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWeek:
    """One member of one microsystem in one ISO week.

    `reachable`: in reach of at least one round that closed in that week. `answered`: at least one answer,
    "can't say" or skip. `score`: mean of the week's answers on 1-4 after polarity and item difficulty
    (see `engagement.week_score`), or None when nothing was scored. Someone who answered was within reach,
    so an answered row is always reachable. A voluntary pause or stop is written by the caller as a reachable,
    unanswered row for 12 weeks, after which there is no row any more.
    """

    team: str
    member: str
    week: IsoWeek
    reachable: bool
    answered: bool
    score: float | None = None

    def __post_init__(self) -> None:
        if self.answered and not self.reachable:
            raise ValueError("whoever answered was within reach")
        if self.score is not None:
            if not self.answered:
                raise ValueError("a score without an answer")
            if not LOWEST_SCORE <= self.score <= HIGHEST_SCORE:
                raise ValueError(f"a score lies between 1 and 4, not at {self.score}")


@dataclass(frozen=True, kw_only=True)
class PersonWeekColumns:
    """Many person-weeks as parallel numpy columns, in any order.

    `member` and `week` are int32 codes: positions in `members`, and `IsoWeek.index` itself.
    `members` holds each (team, member) pair once, so a person in two teams has two codes. `reachable` and
    `answered` are bool; `score` is float64 on 1-4 with nan where nothing was scored.
    """

    members: tuple[tuple[str, str], ...]
    member: "NDArray[np.int32]"
    week: "NDArray[np.int32]"
    reachable: "NDArray[np.bool_]"
    answered: "NDArray[np.bool_]"
    score: "NDArray[np.float64]"

    def __post_init__(self) -> None:
        sizes = {len(column) for column in (self.member, self.week, self.reachable, self.answered, self.score)}
        if len(sizes) != 1:
            raise ValueError(f"columns of different length: {sorted(sizes)}")

    def __len__(self) -> int:
        return len(self.member)

    @classmethod
    def of(cls, rows: Iterable[PersonWeek]) -> "PersonWeekColumns":
        """Columns of the given rows, codes in order of first appearance."""
        import numpy as np

        listed = list(rows)
        members: dict[tuple[str, str], int] = {}
        member = [members.setdefault((row.team, row.member), len(members)) for row in listed]
        indexes = {week: week.index for week in {row.week for row in listed}}
        return cls(
            members=tuple(members),
            member=np.array(member, dtype=np.int32),
            week=np.array([indexes[row.week] for row in listed], dtype=np.int32),
            reachable=np.array([row.reachable for row in listed], dtype=np.bool_),
            answered=np.array([row.answered for row in listed], dtype=np.bool_),
            score=np.array([np.nan if row.score is None else row.score for row in listed], dtype=np.float64),
        )
