"""The running evidence of one block: what this week and those before it since the block began say of each team.

A surprise is made of the answers of a week and of the habits that it is read against, which were learned before. So it
may be kept for no longer than the oldest answer behind it. Each living block therefore has a watch of its own, which
knows of nothing from before the block but what the organisation leaves, and is sealed under the block's key. The oldest
speaks; when its key goes, the next has seen all that may still be known.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.detector import score_habits, statistic, week_effect
from bot.domain.detector.score_habits import ANCHOR_DECIMALS, ANCHORED_FROM, ScoreHabits
from bot.domain.detector.statistic import SCORES, Smoothed, WeekToWeekVariance
from bot.domain.detector.week_effect import UnitVariance, WeekEffect
from bot.domain.detector.week_rows import WeekRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT_MEMORY = 0.97
CROSSING_WEIGHT = 40.0  # team-weeks for which an earlier mean counts: more would never move, once it is rounded


@dataclass(frozen=True, kw_only=True)
class ScoreReading:
    """A week's scores as one watch saw them: of each team in standard deviations (teams,), and the week effect."""

    z: "NDArray[np.float64]"
    effect: WeekEffect


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The running evidence since the first week of one block, made of answers of this block and later ones alone.

    Each living block has a watch, and the oldest speaks: when its key goes, the next has the evidence of all that
    may still be known. The voices in it are the same in every watch. `scores_variance`, `score_sum` and
    `score_weight` (units,) are the swing of a unit's weeks and its mean score.
    """

    smoothed: Smoothed
    spread: WeekToWeekVariance
    scores_variance: UnitVariance
    score_sum: "NDArray[np.float64]"
    score_weight: "NDArray[np.float64]"

    @classmethod
    def empty(cls, *, teams: int, units: int) -> "Watch":
        return cls(
            smoothed=Smoothed.empty(teams),
            spread=WeekToWeekVariance.empty(units),
            scores_variance=UnitVariance.empty(units, week_effect.SCORES),
            score_sum=np.full(units, score_habits.USUAL_SCORE),
            score_weight=np.ones(units),
        )

    def after(
        self,
        habits: ScoreHabits,
        rows: WeekRows,
        *,
        voices: "NDArray[np.float64]",
        age: "NDArray[np.int64]",
        watched: "NDArray[np.bool_]",
    ) -> tuple["Watch", ScoreReading]:
        """The watch after a week, from `habits` that were learned since it began, and what it saw.

        `voices` are the week's in standard deviations; `age` in weeks and whether it is `watched` are each team's.
        """
        unit = rows.unit_of_team
        said = score_habits.forecast(habits, rows, unit_mean=self.score_sum / self.score_weight)
        effect = week_effect.week_effect(
            said.evidence,
            unit=unit,
            indicator=week_effect.SCORES,
            swing=self.scores_variance,
            standing=statistic.standing(self.smoothed, spread=self.spread, unit=unit)[SCORES],
        )
        z = week_effect.standardised(said.evidence, effect)
        smoothed = statistic.advance(self.smoothed, voices=voices, scores=z, started=age >= 0, watched=watched)
        after = Watch(
            smoothed=smoothed,
            spread=statistic.widened(self.spread, smoothed, unit=unit, settled=age >= statistic.SETTLING_WEEKS),
            scores_variance=self.scores_variance.after(effect),
            score_sum=UNIT_MEMORY * self.score_sum + rows.per_unit(np.where(said.evidence.present, said.mean, 0.0)),
            score_weight=UNIT_MEMORY * self.score_weight + rows.per_unit(said.evidence.present.astype(np.float64)),
        )
        return after, ScoreReading(z=z, effect=effect)

    def next(self, *, contributors: "NDArray[np.float64]") -> "Watch":
        """The watch of a block that begins: of units with ten `contributors` (units,) to this one go on, rounded, the
        mean score, and how widely teams vary."""
        begun = Watch.empty(teams=self.smoothed.watched.shape[1], units=len(contributors))
        enough = contributors >= ANCHORED_FROM
        weight = np.minimum(self.score_weight, CROSSING_WEIGHT)
        mean = np.round(self.score_sum / self.score_weight, ANCHOR_DECIMALS)
        return replace(
            begun,
            smoothed=self.smoothed.scores_afresh(),
            spread=self.spread.scores_afresh(enough),
            score_sum=np.where(enough, mean * weight, begun.score_sum),
            score_weight=np.where(enough, weight, begun.score_weight),
        )
