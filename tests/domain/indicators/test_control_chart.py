"""Control charts agree with figures that others have published, and with the rules as the NHS writes them."""

from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.control_chart import (
    LIMIT_FACTOR,
    ChartRule,
    Limits,
    special_causes,
)

# nhs-r-community/NHSRplotthedots, the snapshot of testthat named ptd_spc_standard (commit 3aefce7): the 20 values.
PUBLISHED = [
    *(-0.560, -0.230, 1.56, 0.0705, 0.129, 1.72, 0.461, -1.27, -0.687, -0.446),
    *(1.22, 0.360, 0.401, 0.111, -0.556, 1.79, 0.498, -1.97, 0.701, -0.473),
]
PLAIN = Limits(mean=0, lower=-3, upper=3)


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [
        # Same repository, the snapshot ptd_spc (commit 174380d): all 20, and the two halves as facets.
        (PUBLISHED, 0.142, -3.01, 3.29),
        (PUBLISHED[:10], 0.0746, -2.60, 2.75),
        (PUBLISHED[10:], 0.209, -3.28, 3.70),
    ],
)
def test_limits_agree_with_the_published_snapshots(
    values: list[float], mean: float, lower: float, upper: float
) -> None:
    limits = Limits.of(values)
    assert limits.mean == pytest.approx(mean, abs=0.001)
    assert limits.lower == pytest.approx(lower, abs=0.01)
    assert limits.upper == pytest.approx(upper, abs=0.01)


def test_the_published_series_has_common_cause_only_and_the_target_is_hit_and_miss() -> None:
    limits = Limits.of(PUBLISHED)
    assert set(special_causes(PUBLISHED, limits)) == {frozenset()}


def test_one_wild_value_is_screened_out_of_the_limits() -> None:
    wild = [*PUBLISHED[:14], 10.0, *PUBLISHED[15:]]  # as in the package's own test of screen_outliers
    ranges = [abs(after - before) for before, after in pairwise(wild)]
    screened, raw_width = Limits.of(wild), 2 * LIMIT_FACTOR * fmean(ranges)
    assert raw_width > screened.upper - screened.lower
    assert fmean([each for each in ranges if each < 5]) == pytest.approx(
        (screened.upper - screened.mean) / LIMIT_FACTOR
    )


# The cases of the package's test-ptd_calculate_point_type.R, with every point of a run marked.
@pytest.mark.parametrize(
    ("values", "marked"),
    [([1.0] * 6, []), ([1.0] * 6 + [-1], []), ([1.0] * 8 + [-1], list(range(8))), ([-1.0] * 8 + [1], list(range(8)))],
)
def test_seven_points_on_one_side_are_a_shift(values: list[float], marked: list[int]) -> None:
    found = special_causes(values, PLAIN)
    assert [at for at, rules in enumerate(found) if ChartRule.SHIFT in rules] == marked


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6, 7], list(range(7))),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], list(range(1, 8))),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], list(range(1, 8))),
    ],
)
def test_seven_points_in_one_direction_are_a_trend(values: list[float], marked: list[int]) -> None:
    found = special_causes(values, Limits(mean=4, lower=-20, upper=20))
    assert [at for at, rules in enumerate(found) if ChartRule.TREND in rules] == marked


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([0.5, 0.5, 2.5, 0.5, 2.5, 0.5, 0.5], [2, 4]),
        ([0.5, 0.5, 2.5, 2.5, 0.5, 0.5], [2, 3]),
        ([2.5, 0.5, 0.5, 2.5], []),
        ([2.5, 0.5, 0.5, 2.5, 2.5], [3, 4]),
        ([0.5, 2.5, -2.5, 0.5], []),
        ([2.5, -0.5, 2.5], []),
    ],
)
def test_two_of_three_near_a_limit_count_only_on_one_side(values: list[float], marked: list[int]) -> None:
    found = special_causes(values, PLAIN)
    assert [at for at, rules in enumerate(found) if ChartRule.NEAR_LIMIT in rules] == marked


def test_points_near_opposite_limits_are_common_cause_as_in_the_package() -> None:
    values = [1.0, -1.0] * 7 + [5.5, -5.5]
    limits = Limits.of(values)
    assert special_causes(values, limits)[-2:] == [frozenset()] * 2


@given(values=st.lists(st.floats(0, 1), min_size=3, max_size=40), shift=st.integers(-5, 5))
@settings(max_examples=50)
def test_limits_move_with_the_values(values: list[float], shift: int) -> None:
    coarse = [round(value * 64) / 64 for value in values]  # exact in binary, so that adding loses nothing
    here, there = Limits.of(coarse), Limits.of([value + shift for value in coarse])
    assert there.mean - here.mean == pytest.approx(shift)
    assert there.upper - here.upper == pytest.approx(shift)
