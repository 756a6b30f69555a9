"""The library suggests what fits the flag and the lowest competency, and never repeats itself too soon."""

import pytest

from bot.domain.follow_up.action_library import (
    GIVING_ROOM,
    SUITS,
    WEEKS_UNREPEATED,
    step,
    suggest,
    suggest_above,
    suggest_room,
)
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.iso_weeks import IsoWeek

WARD = UnitId("ward")
WEEK = IsoWeek.parse("2026-W10")


def one(kind: FlagKind | None, *, lowest: ScoreKind | None = None, recent: frozenset[str] = frozenset()) -> str:
    (code,) = suggest(kind, lowest=lowest, unit=WARD, recent=recent, count=1)
    return code


def test_every_component_has_a_step_in_at_most_two_sentences() -> None:
    components = {code.rstrip("b") for code in SUITS}
    assert [sum(code.startswith(f"{group}.") for code in components) for group in range(1, 7)] == [4, 2, 5, 4, 1, 7]
    for code in (*SUITS, *GIVING_ROOM):
        words = step(code, "en-GB")
        assert words.rstrip("”").endswith((".", "?"))
        assert len(words) <= 130
        assert "the change" not in words


@pytest.mark.parametrize(
    ("kind", "letters"),
    [
        (FlagKind.FEWER_VOICES, "V"),
        (FlagKind.LOWER_SCORE, "S"),
        (FlagKind.BOTH, "VS"),
        (FlagKind.ROOM_FROM_ABOVE, "U"),
        (None, "A"),
    ],
)
@pytest.mark.parametrize("lowest", [None, *COMPETENCIES])
def test_a_step_fits_the_flag(kind: FlagKind | None, letters: str, lowest: ScoreKind | None) -> None:
    codes = suggest(kind, lowest=lowest, unit=WARD, recent=frozenset(), count=3)
    assert len(set(codes)) == 3
    assert all(set(SUITS[code]) & set(letters) for code in codes)


def test_the_lowest_competency_chooses_among_what_fits() -> None:
    assert len({one(FlagKind.LOWER_SCORE, lowest=lowest) for lowest in COMPETENCIES}) == 3


def test_no_step_comes_twice_in_half_a_year_whatever_happens() -> None:
    shown: list[str] = []
    for week in range(3 * WEEKS_UNREPEATED):
        kind = [None, *FlagKind][week % 3]
        shown.append(one(kind, recent=frozenset(shown[-WEEKS_UNREPEATED:])))
        assert shown[-1] not in shown[-WEEKS_UNREPEATED - 1 : -1]


def test_units_above_are_told_how_to_make_room() -> None:
    told = {suggest_above(unit=WARD, week=WEEK + weeks) for weeks in range(10)}
    assert told == {code for code, suits in SUITS.items() if "U" in suits}


def test_what_gives_room_begins_with_another_step_in_another_quarter() -> None:
    orders = [suggest_room(unit=WARD, week=WEEK + 13 * number) for number in range(8)]
    assert all(sorted(each) == sorted(GIVING_ROOM) for each in orders)
    assert len({each[0] for each in orders}) > 2
    assert suggest_room(unit=WARD, week=WEEK) == orders[0]
