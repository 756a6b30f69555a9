"""The running statistic: smoothed falls of participation, score and both, in units of the unit's own spread.

Three channels: 0 voices, 1 scores, 2 both. Each is an exponentially weighted mean of week-adjusted residuals
(EWMA, Roberts 1959), scaled to variance 1 for independent weeks. Real weeks are not independent, so each
channel is divided by what the teams of the same unit have shown so far; that is what lets thresholds carry
over from simulation to a hospital nobody simulated.
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

VOICES, SCORES, BOTH = 0, 1, 2
CHANNELS = 3
MEMORY = 0.20  # weight of the newest week
# Scores are the steadier series, and a fall of both moves both; this evens the weeks until each kind is found.
CHANNEL_WEIGHTS = (1.12, 1.0, 1.16)
SETTLING_WEEKS = 6  # weeks of a team before its wandering says anything about the unit's spread
SPREAD_MEMORY = 0.97
SPREAD_PRIOR = 40.0  # team-weeks of spread 1
SPREAD_FLOOR = 1.15  # under this nothing is scaled: drifting teams must not hide in the spread they make
RISING = 0.5  # standard deviations over which a smoothed fall counts as building up
_SMOOTHED_SD = sqrt(MEMORY / (2 - MEMORY))  # standard deviation of the smoothed mean of independent weeks
SPREAD_CAP = 2.5  # a team's deviation counts for at most so many spreads


@dataclass(frozen=True, kw_only=True)
class Smoothed:
    """`watched` starts empty after the learning weeks, `always` runs from a team's first; both (3, teams).

    `rising` counts the weeks for which `watched` has stood well above nothing: how long a fall has been building.
    """

    watched: "NDArray[np.float64]"
    always: "NDArray[np.float64]"
    rising: "NDArray[np.int64]"

    @classmethod
    def empty(cls, teams: int) -> "Smoothed":
        shape = (CHANNELS, teams)
        return cls(watched=np.zeros(shape), always=np.zeros(shape), rising=np.zeros(shape, dtype=np.int64))


@dataclass(frozen=True, kw_only=True)
class WeekToWeekVariance:
    """Squared deviations and team-weeks behind a unit's spread: (3, units) and (units,)."""

    squares: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"

    @classmethod
    def empty(cls, units: int) -> "WeekToWeekVariance":
        return cls(squares=np.full((CHANNELS, units), SPREAD_PRIOR), weight=np.full(units, SPREAD_PRIOR))

    @property
    def size(self) -> "NDArray[np.float64]":
        return np.asarray(np.sqrt(self.squares / self.weight))


def advance(
    smoothed: Smoothed,
    *,
    voices: "NDArray[np.float64]",
    scores: "NDArray[np.float64]",
    started: "NDArray[np.bool_]",
    watched: "NDArray[np.bool_]",
) -> Smoothed:
    """Take in one week's standardised residuals (teams,); falls count upwards. Teams not `watched` stay empty."""
    falls = -np.stack([voices, scores, (voices + scores) / sqrt(2)])
    fresh = np.where(watched, (1 - MEMORY) * smoothed.watched + MEMORY * falls, 0.0)
    return Smoothed(
        watched=fresh,
        always=np.where(started, (1 - MEMORY) * smoothed.always + MEMORY * falls, 0.0),
        rising=np.where(fresh > RISING * _SMOOTHED_SD, smoothed.rising + 1, 0),
    )


def standing(smoothed: Smoothed, *, spread: WeekToWeekVariance, unit: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """How far each team stands from its expectations by now, learning weeks included, in its unit's spreads; falls
    count upwards; (3, teams)."""
    return np.asarray(smoothed.always / _SMOOTHED_SD / np.maximum(spread.size, 1.0)[:, unit])


def channels(smoothed: Smoothed, *, spread: WeekToWeekVariance, unit: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """The statistic of each channel, (3, teams), against the spread of the weeks *before* this one."""
    scale = np.maximum(spread.size, SPREAD_FLOOR)[:, unit]
    weight = np.array(CHANNEL_WEIGHTS)[:, None]
    return np.asarray(weight * smoothed.watched / _SMOOTHED_SD / scale)


def widened(
    spread: WeekToWeekVariance, smoothed: Smoothed, *, unit: "NDArray[np.int64]", settled: "NDArray[np.bool_]"
) -> WeekToWeekVariance:
    """The unit's spread after this week, from the teams that are `settled` (teams,)."""
    units = len(spread.weight)
    size = spread.size[:, unit]
    capped = np.minimum(np.abs(smoothed.always / _SMOOTHED_SD), SPREAD_CAP * size)
    added = np.stack([np.bincount(unit, weights=np.where(settled, row**2, 0.0), minlength=units) for row in capped])
    return WeekToWeekVariance(
        squares=SPREAD_MEMORY * spread.squares + added,
        weight=SPREAD_MEMORY * spread.weight + np.bincount(unit, weights=settled, minlength=units),
    )
