"""What an indicator may answer: a share, or why there is too little to say."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import Self


class Scarcity(StrEnum):
    """What there was too little of."""

    WEEKS = "weeks"
    UNITS = "units"
    THEMES = "themes"


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """Too little to say: never to be read, or shown, as fine or as a drop."""

    because: Scarcity
    found: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A proportion with its interval: `hits` of `trials`, all three figures between 0 and 1."""

    hits: int
    trials: int
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.trials or self.trials == 0:
            raise ValueError(f"no share has {self.hits} hits in {self.trials} trials")
        if not 0 <= self.low <= self.value <= self.high <= 1:
            raise ValueError(f"the interval {self.low}..{self.high} does not hold {self.value}")

    @property
    def value(self) -> float:
        return self.hits / self.trials

    @classmethod
    def wilson(cls, hits: int, trials: int, *, confidence: float = 0.8) -> Self:
        """Share with the Wilson score interval (E. B. Wilson, JASA 22, 1927, 209-212).

        Raises ValueError without trials: say `TooFew` instead.
        """
        if trials <= 0:
            raise ValueError("a share needs trials")
        z = _standard_normal(0.5 + confidence / 2)
        share = hits / trials
        spread = 1 + z * z / trials
        centre = (share + z * z / (2 * trials)) / spread
        half = z / spread * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
        # Rounding may push a bound past the share itself when it is 0 or 1.
        return cls(
            hits=hits,
            trials=trials,
            low=max(0.0, min(centre - half, share)),
            high=min(1.0, max(centre + half, share)),
        )


_standard_normal = lru_cache(maxsize=16)(NormalDist().inv_cdf)
