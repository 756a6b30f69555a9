"""Thresholds of the detector: simulated for a stated number of false flags per team-year, re-tuned on steady weeks."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEEKS_A_YEAR = 52.0

# Simulated by benchmarks/thresholds.py: 6,000 teams of 5-40 in hospitals of 10-40, half with launch fade,
# and 0.03 added so that an unlucky draw still keeps to the stated number.
# Rows: false flags per team-year. Columns: people asked in four weeks.
SIZES = (6, 12, 24)
SHIPPED: tuple[tuple[float, tuple[float, float, float]], ...] = (
    (0.125, (2.49, 2.54, 2.49)),
    (0.25, (2.29, 2.33, 2.25)),
    (0.5, (2.05, 2.07, 1.98)),
    (1.0, (1.77, 1.76, 1.68)),
    (2.0, (1.40, 1.38, 1.28)),
)
FEWEST_YEARS = 20.0  # team-years of steady history that are believed in full


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where a flag begins, by the number of people asked in the last four weeks."""

    false_flags: float
    at_size: tuple[float, float, float]
    scale: float = 1.0

    def __post_init__(self) -> None:
        if self.false_flags <= 0 or self.scale <= 0 or min(self.at_size) <= 0:
            raise ValueError("thresholds, their scale and the false flags they allow are positive")

    @classmethod
    def shipped(cls, false_flags: float) -> "Thresholds":
        """The simulated thresholds for `false_flags` a team-year, interpolated and extended in its logarithm."""
        if false_flags <= 0:
            raise ValueError(f"false flags per team-year are more than none, not {false_flags}")
        rates = [rate for rate, _ in SHIPPED]
        above = min(max(bisect_left(rates, false_flags), 1), len(rates) - 1)
        (low, at_low), (high, at_high) = SHIPPED[above - 1], SHIPPED[above]
        share = (log(false_flags) - log(low)) / (log(high) - log(low))
        at_size = tuple(max(0.3, a + share * (b - a)) for a, b in zip(at_low, at_high, strict=True))
        return cls(false_flags=false_flags, at_size=(at_size[0], at_size[1], at_size[2]))

    def scaled(self, scale: float) -> "Thresholds":
        return Thresholds(false_flags=self.false_flags, at_size=self.at_size, scale=self.scale * scale)

    def of(self, asked: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Thresholds for teams by people asked, straight lines in log size between the simulated sizes."""
        import numpy as np

        sizes = np.log(np.maximum(asked, 1.0))
        return np.asarray(self.scale * np.interp(sizes, np.log(np.array(SIZES, dtype=np.float64)), self.at_size))


def retuned(thresholds: Thresholds, *, flags_at: Callable[[float], int], team_years: float) -> Thresholds:
    """Scale the thresholds so that steady history gives at most the stated false flags.

    `flags_at` counts the flags of that history at a scale; it never rises with the scale by more than chance.
    With under 20 team-years the scale is drawn towards the shipped thresholds, since a handful of
    flags says little. Raises ValueError without any watched time.
    """
    if team_years <= 0:
        raise ValueError("steady history has no watched weeks: every team needs more than its baseline")
    wanted = thresholds.false_flags * team_years
    low, high = log(0.3), log(6.0)
    for _ in range(24):
        middle = (low + high) / 2
        if flags_at(exp(middle)) > wanted:
            low = middle
        else:
            high = middle
    return thresholds.scaled(exp(high * min(1.0, team_years / FEWEST_YEARS)))
