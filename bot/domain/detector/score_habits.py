"""Score habits: what each member would be expected to say this week, and what the week teaches.

They live within one epoch: whoever keeps them seals them and drops them when the epoch closes. What crosses the
close is the team's own mean, an aggregate, from which the next epoch's habits start.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.detector.week_effect import Evidence
from bot.domain.detector.week_rows import WeekRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANSWER_VARIANCE = 0.40  # of one person's answers around their habit, points of 1-4 squared
PEOPLE_VARIANCE = 0.42  # of habits around their team's
TEAM_VARIANCE = 0.08  # of teams around their unit's
WEEK_VARIANCE = 0.06  # of a steady team's own weekly wobble
FORGETTING = 0.93  # what a scored week leaves of the weight of those before
MOST_CARRIED = 60.0  # weight with which a team's mean of earlier epochs is believed
USUAL_SCORE = 3.0


@dataclass(frozen=True, kw_only=True)
class ScoreHabits:
    """Normal likelihood of each member's mean score: `weighted_sum` is weight times mean; (members,)."""

    weighted_sum: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"

    @classmethod
    def empty(cls, members: int) -> "ScoreHabits":
        return cls(weighted_sum=np.zeros(members), weight=np.zeros(members))


@dataclass(frozen=True, kw_only=True)
class ScoreForecast:
    """Evidence per team, and the team's mean with its weight (teams,) as the week found it."""

    mean: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"
    evidence: Evidence


def forecast(
    habits: ScoreHabits,
    rows: WeekRows,
    *,
    unit_mean: "NDArray[np.float64]",
    carried_mean: "NDArray[np.float64]",
    carried_weight: "NDArray[np.float64]",
) -> ScoreForecast:
    """Expected scores of those who gave one. `carried_*` (teams,) is the team's mean from earlier epochs."""
    at = rows.member
    pull, weight = habits.weighted_sum[at], habits.weight[at]
    known = weight > 0
    own = np.where(known, pull / np.where(known, weight, 1.0), 0.0)
    trust = np.where(known, 1 / (PEOPLE_VARIANCE + 1 / np.where(known, weight, 1.0)), 0.0)
    prior = unit_mean[rows.unit_of_team] / TEAM_VARIANCE + carried_weight * carried_mean
    team_weight = rows.per_team(trust) + 1 / TEAM_VARIANCE + carried_weight
    team_mean = (rows.per_team(trust * own) + prior) / team_weight

    scored = ~np.isnan(rows.score)
    score = np.where(scored, rows.score, 0.0)
    variance = 1 / (1 / PEOPLE_VARIANCE + weight)
    centre = variance * (team_mean[rows.team] / PEOPLE_VARIANCE + pull)
    counted = np.where(scored, 1 / (ANSWER_VARIANCE + variance), 0.0)
    information = rows.per_team(counted)
    # How far the expectation itself would move with the team's mean, which is only known so well.
    borrowed = rows.per_team(counted * variance / PEOPLE_VARIANCE)
    return ScoreForecast(
        mean=team_mean,
        weight=team_weight,
        evidence=Evidence(
            residual=rows.per_team(counted * (score - centre)),
            information=information,
            variance=information + information**2 * WEEK_VARIANCE + borrowed**2 / team_weight,
            present=rows.per_team(scored) > 0,
        ),
    )


def update(habits: ScoreHabits, rows: WeekRows, *, shift: "NDArray[np.float64]") -> ScoreHabits:
    """The habits after the week, less the week effect `shift` per unit. Whoever gave no score is unchanged."""
    scored = ~np.isnan(rows.score)
    at = rows.member[scored]
    said = rows.score[scored] - shift[rows.unit_of_team[rows.team[scored]]]
    pull, weight = habits.weighted_sum.copy(), habits.weight.copy()
    pull[at] = FORGETTING * pull[at] + said / ANSWER_VARIANCE
    weight[at] = FORGETTING * weight[at] + 1 / ANSWER_VARIANCE
    return ScoreHabits(weighted_sum=pull, weight=weight)
