"""A person-week cannot contradict itself, and columns hold what rows do."""

import math

import pytest

from bot.domain.indicators.person_weeks import PersonWeek, PersonWeekColumns
from bot.domain.iso_weeks import IsoWeek

LAST = IsoWeek.parse("2026-W02")


def row(member: str, *, ago: int = 0, reachable: bool = True, answered: bool = True) -> PersonWeek:
    return PersonWeek(team="icu", member=member, week=LAST - ago, reachable=reachable, answered=answered)


def test_a_person_week_cannot_contradict_itself() -> None:
    with pytest.raises(ValueError, match="within reach"):
        row("a", reachable=False)
    with pytest.raises(ValueError, match="without an answer"):
        PersonWeek(team="icu", member="a", week=LAST, reachable=True, answered=False, score=2.0)
    for score in (0.9, 4.1, math.nan):
        with pytest.raises(ValueError, match="between 1 and 4"):
            PersonWeek(team="icu", member="a", week=LAST, reachable=True, answered=True, score=score)


def test_columns_hold_the_same_rows() -> None:
    rows = [row("a"), row("b", ago=3, answered=False)]
    rows.append(PersonWeek(team="ed", member="a", week=LAST, reachable=True, answered=True, score=2.5))
    columns = PersonWeekColumns.of(rows)
    assert [columns.members[code] for code in columns.member.tolist()] == [("icu", "a"), ("icu", "b"), ("ed", "a")]
    assert columns.week.tolist() == [each.week.index for each in rows]
    assert columns.reachable.tolist() == [True, True, True]
    assert columns.answered.tolist() == [True, False, True]
    assert columns.score.tolist() == pytest.approx([math.nan, math.nan, 2.5], nan_ok=True)
