"""Notes beside the indicators: latency, polarisation, comments. None of them ever raises an alarm.

In real votes volatility predicted nothing, and latency was not tested. Likes given to others' comments foretold
silence, comments written only a little (AUC 0.72 and 0.61; measurement.md sections 2.2 and 4). Rounds has no likes.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median
from typing import TypeVar

from bot.domain.indicators.engagement import TEN
from bot.domain.indicators.values import Scarcity, TooFew

Person = TypeVar("Person", bound=Hashable)
COMMENT_PEOPLE = 10  # comments and polarisation point at people sooner than scores do (design.md section 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in the unit that its function names, with the people behind it."""

    value: float
    people: int


def latency(
    typical: Mapping[Person, float],
    *,
    usual: Mapping[Person, float],
    minimum: int = COMMENT_PEOPLE,
) -> Amount | TooFew:
    """How long answers take against each person's own habit: the median over people of typical by usual.

    Both are typical waking hours from delivery to answer, plus one (`asides.typical_hours`), of the newest block and of
    those before it in the same epoch; 1 is as ever, 2 twice as long. People without a habit do not count.
    """
    ratios = [hours / usual[person] for person, hours in typical.items() if person in usual]
    if len(ratios) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(ratios), needed=minimum)
    return Amount(value=median(ratios), people=len(ratios))


def polarisation(scores: Mapping[Person, Sequence[float]], *, minimum: int = COMMENT_PEOPLE) -> Amount | TooFew:
    """Standard deviation between people of their mean score on 0-10 over the window (12 weeks)."""
    means = [fmean(values) for values in scores.values() if values]
    if any(not 0 <= mean <= TEN for mean in means):
        raise ValueError("scores lie on 0-10")
    if len(means) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(means), needed=minimum)
    middle = sum(means) / len(means)
    squares = sum((mean - middle) ** 2 for mean in means)  # `statistics.stdev` is exact, and slow for a whole hospital
    return Amount(value=sqrt(squares / (len(means) - 1)), people=len(means))


def comment_activity(*, heard: Collection[Hashable], comments: int, minimum: int = COMMENT_PEOPLE) -> Amount | TooFew:
    """Answers in words per person heard, over the two newest blocks (8 or 9 weeks). There is nothing to react to."""
    people = len(set(heard))
    if people < minimum:
        return TooFew(because=Scarcity.HEARD, found=people, needed=minimum)
    return Amount(value=comments / people, people=people)
