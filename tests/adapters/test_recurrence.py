"""Cron expressions on a floating wall clock."""

from datetime import date, time

import pytest

from bot.adapters.recurrence import CronRecurrence

TIMES = CronRecurrence().times


def test_both_ends_of_the_span_belong_to_it_and_the_times_come_in_order() -> None:
    assert TIMES("30 9,17 * * tue", date(2026, 3, 3), date(2026, 3, 10)) == [
        (date(2026, 3, 3), time(9, 30)),
        (date(2026, 3, 3), time(17, 30)),
        (date(2026, 3, 10), time(9, 30)),
        (date(2026, 3, 10), time(17, 30)),
    ]


def test_the_last_minute_of_a_day_is_part_of_it() -> None:
    assert TIMES("59 23 * * *", date(2026, 3, 1), date(2026, 3, 1)) == [(date(2026, 3, 1), time(23, 59))]


def test_nights_on_which_clocks_change_are_like_any_other() -> None:
    for first in (date(2026, 3, 28), date(2026, 10, 24)):
        assert len(TIMES("30 1 * * *", first, date(first.year, first.month, first.day + 2))) == 3


@pytest.mark.parametrize(
    ("span", "count"), [((date(2026, 1, 1), date(2026, 12, 31)), 12), ((date(2026, 2, 2),) * 2, 0)]
)
def test_a_day_of_the_month_comes_once_a_month(span: tuple[date, date], count: int) -> None:
    assert len(TIMES("0 10 1 * *", *span)) == count


def test_a_day_that_no_year_has_never_comes() -> None:
    assert TIMES("0 10 31 2 *", date(2024, 1, 1), date(2052, 12, 31)) == []


@pytest.mark.parametrize("expression", ["", "0 10 * *", "0 10 * * tue 2026", "61 10 * * *", "0 10 * * someday"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        TIMES(expression, date(2026, 1, 1), date(2026, 1, 2))
