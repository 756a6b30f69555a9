"""Bands: how coarse a count is told, so that no count says of anybody that they are in it or that they are not.

Why it holds. Let somebody know the rules, who could be counted, all insiders and `c` of the others. If x of those
were counted, m = n - c' are unknown to them and r = a - x of these were. In the lowest band r may be 0 and may be at
least 1, for x <= c and a may be c + 1; in the highest the same holds of those who were not counted. Between them
c + 2 <= a <= n - c - 2 leaves 2 <= r <= m - 2. A test goes through all of it for every n up to 40.
"""

from dataclasses import dataclass
from functools import lru_cache

CONFIDANTS = 1
"""c: so many colleagues may put what they know to what all insiders know. A team's own members read its page."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Band:
    """The counts from `low` to `high`, all told alike."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"no count lies between {self.low} and {self.high}")

    def __contains__(self, count: int) -> bool:
        return self.low <= count <= self.high


def fewest(c: int = CONFIDANTS) -> int:
    """How many people there have to be for any band at all."""
    return 2 * c + 3


@lru_cache(maxsize=1024)  # ten thousand teams are of a few dozen sizes
def bands(n: int, c: int = CONFIDANTS) -> tuple[Band, ...]:
    """The bands of 0 to n: ends of c + 2 counts, between them narrower ones, laid from both ends inwards."""
    if n < fewest(c):
        raise ValueError(f"a count of {n} people is not told at all")
    between = n - fewest(c)
    width = max(2, (n + 5) // 10)
    a_side = between // (2 * width)
    lowest, highest = Band(low=0, high=c + 1), Band(low=n - c - 1, high=n)
    rising = [Band(low=low, high=low + width - 1) for low in range(c + 2, c + 2 + a_side * width, width)]
    falling = [Band(low=n - each.high, high=n - each.low) for each in reversed(rising)]
    left = Band(low=c + 2 + a_side * width, high=n - c - 2 - a_side * width) if between > 2 * a_side * width else None
    return (lowest, *rising, *([] if left is None else [left]), *falling, highest)


def band_of(count: int, n: int, c: int = CONFIDANTS) -> Band:
    """The band in which a count of n people lies; raises ValueError for one that cannot be."""
    for band in bands(n, c):
        if count in band:
            return band
    raise ValueError(f"of {n} people {count} cannot be counted")
