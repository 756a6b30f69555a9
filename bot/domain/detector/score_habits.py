"""Score habits: what each member would be expected to say this week, and what the week teaches.

What is known of a person is the plain sum of the parts that were learned in blocks whose keys live; a part goes with
its block's key. What a perished block leaves behind is its anchor: the rounded mean of at least ten people, which is
read as an observation of just these people's mean.
"""

from dataclasses import dataclass, replace
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
FORGETTING = 0.93  # what a scored week leaves of the weight of those before, where no block ever perishes
USUAL_SCORE = 3.0
ANCHORED_FROM = 10  # people that an anchor is made of
ANCHOR_DECIMALS = 1
ANCHOR_VARIANCE = 0.01  # of an anchor around its people's mean when it is made
ANCHOR_AGEING = 0.001  # more of it each week
ANCHOR_KEPT = 0.9  # of an anchor's weight when the next block perishes
RUNNING_SHARE = 0.5  # at which the running block counts beside earlier ones: a drift is not to become the habit at once


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """What perished blocks have left of each team: a mean and its weight at the week `made` (teams,), 0 for none, and
    whose mean it is (members,)."""

    mean: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"
    made: "NDArray[np.int64]"
    people: "NDArray[np.bool_]"

    @classmethod
    def empty(cls, *, members: int, teams: int) -> "Anchors":
        return cls(
            mean=np.zeros(teams),
            weight=np.zeros(teams),
            made=np.zeros(teams, dtype=np.int64),
            people=np.zeros(members, dtype=np.bool_),
        )

    def weight_in(self, week: int) -> "NDArray[np.float64]":
        held = self.weight > 0
        aged = 1 / np.where(held, self.weight, 1.0) + ANCHOR_AGEING * (week - self.made)
        return np.where(held, 1 / aged, 0.0)


@dataclass(frozen=True, kw_only=True)
class ScoreHabits:
    """Normal likelihood of each member's mean score by block, the running one first: `weighted_sum` is weight times
    mean (blocks, members). `team` is each member's (members,)."""

    weighted_sum: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"
    team: "NDArray[np.int64]"
    anchors: Anchors

    @classmethod
    def empty(cls, team: "NDArray[np.int64]", *, teams: int, blocks: int = 1) -> "ScoreHabits":
        none = np.zeros((blocks, len(team)))
        return cls(weighted_sum=none, weight=none, team=team, anchors=Anchors.empty(members=len(team), teams=teams))

    def perished(self, block: int, *, week: int) -> "ScoreHabits":
        """Without the part of a block, but for its anchor. An anchor from before gives way to it by its weight, and
        stays where fewer than ten people have given a score."""
        people = self.weight[block] > 0
        count = self.per_team(people.astype(np.float64))
        means = np.where(people, self.weighted_sum[block] / np.where(people, self.weight[block], 1.0), 0.0)
        enough = count >= ANCHORED_FROM
        mean = np.round(self.per_team(means) / np.maximum(count, 1.0), ANCHOR_DECIMALS)
        kept, fresh = ANCHOR_KEPT * self.anchors.weight_in(week), np.where(enough, 1 / ANCHOR_VARIANCE, 0.0)
        weight = kept + fresh
        anchors = Anchors(
            mean=np.where(weight > 0, (kept * self.anchors.mean + fresh * mean) / np.maximum(weight, 1e-9), 0.0),
            weight=weight,
            made=np.full(len(weight), week),
            people=np.where(enough[self.team], people, self.anchors.people),
        )
        return replace(
            self,
            weighted_sum=np.delete(self.weighted_sum, block, axis=0),
            weight=np.delete(self.weight, block, axis=0),
            anchors=anchors,
        )

    def until(self, block: int) -> "ScoreHabits":
        """What was learned since that block began."""
        return replace(self, weighted_sum=self.weighted_sum[: block + 1], weight=self.weight[: block + 1])

    def only(self, block: int) -> "ScoreHabits":
        return replace(self, weighted_sum=self.weighted_sum[[block]], weight=self.weight[[block]])

    def contributors(self) -> "NDArray[np.float64]":
        """How many people of each team have given a score (teams,)."""
        return self.per_team((self.weight.sum(0) > 0).astype(np.float64))

    def with_next_block(self) -> "ScoreHabits":
        """A new block begins."""
        none = np.zeros((1, len(self.team)))
        return replace(
            self,
            weighted_sum=np.concatenate([none, self.weighted_sum]),
            weight=np.concatenate([none, self.weight]),
        )

    def per_team(self, values: "NDArray[np.float64]") -> "NDArray[np.float64]":
        found = np.bincount(self.team, weights=values, minlength=len(self.anchors.mean))
        return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class ScoreForecast:
    """Evidence per team, and the team's mean (teams,) as the week found it."""

    mean: "NDArray[np.float64]"
    evidence: Evidence


