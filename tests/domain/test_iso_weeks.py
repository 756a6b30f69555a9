"""ISO weeks order, parse and count across year ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.iso_weeks import IsoWeek, week_meant

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@given(day=days, weeks=st.integers(-600, 600))
def test_week_arithmetic_agrees_with_the_calendar(day: date, weeks: int) -> None:
    here, there = IsoWeek.of(day), IsoWeek.of(day + timedelta(weeks=weeks))
    assert here + weeks == there
    assert there - weeks == here
    assert there - here == weeks
    assert (here < there) == (weeks > 0)


@given(day=days)
def test_a_week_prints_and_parses_as_itself(day: date) -> None:
    week = IsoWeek.of(day)
    assert IsoWeek.parse(str(week)) == week
    assert week.monday() <= day <= week.sunday()
    assert IsoWeek.from_index(week.index) == week


def test_the_fifty_third_week_exists_only_in_long_years() -> None:
    assert IsoWeek.parse("2026-W53") + 1 == IsoWeek(year=2027, week=1)
    with pytest.raises(ValueError, match="2025 has no ISO week 53"):
        IsoWeek(year=2025, week=53)


@pytest.mark.parametrize("text", ["2026-10", "2026-W1", "2026-W00", "26-W10", "2026-W10 ", "2026W10", "２０２６-W10"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="week"):
        IsoWeek.parse(text)


def test_a_day_for_ever_is_of_no_week() -> None:
    """Lists of staff write 31/12/9999 where somebody has no last day."""
    assert week_meant("31/12/9999") is None
    assert week_meant("31/12/2026") == IsoWeek(year=2026, week=53)
