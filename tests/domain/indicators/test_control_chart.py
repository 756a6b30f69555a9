"""Control charts agree with figures that others have published, and with the rules as the NHS writes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.control_chart import (
    Assurance,
    ControlChart,
    Direction,
    Dot,
    Limits,
    Rule,
    Variation,
    control_chart,
    special_causes,
)
from bot.domain.indicators.values import Scarcity, TooFew
from bot.domain.weeks import IsoWeek

START = IsoWeek.parse("2026-W01")
# nhs-r-community/NHSRplotthedots, tests/testthat/_snaps/ptd_spc_standard.md (commit 3aefce7): the 20 values.
PUBLISHED = [
    *(-0.560, -0.230, 1.56, 0.0705, 0.129, 1.72, 0.461, -1.27, -0.687, -0.446),
    *(1.22, 0.360, 0.401, 0.111, -0.556, 1.79, 0.498, -1.97, 0.701, -0.473),
]
PLAIN = Limits(mean=0, lower=-3, upper=3)


def dots(values: list[float]) -> list[Dot]:
    return [Dot(week=START + step, value=value) for step, value in enumerate(values)]


def chart_of(values: list[float], **options: object) -> ControlChart:
    chart = control_chart(dots(values), **options)  # type: ignore[arg-type]
    assert isinstance(chart, ControlChart)
    return chart


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [
        # Same repository, _snaps/ptd_spc.md (commit 174380d): all 20, and the two halves as facets.
        (PUBLISHED, 0.142, -3.01, 3.29),
        (PUBLISHED[:10], 0.0746, -2.60, 2.75),
        (PUBLISHED[10:], 0.209, -3.28, 3.70),
    ],
)
def test_limits_agree_with_the_published_snapshots(
    values: list[float], mean: float, lower: float, upper: float
) -> None:
    limits = chart_of(values, lock_after=None).limits
    assert limits.mean == pytest.approx(mean, abs=0.001)
    assert limits.lower == pytest.approx(lower, abs=0.01)
    assert limits.upper == pytest.approx(upper, abs=0.01)


def test_the_published_series_has_common_cause_only_and_the_target_is_hit_and_miss() -> None:
    chart = chart_of(PUBLISHED, lock_after=None, target=0.5)
    assert {point.variation for point in chart.points} == {Variation.COMMON_CAUSE}
    assert chart.assurance is Assurance.INCONSISTENT


def test_one_wild_value_is_screened_out_of_the_limits() -> None:
    wild = [*PUBLISHED[:14], 10.0, *PUBLISHED[15:]]  # as in the package's own test of screen_outliers
    screened, raw = Limits.of(wild), Limits.of(wild, screen=False)
    assert raw.upper - raw.lower > screened.upper - screened.lower


# The cases of the package's test-ptd_calculate_point_type.R, with every point of a run marked.
@pytest.mark.parametrize(
    ("values", "marked"),
    [([1.0] * 6, []), ([1.0] * 6 + [-1], []), ([1.0] * 8 + [-1], list(range(8))), ([-1.0] * 8 + [1], list(range(8)))],
)
def test_seven_points_on_one_side_are_a_shift(values: list[float], marked: list[int]) -> None:
    found = special_causes(values, PLAIN)
    assert [at for at, rules in enumerate(found) if Rule.SHIFT in rules] == marked


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
    assert [at for at, rules in enumerate(found) if Rule.TREND in rules] == marked


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
    assert [at for at, rules in enumerate(found) if Rule.NEAR_LIMIT in rules] == marked


def test_points_near_opposite_limits_are_common_cause_as_in_the_package() -> None:
    values = [1.0, -1.0] * 7 + [5.5, -5.5]
    chart = chart_of(values, lock_after=None)
    assert [point.variation for point in chart.points[-2:]] == [Variation.COMMON_CAUSE] * 2


@pytest.mark.parametrize(
    ("direction", "variation"),
    [
        (Direction.INCREASE, Variation.CONCERN_LOW),
        (Direction.DECREASE, Variation.IMPROVEMENT_LOW),
        (Direction.NEUTRAL, Variation.NEUTRAL_LOW),
    ],
)
def test_a_fall_is_concern_or_improvement_by_what_is_better(direction: Direction, variation: Variation) -> None:
    assert chart_of([0.6, 0.7] * 8 + [0.1], direction=direction).variation is variation


@pytest.mark.parametrize(
    ("target", "direction", "assurance"),
    [
        (0.2, Direction.INCREASE, Assurance.PASS),
        (0.95, Direction.INCREASE, Assurance.FAIL),
        (0.65, Direction.INCREASE, Assurance.INCONSISTENT),
        (0.2, Direction.DECREASE, Assurance.FAIL),
        (0.95, Direction.DECREASE, Assurance.PASS),
        (None, Direction.INCREASE, Assurance.NONE),
        (0.2, Direction.NEUTRAL, Assurance.NONE),
    ],
)
def test_assurance_sets_the_target_against_the_limits(
    target: float | None, direction: Direction, assurance: Assurance
) -> None:
    values = [0.6, 0.65, 0.7, 0.65] * 4
    assert chart_of(values, direction=direction, target=target).assurance is assurance


def test_limits_stay_as_the_first_twelve_points_set_them() -> None:
    steady = [0.6, 0.7] * 6
    chart = chart_of([*steady, *[0.3] * 10])
    assert chart.limits == Limits.of(steady)
    assert not chart.provisional


def test_a_dated_step_begins_new_limits_and_no_run_reaches_across_it() -> None:
    values = [0.6, 0.7] * 8 + [0.3, 0.4] * 3
    stepped = chart_of(values, steps=[START + 16])
    assert stepped.limits.mean == pytest.approx(0.35)
    assert stepped.variation is Variation.COMMON_CAUSE
    assert stepped.provisional
    assert chart_of(values).variation is Variation.CONCERN_LOW


def test_two_dots_are_no_chart() -> None:
    assert control_chart(dots([0.5, 0.6])) == TooFew(because=Scarcity.WEEKS, found=2, needed=3)
    assert control_chart([]) == TooFew(because=Scarcity.WEEKS, found=0, needed=3)


def test_weeks_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        control_chart(list(reversed(dots([0.5, 0.6, 0.7]))))


@given(values=st.lists(st.floats(0, 1), min_size=3, max_size=40), shift=st.integers(-5, 5))
@settings(max_examples=50)
def test_a_chart_moves_with_its_values(values: list[float], shift: int) -> None:
    coarse = [round(value * 64) / 64 for value in values]  # exact in binary, so that adding loses nothing
    here, there = chart_of(coarse), chart_of([value + shift for value in coarse])
    assert there.limits.mean - here.limits.mean == pytest.approx(shift)
    assert there.limits.upper - here.limits.upper == pytest.approx(shift)
