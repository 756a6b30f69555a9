"""A virtual year of attention: never above the cap, not in quiet hours or in sleep after nights, and none doubled."""

from collections.abc import Callable

import pytest

from bot.domain.attention.budget import Counted
from bot.domain.attention.spread import AttentionGroup
from tests.support.drills.attention_year import AttentionYear


def judge(year: AttentionYear) -> None:
    assert year.too_many == []
    assert year.in_quiet_hours == []
    assert year.in_sleep == []
    assert year.doubled == []
    kinds = year.kinds()
    assert all(kinds[AttentionGroup.LEADS][kind] > 0 for kind in Counted), "every kind was tried"
    assert set(kinds[AttentionGroup.MEMBERS]) == {Counted.QUESTION, Counted.REMINDER}


@pytest.mark.drill
async def test_eight_weeks_of_two_wards() -> None:
    year = AttentionYear(people=40, days=56)
    await year.live()
    judge(year)


@pytest.mark.soak
async def test_a_year_of_a_thousand(record_property: Callable[[str, object], None]) -> None:
    year = AttentionYear(people=1000, days=366)
    await year.live()
    for group, (middle, most) in year.monthly().items():
        record_property(f"messages a month, {group}", f"median {middle:.1f}, p95 {most:.1f}")
        record_property(f"kinds, {group}", dict(year.kinds()[group]))
    judge(year)


@pytest.mark.drill
async def test_the_judge_sees_a_budget_that_is_not_kept() -> None:
    year = AttentionYear(people=40, days=21, questions_allowed=0)
    await year.live()
    assert year.too_many
