"""XmR control charts by the NHS "Making Data Count" rules: the picture of weekly participation, never the alarm.

Rules as in NHSRplotthedots 0.2.2 (NHS-R Community, MIT), written again. XmR: Wheeler 1993, "Understanding Variation".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import isfinite
from statistics import fmean

from bot.domain.iso_weeks import IsoWeek

LIMIT_FACTOR = 2.66  # 3 / d2 for ranges of two (Wheeler and Chambers)
SCREEN_FACTOR = 3.267  # upper limit of a range of two: moving ranges from there on are no common cause
NEAR = 2 / 3  # of the way from the mean to a limit
RUN = 7
LOCKED_AFTER = 12  # points on which limits are trusted enough to be kept
FEWEST = 3


class ChartRule(StrEnum):
    """Why a point is a special cause."""

    OUTSIDE = "outside a limit"
    SHIFT = "seven on one side of the mean"
    TREND = "seven rising or falling"
    NEAR_LIMIT = "two of three near a limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One week's figure. Weeks without a figure have no dot; the moving range then spans the gap."""

    week: IsoWeek
    value: float

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise ValueError("a dot has a finite value; a week without a figure has no dot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Mean and natural process limits, in the units of the dots; they may lie outside what is possible."""

    mean: float
    lower: float
    upper: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Limits":
        """Mean +- 2.66 mean moving ranges; ranges of 3.267 times their mean or more are left out once."""
        ranges = [abs(after - before) for before, after in pairwise(values)]
        mean, typical = fmean(values), fmean(ranges) if ranges else 0.0
        if ranges:
            typical = fmean([each for each in ranges if each < SCREEN_FACTOR * typical] or [0.0])
        return cls(mean=mean, lower=mean - LIMIT_FACTOR * typical, upper=mean + LIMIT_FACTOR * typical)

    @property
    def near_lower(self) -> float:
        return self.mean - NEAR * (self.mean - self.lower)

    @property
    def near_upper(self) -> float:
        return self.mean + NEAR * (self.upper - self.mean)

    def side(self, value: float) -> int:
        """1 above the mean, -1 below, 0 on it."""
        return (value > self.mean) - (value < self.mean)


def special_causes(values: Sequence[float], limits: Limits) -> list[frozenset[ChartRule]]:
    """The rules that each value breaks; every point of a run is marked."""
    marks: list[set[ChartRule]] = [set() for _ in values]
    sides = [limits.side(value) for value in values]
    for at, value in enumerate(values):
        if not limits.lower <= value <= limits.upper:
            marks[at].add(ChartRule.OUTSIDE)
    _mark_windows(marks, RUN, ChartRule.SHIFT, lambda at: abs(sum(sides[at : at + RUN])) == RUN)
    moves = [(after > before) - (after < before) for before, after in pairwise(values)]
    _mark_windows(marks, RUN, ChartRule.TREND, lambda at: abs(sum(moves[at : at + RUN - 1])) == RUN - 1)
    near = [not limits.near_lower <= value <= limits.near_upper for value in values]
    for at in range(len(values) - 2):
        three = range(at, at + 3)
        if sum(near[each] for each in three) >= 2 and abs(sum(sides[each] for each in three)) == 3:
            for each in three:
                if near[each]:
                    marks[each].add(ChartRule.NEAR_LIMIT)
    return [frozenset(rules) for rules in marks]


def _mark_windows(marks: list[set[ChartRule]], width: int, rule: ChartRule, holds: Callable[[int], bool]) -> None:
    for at in range(len(marks) - width + 1):
        if holds(at):
            for each in range(at, at + width):
                marks[each].add(rule)
