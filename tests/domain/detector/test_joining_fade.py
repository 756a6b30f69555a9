"""Launch fade is learned per unit, and expected of people as steeply as it happens to them."""

import numpy as np
import pytest

from bot.domain.detector.joining_fade import FadeTally, shape
from bot.domain.detector.week_rows import WeekRows
from bot.domain.detector.weekly_step import State, take_week
from tests.domain.detector.detector_cases import RULES, SHIPPED

TEAMS, PEOPLE, WEEKS = 40, 15, 36


def a_unit_that_starts(*, fades: float) -> list[WeekRows]:
    """Wards start one after the other; people differ in habit, teams in response, and `fades` is each person's fall."""
    rng = np.random.default_rng(4)
    team = np.repeat(np.arange(TEAMS), PEOPLE)
    habit = rng.normal(0, 1.2, len(team)) + rng.normal(0.2, 1.0, TEAMS)[team]
    starts = (np.arange(TEAMS) % 12)[team]
    weeks = []
    for week in range(WEEKS):
        here = np.flatnonzero(starts <= week)
        logit = habit[here] + fades * shape(week - starts[here])
        answered = rng.random(len(here)) < 1 / (1 + np.exp(-logit))
        weeks.append(
            WeekRows(
                week=week,
                team=team[here],
                member=here,
                reachable=np.ones(len(here), dtype=np.bool_),
                answered=answered,
                score=np.where(answered, 3.0, np.nan),
                unit_of_team=np.zeros(TEAMS, dtype=np.int64),
                units=1,
            )
        )
    return weeks


@pytest.mark.parametrize("fades", [0.0, 0.6, 1.2])
def test_as_many_answer_as_are_expected_through_the_months_after_a_launch(fades: float) -> None:
    state = State.empty(np.repeat(np.arange(TEAMS), PEOPLE), teams=TEAMS, units=1)
    expected, answered = 0.0, 0.0
    for rows in a_unit_that_starts(fades=fades):
        state, readings = take_week(state, rows, thresholds=SHIPPED, rules=RULES)
        if rows.week >= 12:
            expected += float(readings.expected.sum())
            answered += float(readings.answered.sum())
    assert answered / expected == pytest.approx(1.0, abs=0.08)


def test_a_unit_that_fades_is_told_from_one_that_does_not() -> None:
    amplitudes = []
    for fades in (0.0, 0.6, 1.2):
        tally = FadeTally.empty(1)
        for rows in a_unit_that_starts(fades=fades):
            tally = tally.with_week(
                unit=np.zeros(len(rows.team), dtype=np.int64),
                tenure=rows.week - (rows.team % 12),
                answered=rows.answered,
            )
        amplitudes.append(float(tally.amplitude()[0]))
    assert abs(amplitudes[0]) < 0.15
    assert amplitudes[0] + 0.25 < amplitudes[1] < amplitudes[2] - 0.25
