"""XmR control charts by the NHS "Making Data Count" rules: the picture of weekly participation, never the alarm.

Rules as in NHSRplotthedots 0.2.2 (NHS-R Community, MIT), written anew: measurement.md section 3.1.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import isfinite
from statistics import fmean
from typing import assert_never

from bot.domain.indicators.values import Scarcity, TooFew
from bot.domain.weeks import IsoWeek

LIMIT_FACTOR = 2.66  # 3 / d2 for ranges of two (Wheeler and Chambers)
SCREEN_FACTOR = 3.267  # upper limit of a range of two: moving ranges from there on are no common cause
NEAR = 2 / 3  # of the way from the mean to a limit
RUN = 7
LOCKED_AFTER = 12  # points on which limits are trusted enough to be kept
FEWEST = 3


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Rule(StrEnum):
    """Why a point is a special cause."""

    OUTSIDE = "outside a limit"
    SHIFT = "seven on one side of the mean"
    TREND = "seven rising or falling"
    NEAR_LIMIT = "two of three near a limit"


class Variation(StrEnum):
    """What the newest point says, as the variation icon would."""

    COMMON_CAUSE = "common cause"
    IMPROVEMENT_HIGH = "improvement, high"
    IMPROVEMENT_LOW = "improvement, low"
    CONCERN_HIGH = "concern, high"
    CONCERN_LOW = "concern, low"
    NEUTRAL_HIGH = "special cause, high"
    NEUTRAL_LOW = "special cause, low"


class Assurance(StrEnum):
    """What the limits say about a target, as the assurance icon would."""

    PASS = "consistently met"  # noqa: S105 - an icon's meaning
    FAIL = "consistently missed"
    INCONSISTENT = "hit and miss"
    NONE = "no target"


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
    def of(cls, values: Sequence[float], *, screen: bool = True) -> "Limits":
        """Mean +- 2.66 mean moving ranges; ranges of 3.267 times their mean or more are left out once."""
        ranges = [abs(after - before) for before, after in pairwise(values)]
        mean, typical = fmean(values), fmean(ranges) if ranges else 0.0
        if screen and ranges:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A dot with the limits that hold for it and the rules that make it a special cause."""

    dot: Dot
    limits: Limits
    rules: frozenset[Rule]
    variation: Variation


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChart:
    """All points in order. `provisional`: under 12 points since the newest step, so limits may still move."""

    points: tuple[Point, ...]
    provisional: bool
    assurance: Assurance

    @property
    def variation(self) -> Variation:
        return self.points[-1].variation

    @property
    def limits(self) -> Limits:
        return self.points[-1].limits


def control_chart(
    dots: Sequence[Dot],
    *,
    steps: Collection[IsoWeek] = (),
    direction: Direction = Direction.INCREASE,
    target: float | None = None,
    lock_after: int | None = LOCKED_AFTER,
    screen: bool = True,
) -> ControlChart | TooFew:
    """The chart of one series of weeks in order.

    `steps` are the weeks at which an administrator's dated step begins a new mean and new limits; rules do not
    reach across one. Limits are kept from the first `lock_after` points on (None: from all points). Too few
    when the newest stretch has under three dots. Raises ValueError for weeks out of order or said twice.
    """
    if any(before.week >= after.week for before, after in pairwise(dots)):
        raise ValueError("the dots of a chart are in the order of their weeks, one a week")
    stretches = _stretches(dots, sorted(set(steps)))
    newest = len(stretches[-1]) if stretches else 0
    if newest < FEWEST:
        return TooFew(because=Scarcity.WEEKS, found=newest, needed=FEWEST)
    points: list[Point] = []
    for stretch in stretches:
        limits = Limits.of([dot.value for dot in stretch[:lock_after]], screen=screen)
        found = special_causes([dot.value for dot in stretch], limits)
        points.extend(
            Point(dot=dot, limits=limits, rules=rules, variation=variation_of(dot.value, limits, rules, direction))
            for dot, rules in zip(stretch, found, strict=True)
        )
    return ControlChart(
        points=tuple(points),
        provisional=newest < LOCKED_AFTER,
        assurance=assurance_of(points[-1].limits, direction, target),
    )


def special_causes(values: Sequence[float], limits: Limits) -> list[frozenset[Rule]]:
    """The rules that each value breaks; every point of a run is marked."""
    marks: list[set[Rule]] = [set() for _ in values]
    sides = [limits.side(value) for value in values]
    for at, value in enumerate(values):
        if not limits.lower <= value <= limits.upper:
            marks[at].add(Rule.OUTSIDE)
    _mark_windows(marks, RUN, Rule.SHIFT, lambda at: abs(sum(sides[at : at + RUN])) == RUN)
    moves = [(after > before) - (after < before) for before, after in pairwise(values)]
    _mark_windows(marks, RUN, Rule.TREND, lambda at: abs(sum(moves[at : at + RUN - 1])) == RUN - 1)
    near = [not limits.near_lower <= value <= limits.near_upper for value in values]
    for at in range(len(values) - 2):
        three = range(at, at + 3)
        if sum(near[each] for each in three) >= 2 and abs(sum(sides[each] for each in three)) == 3:
            for each in three:
                if near[each]:
                    marks[each].add(Rule.NEAR_LIMIT)
    return [frozenset(rules) for rules in marks]


def _mark_windows(marks: list[set[Rule]], width: int, rule: Rule, holds: Callable[[int], bool]) -> None:
    for at in range(len(marks) - width + 1):
        if holds(at):
            for each in range(at, at + width):
                marks[each].add(rule)


def _stretches(dots: Sequence[Dot], steps: Sequence[IsoWeek]) -> list[list[Dot]]:
    """The dots between one dated step and the next; stretches without a dot are left out."""
    stretches: dict[int, list[Dot]] = {}
    for dot in dots:
        stretches.setdefault(sum(step <= dot.week for step in steps), []).append(dot)
    return list(stretches.values())


def variation_of(value: float, limits: Limits, rules: frozenset[Rule], direction: Direction) -> Variation:
    """What a point says that breaks these rules."""
    if not rules:
        return Variation.COMMON_CAUSE
    high = limits.side(value) > 0
    match direction:
        case Direction.NEUTRAL:
            return Variation.NEUTRAL_HIGH if high else Variation.NEUTRAL_LOW
        case Direction.INCREASE:
            return Variation.IMPROVEMENT_HIGH if high else Variation.CONCERN_LOW
        case Direction.DECREASE:
            return Variation.CONCERN_HIGH if high else Variation.IMPROVEMENT_LOW
        case _:
            assert_never(direction)


def assurance_of(limits: Limits, direction: Direction, target: float | None) -> Assurance:
    """What steady limits promise of a target."""
    if target is None or direction is Direction.NEUTRAL:
        return Assurance.NONE
    if limits.lower <= target <= limits.upper:
        return Assurance.INCONSISTENT
    below = target < limits.lower
    return Assurance.PASS if below == (direction is Direction.INCREASE) else Assurance.FAIL
