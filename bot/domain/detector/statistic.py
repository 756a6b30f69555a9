"""The running statistic: smoothed falls of participation, score and both, in units of the unit's own spread.

Three channels: 0 voices, 1 scores, 2 both. Each is an exponentially weighted mean of week-adjusted residuals
(EWMA, Roberts 1959), scaled to variance 1 for independent weeks. Real weeks are not independent, so each
channel is divided by what the teams of the same unit have shown so far; that is what lets thresholds carry
over from simulation to a hospital nobody simulated.
"""

from dataclasses import dataclass, replace
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
SPREAD_CROSSING = 80.0  # team-weeks for which a spread counts that goes on from block to block
SPREAD_DECIMALS = 1  # of it
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
    weeks: int  # for which scores have been smoothed

    @classmethod
    def empty(cls, teams: int) -> "Smoothed":
        shape = (CHANNELS, teams)
        return cls(watched=np.zeros(shape), always=np.zeros(shape), rising=np.zeros(shape, dtype=np.int64), weeks=0)

    def scores_afresh(self) -> "Smoothed":
        """The voices alone, as far as they have come."""
        voices = np.arange(CHANNELS)[:, None] == VOICES
        return Smoothed(
            watched=with_both(self.watched[VOICES], np.zeros_like(self.watched[VOICES])),
            always=with_both(self.always[VOICES], np.zeros_like(self.always[VOICES])),
            rising=np.where(voices, self.rising, 0),
            weeks=0,
        )

    def taking(self, other: "Smoothed", teams: "NDArray[np.bool_]") -> "Smoothed":
        """Of some `teams` (teams,) what the other has smoothed, rounded."""
        return replace(
            self,
            watched=np.where(teams, _rounded(other.watched), self.watched),
            always=np.where(teams, _rounded(other.always), self.always),
            rising=np.where(teams, other.rising, self.rising),
        )

    def emptied(self, teams: "NDArray[np.bool_]") -> "Smoothed":
        """Nothing has been seen of some `teams` (teams,)."""
        return replace(
            self,
            watched=np.where(teams, 0.0, self.watched),
            always=np.where(teams, 0.0, self.always),
            rising=np.where(teams, 0, self.rising),
        )


@dataclass(frozen=True, kw_only=True)
class WeekToWeekVariance:
    """Squared deviations and team-weeks behind a unit's spread of each channel, both (3, units)."""

    squares: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"

    @classmethod
    def empty(cls, units: int) -> "WeekToWeekVariance":
        prior = np.full((CHANNELS, units), SPREAD_PRIOR)
        return cls(squares=prior, weight=prior)

    def scores_afresh(self, known: "NDArray[np.bool_]") -> "WeekToWeekVariance":
        """The spread of voices; of scores what was found so far, rounded, where it may be `known` (units,)."""
        voices = np.arange(CHANNELS)[:, None] == VOICES
        found = np.where(known, np.round(self.size, SPREAD_DECIMALS), 1.0)
        weight = np.where(voices, self.weight, np.where(known, np.minimum(self.weight, SPREAD_CROSSING), SPREAD_PRIOR))
        return WeekToWeekVariance(squares=np.where(voices, self.squares, found**2 * weight), weight=weight)

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
    before = (smoothed.watched, smoothed.always)
    fresh, ever = (
        with_both(*((1 - MEMORY) * old[row] - MEMORY * z for row, z in ((VOICES, voices), (SCORES, scores))))
        for old in before
    )
    fresh, ever = np.where(watched, fresh, 0.0), np.where(started, ever, 0.0)
    return Smoothed(
        watched=fresh,
        always=ever,
        rising=np.where(fresh > RISING * _SMOOTHED_SD, smoothed.rising + 1, 0),
        weeks=smoothed.weeks + 1,
    )


def with_both(voices: "NDArray[np.float64]", scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The rows of all channels; the smoothed sum is the sum of what is smoothed."""
    return np.stack([voices, scores, (voices + scores) / sqrt(2)])


def _rounded(rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
    return with_both(rows[VOICES], np.round(rows[SCORES] / _SMOOTHED_SD, 1) * _SMOOTHED_SD)


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
    units = spread.weight.shape[1]
    size = spread.size[:, unit]
    # Scores that have been smoothed for few weeks have not come to their whole spread.
    lasting = (1 - MEMORY) ** (2 * smoothed.weeks)
    whole = np.sqrt(1 - np.array([0.0, lasting, lasting / 2]))[:, None]
    capped = np.minimum(np.abs(smoothed.always / _SMOOTHED_SD / whole), SPREAD_CAP * size)
    added = np.stack([np.bincount(unit, weights=np.where(settled, row**2, 0.0), minlength=units) for row in capped])
    return WeekToWeekVariance(
        squares=SPREAD_MEMORY * spread.squares + added,
        weight=SPREAD_MEMORY * spread.weight + np.bincount(unit, weights=settled, minlength=units),
    )
