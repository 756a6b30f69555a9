"""A score cell: told from enough contributors, everybody weighing the same, in words that fit its size."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.answer_sums import AnswerSum
from bot.domain.disclosure.atoms import Atom, kept_atom
from bot.domain.disclosure.scores.joint_rule import ReachWeek
from bot.domain.disclosure.scores.score_cells import ScoreCell, ScoreWeek, cut_score_cell, kept_score_cell
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_words import Vocabulary, word_of
from bot.domain.iso_weeks import IsoWeek

W1 = IsoWeek.parse("2026-W02")
NOBODY: frozenset[PersonId] = frozenset()


def people(n: int) -> list[PersonId]:
    return [PersonId(f"p{number:02}") for number in range(n)]


def an_atom(n: int) -> Atom:
    return kept_atom([UnitId("ward")], people(n), ["Ward"])


def a_week(n: int, *, most: int | None = None, at: int = 0, of_two: bool = False, also: bool = False) -> ScoreWeek:
    within = frozenset(people(n))
    reach = ReachWeek(week=W1 + at, within=within, asked=within, most=n if most is None else most)
    return ScoreWeek(reach=reach, of_two_answers=of_two, also_asked=also)


def said(*values: float) -> dict[PersonId, AnswerSum]:
    return {person: AnswerSum.of(value) for person, value in zip(people(len(values)), values, strict=True)}


def cell_of(n: int, values: Iterable[float], *weeks: ScoreWeek, insiders: frozenset[PersonId] = NOBODY) -> ScoreCell:
    return cut_score_cell(an_atom(n), weeks or [a_week(n)], said(*values), insiders=insiders)


def word(cell: ScoreCell) -> str | None:
    return None if cell.word is None else str(cell.word)


@pytest.mark.parametrize(
    ("n", "contributors", "expected"),
    [
        (7, 4, None),
        (7, 5, "agree/3"),
        (19, 5, "agree/3"),
        (20, 5, None),  # five words or none: never the other vocabulary
        (20, 9, None),
        (20, 10, "agree/5"),
    ],
)
def test_how_many_it_takes(n: int, contributors: int, expected: str | None) -> None:
    assert word(cell_of(n, [7.0] * contributors)) == expected


def test_six_within_reach_are_told_nothing_however_many_answer() -> None:
    assert cell_of(7, [7.0] * 6, a_week(6)).word is None


def test_the_joint_rule_withholds_whatever_was_said() -> None:
    weeks = [a_week(8, most=2), a_week(8, most=2, at=1)]
    cell = cell_of(8, [7.0] * 8, *weeks)
    assert cell.word is None
    assert cell.vouched_by == frozenset()


def test_everybody_weighs_the_same_however_often_they_answered() -> None:
    given_answers = said(0.0, 0.0, 0.0, 10.0, 10.0)
    given_answers[people(4)[3]] = AnswerSum(answers=3, thirds=90)
    cell = cut_score_cell(an_atom(8), [a_week(8)], given_answers, insiders=NOBODY)
    assert cell.word == word_of(Fraction(4), Vocabulary.THREE), "by answers it would be 50 / 7"


def test_insiders_are_not_counted_even_if_they_became_so_since() -> None:
    late = frozenset(people(1))
    assert cell_of(8, [7.0] * 5, insiders=late).word is None
    assert cell_of(8, [7.0] * 6, insiders=late).word is not None


def test_five_are_not_enough_for_yes_or_no_alone() -> None:
    """Five of them never give a mixed score, so one would say that everybody else of seven took part."""
    assert cell_of(8, [10.0] * 5, a_week(8, of_two=True)).word is None
    assert cell_of(8, [10.0] * 6, a_week(8, of_two=True)).word is not None
    finer = [a_week(8, of_two=True), a_week(8, at=1), a_week(8, at=2)]
    assert cell_of(8, [10.0] * 5, *finer).word is not None
    assert cell_of(8, [10.0] * 5, *finer[:2]).word is None


def test_weeks_in_which_something_else_was_asked_vouch_last() -> None:
    shared, own = a_week(9, also=True), a_week(9, most=7, at=1)
    assert cell_of(9, [7.0] * 5, shared, own).vouched_by == {W1 + 1}
    taken = cut_score_cell(an_atom(9), [shared, own], said(*[7.0] * 5), insiders=NOBODY, taken=frozenset({W1 + 1}))
    assert taken.vouched_by == {W1}


def test_two_camps_are_told_of_a_mixed_score_from_ten_contributors_of_twelve() -> None:
    camps = [0.0] * 5 + [10.0] * 5
    assert cell_of(12, camps).is_wide
    assert not cell_of(11, camps).is_wide
    assert not cell_of(12, camps[:9]).is_wide
    assert not cell_of(12, [5.0] * 10).is_wide
    assert not cell_of(12, [0.0] * 2 + [10.0] * 8).is_wide


def test_nobody_else_can_make_a_cell() -> None:
    kept = kept_score_cell(an_atom(9), n=9, word=None)
    with pytest.raises((TypeError, ValueError)):
        replace(kept, n=30)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="only the gate"):
        ScoreCell(atom=an_atom(9), n=9, word=None, stamp=object())


@settings(max_examples=60)
@given(
    n=st.integers(7, 24),
    highs=st.lists(st.integers(2, 24), min_size=1, max_size=4),
    values=st.lists(st.integers(0, 30), max_size=24),
)
def test_whether_a_cell_may_be_told_never_depends_on_what_was_said(n: int, highs: list[int], values: list[int]) -> None:
    weeks = [a_week(n, most=min(n, high), at=at) for at, high in enumerate(highs)]
    of_these = values[:n]
    one = cell_of(n, [third / 3 for third in of_these], *weeks)
    other = cell_of(n, [10 - third / 3 for third in of_these], *weeks)
    assert one.vouched_by == other.vouched_by
    assert (one.word is None) == (other.word is None)
