"""Launch fade: how participation falls with the weeks since a person joined, and how much of it a unit shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FADE_FROM_WEEK = (0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 26, 40)
"""First week since joining of each bucket in which a unit's answers are counted."""

# Weekly response by weeks since joining in real votes, leavers included:
# 0.71 in the first full week, 0.47 by week 8, 0.34 by week 26. Anchors for the shape only; the size is learned.
_ANCHOR_WEEKS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0, 26.0, 60.0)
_ANCHOR_SHARES = (0.80, 0.71, 0.61, 0.56, 0.51, 0.49, 0.47, 0.42, 0.38, 0.36, 0.34, 0.30)
_SETTLED = 0.34

PRIOR_AMPLITUDE = 0.55
PRIOR_VARIANCE = 0.3
BUCKET_NOISE = 0.04  # variance, on the logit scale, of a bucket's mean beyond chance: who happens to be in it
STEEPER_WITHIN = 1.7  # a person's own fall is steeper than that of a mixture of people and teams


def shape(tenure: "NDArray[np.float64] | NDArray[np.int64]") -> "NDArray[np.float64]":
    """The full fade in logits of participation, against a person of 26 weeks."""
    anchors = np.log(np.array(_ANCHOR_SHARES) / (1 - np.array(_ANCHOR_SHARES))) - np.log(_SETTLED / (1 - _SETTLED))
    return np.asarray(np.interp(tenure, _ANCHOR_WEEKS, anchors))


def bucket(tenure: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Which bucket of `FADE_FROM_WEEK` a tenure in weeks falls into."""
    return np.asarray(np.searchsorted(np.array(FADE_FROM_WEEK), tenure, side="right") - 1)


@dataclass(frozen=True, kw_only=True)
class FadeTally:
    """Reachable and answered person-weeks per unit and bucket; shape (units, buckets)."""

    asked: "NDArray[np.float64]"
    answered: "NDArray[np.float64]"

    @classmethod
    def empty(cls, units: int) -> "FadeTally":
        return cls(asked=np.zeros((units, len(FADE_FROM_WEEK))), answered=np.zeros((units, len(FADE_FROM_WEEK))))

    def with_week(
        self, *, unit: "NDArray[np.int64]", tenure: "NDArray[np.int64]", answered: "NDArray[np.bool_]"
    ) -> "FadeTally":
        """Add one week's reachable people: their unit, weeks since joining, and whether they answered."""
        units, buckets = self.asked.shape
        cell = unit * buckets + bucket(tenure)
        return FadeTally(
            asked=self.asked + np.bincount(cell, minlength=units * buckets).reshape(units, buckets),
            answered=self.answered
            + np.bincount(cell, weights=answered, minlength=units * buckets).reshape(units, buckets),
        )

    def amplitude(self) -> "NDArray[np.float64]":
        """How much of the full fade each unit shows, (units,): 0 none, 1 as in the real votes.

        Weighted regression of the buckets' response (logit) on the shape, drawn to `PRIOR_AMPLITUDE`. It looks
        across people, not within them, because a person's own habit would soak the fade up.
        """
        rate = (self.answered + 0.5) / (self.asked + 1)
        level = np.log(rate / (1 - rate))
        weight = np.where(self.asked > 0, 1 / (1 / (np.maximum(self.asked, 1) * rate * (1 - rate)) + BUCKET_NOISE), 0.0)
        edges = np.array(FADE_FROM_WEEK, dtype=np.float64)
        middle = edges + np.append(np.diff(edges) - 1, 0) / 2
        fall = shape(middle)[None, :]
        total = weight.sum(1, keepdims=True) + 1e-9
        centred = fall - (weight * fall).sum(1, keepdims=True) / total
        slope = (weight * centred * level).sum(1) + PRIOR_AMPLITUDE / PRIOR_VARIANCE
        return np.asarray(np.clip(slope / ((weight * centred**2).sum(1) + 1 / PRIOR_VARIANCE), -0.2, 1.5))
