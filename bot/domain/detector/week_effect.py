"""The week effect: what all teams of a unit share in one week, taken out of each team without the team itself.

Two answers to one question. What members *learn* from a week is corrected by a plain mean of all teams, so that
habits follow the unit for good. The week effect that a team is compared with is estimated from the other teams. Teams
that drift weigh less (four of them must not hide the fifth), and the estimate is shrunk to zero by the unit's
week-to-week variance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL_GAIN = 0.1  # of each week's shift
SWING_MEMORY = 0.97
SWING_WEEKS = 20.0  # weeks for which the indicator's prior swing counts
APART = 1.5  # spreads from its unit at which a team counts half for the others
APART_STEEPNESS = 4


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """How firmly a week's shift is drawn to none, as information: inverse squared logits, or points of 1-4.

    `prior` holds for what is learned and until a unit's weeks are known, `loosest` and `firmest` bound what they say.
    """

    prior: float
    loosest: float
    firmest: float


VOICES = Indicator(prior=10.0, loosest=2.0, firmest=400.0)
SCORES = Indicator(prior=60.0, loosest=10.0, firmest=2000.0)


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
class UnitVariance:
    """Squared shifts of a unit's weeks from the usual, beyond chance, and the weeks behind them; (units,)."""

    squares: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"

    @classmethod
    def empty(cls, units: int, indicator: Indicator) -> "UnitVariance":
        return cls(squares=np.full(units, SWING_WEEKS / indicator.prior), weight=np.full(units, SWING_WEEKS))

    def firmness(self, indicator: Indicator) -> "NDArray[np.float64]":
        """Information with which a week is drawn to the usual: one over the variance of the unit's weeks."""
        found = self.weight / np.maximum(self.squares, 1e-9)
        return np.asarray(np.clip(found, indicator.loosest, indicator.firmest))

    def after(self, effect: "WeekEffect") -> "UnitVariance":
        """One week later; a week that says next to nothing of a unit changes nothing."""
        is_informative = effect.information > 1
        beyond_chance = np.maximum(effect.seen**2 - 1 / np.maximum(effect.information, 1.0), 0.0)
        return UnitVariance(
            squares=np.where(is_informative, SWING_MEMORY * self.squares + beyond_chance, self.squares),
            weight=np.where(is_informative, SWING_MEMORY * self.weight + 1, self.weight),
        )


@dataclass(frozen=True, kw_only=True)
class WeekEffect:
    """`of_unit` is the shared shift that is learned and shown (units,); `without_self` with its `variance` (teams,)
    is what each team is read against. `seen` and its `information` (units,) are the reading's shift before it is
    drawn to the usual."""

    of_unit: "NDArray[np.float64]"
    without_self: "NDArray[np.float64]"
    variance: "NDArray[np.float64]"
    seen: "NDArray[np.float64]"
    information: "NDArray[np.float64]"


def week_effect(
    evidence: Evidence,
    *,
    unit: "NDArray[np.int64]",
    indicator: Indicator,
    swing: UnitVariance,
    standing: "NDArray[np.float64]",
) -> WeekEffect:
    """Precision-weighted mean shift of the teams of each unit, against what was expected of them.

    `standing` (teams,) is each team's smoothed fall or rise until now in the unit's own spreads.
    """
    units = len(swing.weight)

    def of_units(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.asarray(np.bincount(unit, weights=values, minlength=units), dtype=np.float64)

    variance = np.maximum(evidence.variance, 1e-9)
    pull = np.where(evidence.present, evidence.information * evidence.residual / variance, 0.0)
    weight = np.where(evidence.present, evidence.information**2 / variance, 0.0)
    total = of_units(weight)
    of_unit = of_units(pull) / (total + indicator.prior)

    # Measured from the unit's own middle, so that a fall of all teams leaves the weight of each as it is.
    middle = of_units(weight * standing) / np.maximum(total, 1e-9)
    belongs = 1 / (1 + (np.abs(standing - middle[unit]) / APART) ** APART_STEEPNESS)
    evened = belongs * (total / np.maximum(of_units(weight * belongs), 1e-9))[unit]  # the unit's weight stays
    pull, weight = pull * evened, weight * evened
    firmness = swing.firmness(indicator)
    reading_pull = of_units(pull)
    others = np.maximum((total + firmness)[unit] - weight, firmness[unit])
    return WeekEffect(
        of_unit=of_unit,
        without_self=(reading_pull[unit] - pull) / others,
        variance=1 / others,
        seen=reading_pull / np.maximum(total, 1e-9),
        information=total,
    )


def standardised(evidence: Evidence, effect: WeekEffect) -> "NDArray[np.float64]":
    """The team's residual less the week effect, in standard deviations (z); 0 where nothing was seen."""
    spread = np.sqrt(np.maximum(evidence.variance + evidence.information**2 * effect.variance, 1e-9))
    z = (evidence.residual - effect.without_self * evidence.information) / spread
    return np.asarray(np.where(evidence.present, z, 0.0))


def usual_after(usual: "NDArray[np.float64]", effect: WeekEffect) -> "NDArray[np.float64]":
    """The shift that is usual of each unit, one week later: expectations already hold the old one."""
    return np.asarray(usual + USUAL_GAIN * effect.of_unit)
