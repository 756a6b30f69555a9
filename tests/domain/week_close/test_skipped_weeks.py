"""Which weeks a restore skips, where clocks differ."""

from datetime import UTC, datetime

import pytest

from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.skipped_weeks import skipped_weeks, weeks_over

W10 = IsoWeek.parse("2026-W10")
ZONES = ("Europe/London", "Pacific/Auckland")
SUNDAY_NIGHT = datetime(2026, 3, 15, 18, 0, tzinfo=UTC)
"""In W11; in Auckland W12 has begun."""


@pytest.mark.parametrize(
    ("first", "skipped", "over"),
    [
        (W10, [W10, W10 + 1, W10 + 2], [W10]),
        (W10 + 1, [W10 + 1, W10 + 2], []),
        (W10 + 2, [W10 + 2], []),
        (W10 + 3, [], []),
    ],
)
def test_every_week_that_has_begun_anywhere_is_skipped_and_what_is_over_everywhere_closed(
    first: IsoWeek, skipped: list[IsoWeek], over: list[IsoWeek]
) -> None:
    assert skipped_weeks(first, ZONES, at=SUNDAY_NIGHT) == skipped
    assert weeks_over(first, ZONES, at=SUNDAY_NIGHT) == over


@pytest.mark.parametrize(
    ("asked_for", "skipped"), [(None, [W10, W10 + 1]), (W10 + 1, [W10, W10 + 1]), (W10 + 2, [W10, W10 + 1, W10 + 2])]
)
def test_so_is_one_for_which_people_were_asked_already(asked_for: IsoWeek | None, skipped: list[IsoWeek]) -> None:
    assert skipped_weeks(W10, ("Europe/London",), at=SUNDAY_NIGHT, asked_for=asked_for) == skipped


def test_without_a_unit_there_is_nothing_to_skip() -> None:
    assert skipped_weeks(W10, (), at=SUNDAY_NIGHT, asked_for=W10) == []
    assert weeks_over(W10, (), at=SUNDAY_NIGHT) == []
