"""The week effect: what all teams of a unit share in one week, taken out of each team without the team itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

VOICES_PRIOR = 10.0  # information, in inverse squared logits, with which the effect is drawn to the usual one
SCORES_PRIOR = 60.0  # the same in inverse squared points of 1-4
USUAL_MEMORY = 0.9


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One week of a batch of teams in one indicator; all arrays (teams,).

    `residual` is the sum over people of seen minus expected, `information` how much the residual moves when
    everybody shifts by one unit (a logit, or a point of 1-4), `variance` that of the residual in a steady
    team. `present` says where there was anything to see.
    """

    residual: "NDArray[np.float64]"
    information: "NDArray[np.float64]"
    variance: "NDArray[np.float64]"
    present: "NDArray[np.bool_]"


@dataclass(frozen=True, kw_only=True)
class WeekEffect:
    """`of_unit` is the shared shift (units,); `without_self` and its `variance` are per team (teams,)."""

    of_unit: "NDArray[np.float64]"
    without_self: "NDArray[np.float64]"
    variance: "NDArray[np.float64]"


def week_effect(
    evidence: Evidence, *, unit: "NDArray[np.int64]", usual: "NDArray[np.float64]", prior: float
) -> WeekEffect:
    """Precision-weighted mean shift of the teams of each unit; leave-one-out per team.

    Shrunk to what has been `usual` (units,) in the weeks before, which takes out what expectations miss for long.
    """
    units = len(usual)
    variance = np.maximum(evidence.variance, 1e-9)
    pull = np.where(evidence.present, evidence.information * evidence.residual / variance, 0.0)
    weight = np.where(evidence.present, evidence.information**2 / variance, 0.0)
    all_pull = np.bincount(unit, weights=pull, minlength=units) + prior * usual
    all_weight = np.bincount(unit, weights=weight, minlength=units) + prior
    others = all_weight[unit] - weight
    return WeekEffect(of_unit=all_pull / all_weight, without_self=(all_pull[unit] - pull) / others, variance=1 / others)


def standardised(evidence: Evidence, effect: WeekEffect) -> "NDArray[np.float64]":
    """The team's residual less the week effect, in standard deviations (z); 0 where nothing was seen."""
    spread = np.sqrt(np.maximum(evidence.variance + evidence.information**2 * effect.variance, 1e-9))
    z = (evidence.residual - effect.without_self * evidence.information) / spread
    return np.asarray(np.where(evidence.present, z, 0.0))


def usual_after(usual: "NDArray[np.float64]", effect: WeekEffect) -> "NDArray[np.float64]":
    """The effect that is usual of each unit, one week later."""
    return USUAL_MEMORY * usual + (1 - USUAL_MEMORY) * effect.of_unit
