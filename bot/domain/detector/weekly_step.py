"""The drift detector: one week of a batch of teams in, readings and the next state out.

Members against their own shrunk habits, less the week effect of their unit, smoothed and compared with
a threshold tuned to a stated number of false flags (docs/adr/0005-drift-detector.md). Incremental and causal: week t
reads the state that the weeks before have left, and its own rows. Every function returns new values.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.detector import (
    participation_habits,
    score_habits,
    statistic,
    week_effect,
)
from bot.domain.detector.joining_fade import FadeTally
from bot.domain.detector.participation_habits import NEVER, ParticipationHabits
from bot.domain.detector.score_habits import ANCHORED_FROM, ScoreHabits
from bot.domain.detector.statistic import BOTH, SCORES, VOICES
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.watch import Watch
from bot.domain.detector.week_effect import UnitVariance
from bot.domain.detector.week_rows import WeekRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS = 4
WINDOW_WEEKS = 4  # over which people asked and people heard are counted
RELEARNING_WEEKS = 4  # after a dated restart
KEPT_AT_RESTART = 0.25  # weight that habits keep when rota, site or team change


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a team is watched and when it may be flagged.

    `learning_weeks`: first weeks of a team, statistic empty and no flag (12 in a backtest, 8 in the product).
    `minimum`: people asked for any flag, and people heard for one that speaks of scores, both over four weeks.
    """

    learning_weeks: int = 12
    minimum: int = 5

    def __post_init__(self) -> None:
        if self.learning_weeks < 1 or self.minimum < 5:
            raise ValueError("learning takes a week at least and the minimum may be raised, never lowered")


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the teams of a unit share on the side of participation, (units,): fade, usual shift and swing of weeks."""

    fade: FadeTally
    usual_voices: "NDArray[np.float64]"
    voices_variance: UnitVariance

    @classmethod
    def empty(cls, units: int) -> "Surroundings":
        return cls(
            fade=FadeTally.empty(units),
            usual_voices=np.zeros(units),
            voices_variance=UnitVariance.empty(units, week_effect.VOICES),
        )


@dataclass(frozen=True, kw_only=True)
class State:
    """Everything the detector knows after a week. `scores` and `watches` must be sealed, and dropped.

    `watches` are those of the blocks of `scores`, in the same order: the running one's first. Which weeks reached the
    threshold is not among it: that is made of scores, and nothing here needs it.
    """

    voices: ParticipationHabits
    scores: ScoreHabits
    watches: tuple[Watch, ...]
    first: "NDArray[np.int64]"  # (teams,) first week on record, NEVER before
    surroundings: Surroundings

    @classmethod
    def empty(cls, team_of_member: "NDArray[np.int64]", *, teams: int, units: int, blocks: int = 1) -> "State":
        """Of members in these teams; scores are remembered of so many `blocks`."""
        return cls(
            voices=ParticipationHabits.empty(len(team_of_member)),
            scores=ScoreHabits.empty(team_of_member, teams=teams, blocks=blocks),
            watches=(Watch.empty(teams=teams, units=units),) * blocks,
            first=np.full(teams, NEVER, dtype=np.int64),
            surroundings=Surroundings.empty(units),
        )


@dataclass(frozen=True, kw_only=True)
class Readings:
    """One week as the detector read it; (teams,) unless said otherwise.

    `voices` and `scores` are week-adjusted residuals in standard deviations, negative when fewer or lower than
    expected. `expected` and `answered` are answers. `statistic` is the largest channel that may speak; with `flag` it
    has reached the threshold; `kind` is the channel that a flag would name.
    """

    week: int
    voices: "NDArray[np.float64]"
    scores: "NDArray[np.float64]"
    expected: "NDArray[np.float64]"
    answered: "NDArray[np.float64]"
    asked_people: "NDArray[np.float64]"
    rising: "NDArray[np.int64]"  # (teams,) weeks for which the channel of `kind` has been building up
    statistic: "NDArray[np.float64]"
    threshold: "NDArray[np.float64]"
    watched: "NDArray[np.bool_]"
    flag: "NDArray[np.bool_]"
    kind: "NDArray[np.int64]"


def take_week(
    state: State, rows: WeekRows, *, thresholds: Thresholds, rules: Rules, forgetting: float = 1.0
) -> tuple[State, Readings]:
    """Read one week. Weeks must come in order; a week without rows for a team lets its statistic fade."""
    habits = participation_habits.add_joiners(state.voices, rows)
    around = state.surroundings
    unit = rows.unit_of_team
    heard_from = participation_habits.forecast(habits, rows, fade=around.fade.amplitude(), usual=around.usual_voices)
    oldest = state.watches[-1]
    voices_effect = week_effect.week_effect(
        heard_from.evidence,
        unit=unit,
        indicator=week_effect.VOICES,
        swing=around.voices_variance,
        standing=statistic.standing(oldest.smoothed, spread=oldest.spread, unit=unit)[VOICES],
    )
    voices_shift = around.usual_voices + voices_effect.of_unit
    z_voices = week_effect.standardised(heard_from.evidence, voices_effect)

    listed = rows.per_team(np.ones(len(rows.team))) > 0
    first = np.where((state.first == NEVER) & listed, rows.week, state.first)
    age = np.where(first == NEVER, NEVER, rows.week - first)
    watched = age >= rules.learning_weeks
    watches, seen = zip(
        *(
            watch.after(state.scores.until(block), rows, voices=z_voices, age=age, watched=watched)
            for block, watch in enumerate(state.watches)
        ),
        strict=True,
    )
    smoothed = watches[-1].smoothed
    asked = rows.per_team(rows.week - habits.asked[rows.member] < WINDOW_WEEKS)
    heard = rows.per_team(rows.week - habits.heard[rows.member] < WINDOW_WEEKS)
    by_channel = statistic.channels(smoothed, spread=oldest.spread, unit=unit)
    largest, kind = _may_speak(by_channel, asked=asked, heard=heard, minimum=rules.minimum)
    # Rounded as they are printed, so that a flag can be checked from what anybody sees.
    largest, threshold = np.round(largest, DECIMALS), np.round(thresholds.of(asked), DECIMALS)
    readings = Readings(
        week=rows.week,
        voices=z_voices,
        scores=seen[-1].z,
        expected=heard_from.expected,
        answered=rows.per_team(rows.answered),
        asked_people=asked,
        rising=smoothed.rising[kind, np.arange(rows.teams)],
        statistic=largest,
        threshold=threshold,
        watched=watched,
        flag=watched & (largest >= threshold),
        kind=kind,
    )
    reach = rows.reachable
    after = State(
        voices=participation_habits.update(habits, rows, heard_from, shift=voices_shift),
        scores=score_habits.update(state.scores, rows, shift=seen[-1].effect.of_unit, forgetting=forgetting),
        watches=watches,
        first=first,
        surroundings=Surroundings(
            fade=around.fade.with_week(
                unit=unit[rows.team[reach]], tenure=heard_from.tenure[reach], answered=rows.answered[reach]
            ),
            usual_voices=week_effect.usual_after(around.usual_voices, voices_effect),
            voices_variance=around.voices_variance.after(voices_effect),
        ),
    )
    return after, readings


def _may_speak(
    by_channel: "NDArray[np.float64]",
    *,
    asked: "NDArray[np.float64]",
    heard: "NDArray[np.float64]",
    minimum: int,
) -> tuple["NDArray[np.float64]", "NDArray[np.int64]"]:
    """The largest channel that enough people stand behind, and its kind; `both` falls back to `fewer voices`.

    The gates stand outside the running statistic: what may not be said today is still remembered.
    """
    allowed = by_channel.copy()
    allowed[VOICES][asked < minimum] = 0.0
    allowed[BOTH][asked < minimum] = 0.0
    allowed[SCORES][heard < minimum] = 0.0
    kind = np.argmax(allowed, axis=0)
    kind = np.where((kind == BOTH) & (heard < minimum), VOICES, kind)
    return np.maximum(allowed.max(axis=0), 0.0), kind


def end_block(state: State, *, week: int, unit_of_team: "NDArray[np.int64]") -> State:
    """For whole histories: with the last week of the running block the oldest perishes, and a new one begins."""
    if len(state.watches) > 1:
        state = perished(state, block=len(state.watches) - 1, week=week)
    oldest = state.watches[-1]
    people = np.bincount(unit_of_team, weights=state.scores.contributors(), minlength=len(oldest.score_sum))
    begun = oldest.next(contributors=people.astype(np.float64))
    return replace(state, scores=state.scores.with_next_block(), watches=(begun, *state.watches))


def perished(state: State, *, block: int, week: int) -> State:
    """Without what was said in a block before the running one, and all that rests on it, but for what ten people leave:
    the anchor, and how far the team stands from the usual by now, rounded."""
    enough = state.scores.only(block).contributors() >= ANCHORED_FROM
    after, before = state.watches[block - 1], state.watches[block]
    passed = replace(after, smoothed=after.smoothed.taking(before.smoothed, enough))
    watches = (*state.watches[: block - 1], passed, *state.watches[block + 1 :])
    return replace(state, scores=state.scores.perished(block, week=week), watches=watches)


def restart(
    state: State, *, teams: "NDArray[np.bool_]", members: "NDArray[np.bool_]", week: int, rules: Rules
) -> State:
    """Start the baseline of some teams again from `week` on: a dated step for a change-over, merger or new rota.

    Their statistic empties, four weeks are learning again, and the habits of their `members` keep a quarter of
    their weight.
    """
    keep = np.where(members, KEPT_AT_RESTART, 1.0)
    first = state.first
    relearns = week - rules.learning_weeks + RELEARNING_WEEKS  # a team that is younger goes on learning
    return replace(
        state,
        voices=replace(state.voices, weighted_sum=state.voices.weighted_sum * keep, weight=state.voices.weight * keep),
        scores=replace(state.scores, weighted_sum=state.scores.weighted_sum * keep, weight=state.scores.weight * keep),
        watches=tuple(replace(watch, smoothed=watch.smoothed.emptied(teams)) for watch in state.watches),
        first=np.where(teams & (first != NEVER), np.maximum(first, relearns), first),
    )
