"""The usual range is provisional, then locked, and begins again only with a dated step."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.usual_range import (
    LockedLimits,
    Range,
    locks_after,
    ranges,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import POINTS_KEPT

FIRST = IsoWeek.parse("2026-W02")
TWELVE = 45
"""Weekly points that hold twelve separate four-week figures."""


def points(*tenths: int, first: IsoWeek = FIRST) -> list[tuple[IsoWeek, int]]:
    return [(first + at, value) for at, value in enumerate(tenths)]


def limits(found: Range | None) -> tuple[float, float, float] | None:
    return None if found is None else (found.mean, found.low, found.high)


def rolled(
    tenths: Sequence[int], *, steps: Sequence[IsoWeek] = ()
) -> list[tuple[Range | None, tuple[LockedLimits, ...]]]:
    """Week after week as a unit's state carries it: the newest range, and the locks after each week."""
    locks: tuple[LockedLimits, ...] = ()
    found = []
    whole = points(*tenths)
    for last in range(1, len(whole) + 1):
        kept = whole[max(0, last - POINTS_KEPT) : last]
        known = [step for step in steps if step <= kept[-1][0]]
        locks = locks_after(kept, steps=known, locks=locks)
        found.append((ranges(kept, steps=known, locks=locks)[-1], locks))
    return found


@settings(max_examples=15)
@given(st.lists(st.integers(1, 9), min_size=TWELVE + 30, max_size=TWELVE + 40))
def test_limits_move_until_twelve_separate_figures_and_never_again(tenths: list[int]) -> None:
    weekly = rolled(tenths)
    assert weekly[7][0] is None  # three separate figures need nine weeks
    assert all(found is not None and not found.locked for found, _ in weekly[8 : TWELVE - 1])
    locked = [limits(found) for found, _ in weekly[TWELVE - 1 :]]
    assert locked[0] is not None
    assert set(locked) == {locked[0]}
    assert {locks for _, locks in weekly[TWELVE - 1 :]} == {weekly[-1][1]}
    assert len(weekly[-1][1]) == 1


@pytest.mark.drill
def test_a_level_that_falls_after_the_lock_lies_outside_instead_of_moving_the_range() -> None:
    found, _ = rolled([6, 7] * 25 + [3] * 20)[-1]
    assert found is not None
    assert found.low > 3
    assert len(found.outside) == 20


def test_a_step_begins_a_new_range_and_the_old_one_stays_before_it() -> None:
    step = FIRST + 50
    weekly = rolled([7] * 50 + [4] * 55, steps=[step])
    before, after = weekly[49], weekly[-1]
    assert limits(before[0]) == (7, 6, 8)
    assert limits(after[0]) == (4, 3, 5)
    assert weekly[50][0] is None
    assert [lock.since for lock in after[1]] == [None, step]
    both = ranges(points(*[7] * 50, *[4] * 20), steps=[step], locks=before[1])
    assert [limits(each) for each in both] == [(7, 6, 8), (4, 3, 5)]
    assert [(each.first, each.last) for each in both if each] == [(0, 49), (53, 69)]


def test_points_that_reach_back_over_a_step_are_not_judged_by_the_new_range() -> None:
    (_, new) = ranges(points(*[7] * 20, 7, 6, 5, *[4] * 12), steps=[FIRST + 20])
    assert new is not None
    assert (new.first, new.outside) == (23, ())


def test_a_step_taken_out_gives_the_old_range_back_and_a_later_step_may_come_late() -> None:
    tenths = [7] * 50 + [4] * 6
    _, locks = rolled(tenths)[-1]
    late = [FIRST + 44]
    assert locks_after(points(*tenths), steps=late, locks=locks) == locks
    moved = locks_after(points(*[4] * 56, first=FIRST + 47), steps=late, locks=locks)
    assert [lock.since for lock in moved] == [None, *late]
    assert locks_after(points(*[4] * 56, first=FIRST + 47), steps=[], locks=moved) == locks


def test_a_step_after_the_newest_point_changes_nothing_yet() -> None:
    (found,) = ranges(points(*[7] * 20), steps=[FIRST + 30])
    assert limits(found) == (7, 6, 8)
    assert locks_after(points(*[7] * 50), steps=[FIRST + 80]) == ()


@pytest.mark.parametrize("asked_every", [2, 4])
def test_a_team_asked_more_rarely_has_fewer_ways_to_pick_and_the_same_rule(asked_every: int) -> None:
    sparse = [(FIRST + at * asked_every, 6) for at in range(12 * 4 // asked_every)]
    (found,) = ranges(sparse)
    assert found is not None
    assert found.locked
    (not_yet,) = ranges(sparse[: -4 // asked_every])
    assert not_yet is not None
    assert not not_yet.locked
