"""Participation habits: what each member would be expected to answer this week, and what the week teaches.

Each member has a habit in logits, known as a normal likelihood (`weighted_sum`, `weight`) that is shrunk to the team,
plus the fade since joining, plus a chance of having lapsed: someone who falls wholly silent counts against the
team for a few weeks and not for ever. The sum of residuals is the efficient score for a shift that the
whole team shares. This log of who answered lasts across epochs (docs/adr/0001-sealed-answers.md).
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.detector.joining_fade import STEEPER_WITHIN, shape
from bot.domain.detector.week_effect import Evidence
from bot.domain.detector.week_rows import WeekRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = -1
FORGOTTEN_AFTER_WEEKS = 52  # whoever was off the list for longer comes back as a new joiner

PEOPLE_VARIANCE = 1.4  # of habits around their team's, logits squared
TEAM_VARIANCE = 0.8  # of teams around their unit's
WEEK_VARIANCE = 0.10  # of a steady team's own weekly wobble
FORGETTING = 0.96  # what a reachable week leaves of the weight of those before
LAPSE = 0.02  # weekly chance that a member stops answering at all
RETURN = 0.05  # weekly chance that a lapsed one comes back
ACTIVE_AT_START = 0.97
LAPSED_ANSWERS = 0.03


@dataclass(frozen=True, kw_only=True)
class ParticipationHabits:
    """Parallel arrays over members, (members,). Weeks are `IsoWeek.index`, `NEVER` where there was none.

    `joined` and `seen` are the first and newest week on the list, `asked` and `heard` the newest week within
    reach and answered; `active` is the probability of not having lapsed.
    """

    joined: "NDArray[np.int64]"
    seen: "NDArray[np.int64]"
    asked: "NDArray[np.int64]"
    heard: "NDArray[np.int64]"
    weighted_sum: "NDArray[np.float64]"
    weight: "NDArray[np.float64]"
    active: "NDArray[np.float64]"

    @classmethod
    def empty(cls, members: int) -> "ParticipationHabits":
        never = np.full(members, NEVER, dtype=np.int64)
        return cls(
            joined=never,
            seen=never,
            asked=never,
            heard=never,
            weighted_sum=np.zeros(members),
            weight=np.zeros(members),
            active=np.full(members, ACTIVE_AT_START),
        )


def add_joiners(habits: ParticipationHabits, rows: WeekRows) -> ParticipationHabits:
    """The habits with this week's new joiners, and those forgotten, starting afresh at the team's habit."""
    at = rows.member
    fresh = (habits.joined[at] == NEVER) | (rows.week - habits.seen[at] > FORGOTTEN_AFTER_WEEKS)
    new = at[fresh]
    joined, seen, asked, heard = (column.copy() for column in (habits.joined, habits.seen, habits.asked, habits.heard))
    pull, weight, active = habits.weighted_sum.copy(), habits.weight.copy(), habits.active.copy()
    joined[new] = rows.week
    asked[new] = heard[new] = NEVER
    pull[new] = weight[new] = 0.0
    active[new] = ACTIVE_AT_START
    seen[at] = rows.week
    asked[at[rows.reachable]] = rows.week
    heard[at[rows.answered]] = rows.week
    return ParticipationHabits(
        joined=joined, seen=seen, asked=asked, heard=heard, weighted_sum=pull, weight=weight, active=active
    )


@dataclass(frozen=True, kw_only=True)
class ParticipationForecast:
    """What was expected of this week's rows, (rows,), and what came of it per team."""

    centre: "NDArray[np.float64]"  # the person's habit
    offset: "NDArray[np.float64]"  # the fade
    squash: "NDArray[np.float64]"  # shrinks logits for doubt about the habit
    active: "NDArray[np.float64]"
    tenure: "NDArray[np.int64]"
    expected: "NDArray[np.float64]"  # (teams,) answers expected of those within reach
    evidence: Evidence


