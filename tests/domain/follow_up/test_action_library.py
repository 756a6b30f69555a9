"""The library suggests what fits the flag, varies from week to week and covers all 23 components."""

import pytest

from bot.domain.follow_up.action_library import (
    SUITS,
    step,
    suggest,
)
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek

WARD = UnitId("ward")
WEEK = IsoWeek.parse("2026-W10")


def test_there_are_twenty_three_components_each_with_a_step() -> None:
    assert [sum(code.startswith(f"{group}.") for code in SUITS) for group in range(1, 7)] == [4, 2, 5, 4, 1, 7]
    for code in SUITS:
        assert step(code, "en-GB").rstrip("”").endswith((".", "?"))


@pytest.mark.parametrize(
    ("kind", "letters"), [(FlagKind.FEWER_VOICES, "V"), (FlagKind.LOWER_SCORE, "S"), (FlagKind.BOTH, "VS"), (None, "A")]
)
def test_suggestions_fit_and_differ(kind: FlagKind | None, letters: str) -> None:
    for weeks in range(30):
        codes = suggest(kind, unit=WARD, week=WEEK + weeks, count=3)
        assert len(set(codes)) == 3
        assert all(set(SUITS[code]) & set(letters) for code in codes)


def test_the_next_week_brings_other_steps_and_a_replay_the_same() -> None:
    first = suggest(FlagKind.FEWER_VOICES, unit=WARD, week=WEEK, count=3)
    assert first == suggest(FlagKind.FEWER_VOICES, unit=WARD, week=WEEK, count=3)
    assert not set(first) & set(suggest(FlagKind.FEWER_VOICES, unit=WARD, week=WEEK + 1, count=3))


def test_both_takes_from_either_half() -> None:
    codes = suggest(FlagKind.BOTH, unit=WARD, week=WEEK, count=3)
    assert any("V" in SUITS[code] for code in codes)
    assert any("S" in SUITS[code] for code in codes)


def test_within_a_year_every_unit_sees_every_step_for_any_week() -> None:
    fitting = {code for code, suits in SUITS.items() if "A" in suits}
    seen = {code for weeks in range(52) for code in suggest(None, unit=WARD, week=WEEK + weeks, count=1)}
    assert seen == fitting
