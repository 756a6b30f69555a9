"""Thresholds, calibration and the summary of a backtest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.detector.backtest import calibrate, flags_at
from bot.domain.detector.thresholds import (
    SHIPPED,
    Thresholds,
    retuned,
)
from tests.domain.detector.detector_cases import (
    Team,
    backtest,
    hospital,
    steady,
)


@given(rate=st.floats(0.02, 5))
@settings(max_examples=40)
def test_more_false_flags_allowed_means_lower_thresholds(rate: float) -> None:
    here, there = Thresholds.shipped(rate), Thresholds.shipped(rate * 1.2)
    assert all(a >= b for a, b in zip(here.at_size, there.at_size, strict=True))


def test_a_simulated_rate_gives_the_simulated_thresholds() -> None:
    for rate, at_size in SHIPPED:
        assert Thresholds.shipped(rate).at_size == pytest.approx(at_size)
    with pytest.raises(ValueError, match="more than none"):
        Thresholds.shipped(0)


def test_thresholds_between_sizes_lie_between_theirs() -> None:
    thresholds = Thresholds(false_flags=0.5, at_size=(3.0, 2.0, 1.0), scale=2.0)
    at = thresholds.of(np.array([1.0, 6.0, 8.0, 12.0, 24.0, 90.0]))
    assert at.tolist() == pytest.approx([6.0, 6.0, at[2], 4.0, 2.0, 2.0])
    assert 4.0 < at[2] < 6.0


def test_a_flag_needs_the_threshold_watched_time_and_quiet_weeks() -> None:
    statistic = np.full((12, 1), 2.0)
    watched = np.ones((12, 1), dtype=np.bool_)
    watched[0] = False
    flag = flags_at(statistic, np.full((12, 1), 2.0), watched)
    assert np.flatnonzero(flag[:, 0]).tolist() == [1, 10]


def test_calibrated_thresholds_keep_to_the_stated_number_on_that_history() -> None:
    steady_weeks = backtest(hospital(steady(30, people=9), weeks=64))
    wanted = Thresholds.shipped(0.5)
    tuned = calibrate(steady_weeks, thresholds=wanted)
    at = np.round(tuned.of(steady_weeks.asked_people), 4)
    flag = flags_at(steady_weeks.statistic, at, steady_weeks.watched)
    assert flag.sum() / steady_weeks.team_years <= 0.5 + 1e-9
    assert flag.sum() >= 0.3 * steady_weeks.team_years


def test_a_handful_of_team_years_hardly_moves_the_shipped_thresholds() -> None:
    never = retuned(Thresholds.shipped(0.5), flags_at=lambda _: 0, team_years=1.0)
    assert 0.9 < never.scale < 1.0
    with pytest.raises(ValueError, match="no watched weeks"):
        retuned(Thresholds.shipped(0.5), flags_at=lambda _: 0, team_years=0)


def test_the_summary_counts_what_the_rows_say() -> None:
    falling = Team(name="falling", falls_at=18, quieter=0.5, lower=0.9)
    result = backtest(hospital([*steady(6), falling, Team(name="big", people=25)], weeks=40))
    rows, summary = list(result.rows()), result.summary()
    assert summary.flags == sum(row.flag for row in rows) == sum(summary.kinds.values())
    assert summary.watched_weeks == sum(row.statistic is not None for row in rows) == 8 * 28
    assert sum(size.teams for size in summary.sizes) == 8
    assert [size.teams for size in summary.sizes if size.smallest == 20] == [1]
    assert summary.flags_per_team_year == pytest.approx(summary.flags * 52 / (8 * 28))