def forecast(habits: ScoreHabits, rows: WeekRows, *, unit_mean: "NDArray[np.float64]") -> ScoreForecast:
    """Expected scores of those who gave one."""
    share = np.where(habits.weight[1:].sum(0) > 0, RUNNING_SHARE, 1.0)
    all_pull = share * habits.weighted_sum[0] + habits.weighted_sum[1:].sum(0)
    all_weight = share * habits.weight[0] + habits.weight[1:].sum(0)
    at = rows.member
    pull, weight = all_pull[at], all_weight[at]
    known = weight > 0
    own = np.where(known, pull / np.where(known, weight, 1.0), 0.0)
    trust = np.where(known, 1 / (PEOPLE_VARIANCE + 1 / np.where(known, weight, 1.0)), 0.0)
    team_weight = rows.per_team(trust) + 1 / TEAM_VARIANCE
    team_mean = (rows.per_team(trust * own) + unit_mean[rows.unit_of_team] / TEAM_VARIANCE) / team_weight

    # The anchor: what its people would say on average is slope times the team's mean, and a constant.
    anchored = habits.anchors.weight_in(rows.week)
    held = anchored > 0
    spread = 1 / (1 / PEOPLE_VARIANCE + all_weight)
    inside = habits.anchors.people
    people = np.maximum(habits.per_team(inside.astype(np.float64)), 1.0)
    constant = habits.per_team(np.where(inside, spread * all_pull, 0.0)) / people
    slope = habits.per_team(np.where(inside, spread / PEOPLE_VARIANCE, 0.0)) / people
    own_error = 1 / np.where(held, anchored, 1.0)
    error = habits.per_team(np.where(inside, spread, 0.0)) / people**2 + own_error
    firmness = np.where(held, 1 / error, 0.0)
    after = team_weight + slope**2 * firmness
    team_mean = (team_weight * team_mean + slope * firmness * (habits.anchors.mean - constant)) / after
    surprise = habits.anchors.mean - constant - slope * team_mean

    scored = ~np.isnan(rows.score)
    score = np.where(scored, rows.score, 0.0)
    variance = spread[at]
    drawn = np.where(inside[at], variance * (firmness / people)[rows.team], 0.0)
    centre = variance * (team_mean[rows.team] / PEOPLE_VARIANCE + pull) + drawn * surprise[rows.team]
    counted = np.where(scored, 1 / (ANSWER_VARIANCE + variance), 0.0)
    information = rows.per_team(counted)
    # How far the expectation itself would move with the team's mean, which is only known so well.
    borrowed = rows.per_team(counted * (variance / PEOPLE_VARIANCE - drawn * slope[rows.team]))
    # Errors of those in the anchor go against each other, since it says what they come to together.
    together = rows.per_team(np.where(inside[at], counted * variance, 0.0)) / people
    return ScoreForecast(
        mean=team_mean,
        evidence=Evidence(
            residual=rows.per_team(counted * (score - centre)),
            information=information,
            variance=information - together**2 * firmness + information**2 * WEEK_VARIANCE + borrowed**2 / after,
            present=rows.per_team(scored) > 0,
        ),
    )


def update(
    habits: ScoreHabits, rows: WeekRows, *, shift: "NDArray[np.float64]", forgetting: float = 1.0
) -> ScoreHabits:
    """The habits after the week, less the week effect `shift` per unit. Whoever gave no score is unchanged."""
    scored = ~np.isnan(rows.score)
    at = rows.member[scored]
    # The effect was reckoned from parts that perish before this one: like an anchor it is of ten people, and rounded.
    together = rows.per_unit(rows.per_team(scored)) >= ANCHORED_FROM
    effect = np.where(together, np.round(shift, ANCHOR_DECIMALS), 0.0)
    said = rows.score[scored] - effect[rows.unit_of_team[rows.team[scored]]]
    pull, weight = habits.weighted_sum.copy(), habits.weight.copy()
    pull[0, at] = forgetting * pull[0, at] + said / ANSWER_VARIANCE
    weight[0, at] = forgetting * weight[0, at] + 1 / ANSWER_VARIANCE
    return replace(habits, weighted_sum=pull, weight=weight)