def _chance(logit: "NDArray[np.float64]") -> "NDArray[np.float64]":
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def forecast(
    habits: ParticipationHabits, rows: WeekRows, *, fade: "NDArray[np.float64]", usual: "NDArray[np.float64]"
) -> ParticipationForecast:
    """Expected answers of one week from what was known before it.

    `fade` is the amplitude and `usual` the shift in logits that habits do not hold, both per unit.
    """
    at = rows.member
    pull, weight = habits.weighted_sum[at], habits.weight[at]
    known = weight > 0
    own = np.where(known, pull / np.where(known, weight, 1.0), 0.0)
    trust = np.where(known, 1 / (PEOPLE_VARIANCE + 1 / np.where(known, weight, 1.0)), 0.0)
    team_trust, team_pull = rows.per_team(trust), rows.per_team(trust * own)
    unit_mean = rows.per_unit(team_pull) / (rows.per_unit(team_trust) + 1)
    of_team = (team_pull + unit_mean[rows.unit_of_team] / TEAM_VARIANCE) / (team_trust + 1 / TEAM_VARIANCE)

    variance = 1 / (1 / PEOPLE_VARIANCE + weight)
    centre = variance * (of_team[rows.team] / PEOPLE_VARIANCE + pull)
    tenure = rows.week - habits.joined[at]
    offset = STEEPER_WITHIN * fade[rows.unit_of_team[rows.team]] * shape(tenure)
    # A logit known with a variance v averages out as if shrunk by 1 / sqrt(1 + pi v / 8) (MacKay 1992).
    squash = 1 / np.sqrt(1 + np.pi * variance / 8)
    active = habits.active[at] * (1 - LAPSE) + (1 - habits.active[at]) * RETURN
    if_active = _chance(squash * (centre + offset + usual[rows.unit_of_team[rows.team]]))
    chance = active * if_active + (1 - active) * LAPSED_ANSWERS

    reach = rows.reachable
    information = rows.per_team(np.where(reach, active * if_active * (1 - if_active) * squash, 0.0))
    chance_variance = rows.per_team(np.where(reach, chance * (1 - chance), 0.0))
    return ParticipationForecast(
        centre=centre,
        offset=offset,
        squash=squash,
        active=active,
        tenure=tenure,
        expected=rows.per_team(np.where(reach, chance, 0.0)),
        evidence=Evidence(
            residual=rows.per_team(np.where(reach, rows.answered - chance, 0.0)),
            information=information,
            variance=chance_variance + information**2 * WEEK_VARIANCE,
            present=rows.per_team(reach) > 0,
        ),
    )


def update(
    habits: ParticipationHabits, rows: WeekRows, seen: ParticipationForecast, *, shift: "NDArray[np.float64]"
) -> ParticipationHabits:
    """The habits after the week; `shift` is the week effect per unit: a shared dip changes no personal habits."""
    reach = rows.reachable
    at = rows.member[reach]
    answered = rows.answered[reach]
    squash, centre, active = seen.squash[reach], seen.centre[reach], seen.active[reach]
    moved = shift[rows.unit_of_team[rows.team[reach]]]
    chance = _chance(squash * (centre + seen.offset[reach] + moved))
    likely = np.where(answered, chance, 1 - chance)
    lapsed = np.where(answered, LAPSED_ANSWERS, 1 - LAPSED_ANSWERS)
    still = active * likely / (active * likely + (1 - active) * lapsed)
    # One step of iterated weighting (Newton on the logistic likelihood), as far as the member is still active.
    gained = still * chance * (1 - chance) * squash
    pull, weight, alive = habits.weighted_sum.copy(), habits.weight.copy(), habits.active.copy()
    pull[at] = FORGETTING * pull[at] + gained * centre + still * (answered - chance)
    weight[at] = FORGETTING * weight[at] + gained
    alive[rows.member] = seen.active
    alive[at] = still
    return replace(habits, weighted_sum=pull, weight=weight, active=alive)
