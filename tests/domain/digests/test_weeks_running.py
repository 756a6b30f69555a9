"""Since when the same is told: weeks without a gap, from what was shown."""

from collections.abc import Sequence

import pytest

from bot.domain.digests.closed_week import lower_since, organisation_low_since
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import WeekPeriod
from bot.domain.disclosure.quarter_figures import WeekComparison
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.organisation.unit_tree import ORGANISATION
from tests.support.pages import WEEK

STEADY = [7, 7, 7, 7]


@pytest.mark.parametrize(
    ("tenths", "back"),
    [
        ([*STEADY, 7], None),
        ([*STEADY, 4], None),
        ([*STEADY, 4, 4, 4], 2),
        ([*STEADY, 4, 7, 4], None),
        ([*STEADY, 4, 4, 7], None),
        ([7, 7, 7, 4, 4], None),
    ],
    ids=["usual", "first", "third", "again", "over", "too new to compare"],
)
def test_weeks_that_are_lower_than_usual_one_after_the_other(tenths: Sequence[int], back: int | None) -> None:
    shown = [(WEEK - (len(tenths) - 1 - at), value) for at, value in enumerate(tenths)]
    assert lower_since(shown, WEEK, first=None) == (None if back is None else WEEK - back)


def test_weeks_of_learning_and_weeks_without_a_figure_begin_anew() -> None:
    shown = [(WEEK - (6 - at), value) for at, value in enumerate([*STEADY, 4, 4, 4])]
    assert lower_since(shown, WEEK, first=WEEK - 1) == WEEK - 1
    assert lower_since([each for each in shown if each[0] != WEEK - 1], WEEK, first=None) is None


def test_all_teams_together_from_the_ledger() -> None:
    def told(back: int, swing: WeekComparison, *, withheld: str = "") -> Release:
        shown = {"tenths": 4, "swing": swing.value, "lasting": False, "usual": [6, 7]}
        period = WeekPeriod(week=WEEK - back)
        return Release(
            scope=ORGANISATION,
            kind=ReleaseKind.ORGANISATION,
            period=period,
            week=WEEK - back,
            shown={} if withheld else shown,
            withheld=withheld,
        )

    low = WeekComparison.LOWER
    assert organisation_low_since([], WEEK) is None
    assert organisation_low_since([told(2, low)], WEEK) is None
    assert organisation_low_since([told(1, low), told(2, low), told(4, low)], WEEK) == WEEK - 2
    assert organisation_low_since([told(1, low, withheld="too few"), told(2, low)], WEEK) is None
    assert organisation_low_since([told(1, WeekComparison.STEADY), told(2, low)], WEEK) is None
