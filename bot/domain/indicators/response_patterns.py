"""How far the people of a team stand apart: a note beside the indicators, which never raises an alarm."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import TypeVar

from bot.domain.indicators.engagement import TEN
from bot.domain.indicators.values import Scarcity, TooFew

Person = TypeVar("Person", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in the unit that its function names, with the people behind it."""

    value: float
    people: int


def polarisation(scores: Mapping[Person, Sequence[float]], *, minimum: int) -> Amount | TooFew:
    """Standard deviation between people of their mean score on 0-10 over the window (12 weeks)."""
    means = [fmean(values) for values in scores.values() if values]
    if any(not 0 <= mean <= TEN for mean in means):
        raise ValueError("scores lie on 0-10")
    if len(means) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(means), needed=minimum)
    middle = sum(means) / len(means)
    squares = sum((mean - middle) ** 2 for mean in means)  # `statistics.stdev` is exact, and slow for a whole hospital
    return Amount(value=sqrt(squares / (len(means) - 1)), people=len(means))
