"""Participation and breadth say a share, or why there is none."""

import math
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.participation import breadth_of, participation_of
from bot.domain.indicators.person_weeks import PersonWeek, PersonWeekColumns
from bot.domain.indicators.values import Scarcity, Share, TooFew
from bot.domain.iso_weeks import IsoWeek

LAST = IsoWeek.parse("2026-W02")


def row(member: str, *, ago: int = 0, reachable: bool = True, answered: bool = True) -> PersonWeek:
    return PersonWeek(team="icu", member=member, week=LAST - ago, reachable=reachable, answered=answered)


def test_participation_is_over_those_within_reach() -> None:
    share = participation_of(8, 20, people=5)
    assert isinstance(share, Share)
    assert (share.hits, share.trials) == (8, 20)


def test_under_five_people_there_is_no_share() -> None:
    assert participation_of(16, 16, people=4) == TooFew(because=Scarcity.ASKED, found=4, needed=5)
    assert breadth_of("abcd", listed="abcd") == TooFew(because=Scarcity.LISTED, found=4, needed=5)


def test_breadth_is_over_the_team_list_and_not_over_reach() -> None:
    share = breadth_of({"a", "b", "gone"}, listed="abcdefghij")
    assert isinstance(share, Share)
    assert share.value == 0.2


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (Wilson score), 95 %.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_wilson_interval_agrees_with_newcombes_table(hits: int, trials: int, low: float, high: float) -> None:
    share = Share.wilson(hits, trials, confidence=0.95)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@given(trials=st.integers(1, 400), data=st.data())
@settings(max_examples=50)
def test_the_interval_holds_the_share(trials: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, trials))
    share = Share.wilson(hits, trials)
    assert 0 <= share.low <= share.value <= share.high <= 1


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


def test_participation_does_not_load_numpy() -> None:
    code = (
        "import bot.domain.indicators.participation, bot.domain.indicators.engagement, sys;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'matplotlib')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
