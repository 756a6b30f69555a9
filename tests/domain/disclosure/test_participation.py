"""What is shown of participation is a mean of cells, in tenths or in three words, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.disclosure.atoms import kept_atom
from bot.domain.disclosure.bands import band_of
from bot.domain.disclosure.cells import ParticipationCell, kept_cell
from bot.domain.disclosure.participation import (
    Participation,
    ShareFigure,
    ShareWord,
    WeekCount,
    heard,
    week_counts,
)
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, UnitTree

WEEK = IsoWeek.parse("2026-W10")
MEDICINE, SURGERY, WARD, CLINIC, PAIN = (UnitId(each) for each in ("medicine", "surgery", "ward", "clinic", "pain"))
TREE = UnitTree(parents={MEDICINE: None, SURGERY: None, WARD: MEDICINE, CLINIC: MEDICINE, PAIN: SURGERY})


def a_cell(n: int, answered: int, *teams: UnitId, week: IsoWeek = WEEK) -> ParticipationCell:
    colleagues = [PersonId(f"p{number}") for number in range(max(n, 7))]
    atom = kept_atom(teams or [WARD], colleagues, teams or [WARD])
    return kept_cell(atom, week, n=n, band=band_of(answered, n), insiders=())


def a_count(n: int, answered: int, back: int = 0) -> WeekCount:
    return WeekCount.of(WEEK - back, [a_cell(n, answered, week=WEEK - back)])


def figure_of(*counts: WeekCount) -> ShareFigure | Withholding:
    shown = heard(counts, WEEK)
    return shown.figure if isinstance(shown, Participation) else shown.because


def test_one_cell_is_not_shown_and_two_are_their_mean() -> None:
    assert figure_of(a_count(10, 6)) is Withholding.TOO_FEW
    assert figure_of(a_count(10, 6), a_count(10, 7, 4)) is Withholding.TOO_FEW
    # The middles of {6, 7} and {8 - 10}, weighted by n: (6.5 + 19) / 30.
    assert figure_of(a_count(10, 6), a_count(20, 19, 3)) == ShareFigure(part=ShareWord.MOST, tenths=9)


def test_tenths_need_ten_within_reach_of_every_cell() -> None:
    shown = figure_of(a_count(40, 20), a_count(9, 4, 1))
    assert isinstance(shown, ShareFigure)
    assert (shown.part, shown.tenths) == (ShareWord.HALF, None)


@pytest.mark.parametrize(
    ("hits", "word", "tenths"),
    [(0, ShareWord.FEW, 1), (7, ShareWord.FEW, 4), (8, ShareWord.HALF, 4), (12, ShareWord.HALF, 6),
     (13, ShareWord.MOST, 7), (20, ShareWord.MOST, 9)],
)  # fmt: skip
def test_neither_none_nor_all_is_ever_said(hits: int, word: ShareWord, tenths: int) -> None:
    assert ShareFigure.of(hits, 20, in_tenths=True) == ShareFigure(part=word, tenths=tenths)
    with pytest.raises(ValueError, match="none and all"):
        ShareFigure(part=word, tenths=10)


def test_a_cell_is_shown_to_its_teams_and_to_the_units_that_hold_all_of_them() -> None:
    own, together, across = a_cell(9, 2, WARD), a_cell(9, 5, CLINIC, WARD), a_cell(9, 8, PAIN, WARD)
    gone = a_cell(9, 8, UnitId("no-more"))

    def scopes(cell: ParticipationCell) -> set[object]:
        return set(week_counts(TREE, [cell]))

    assert scopes(own) == {WARD, MEDICINE, ORGANISATION}
    assert scopes(together) == {WARD, CLINIC, MEDICINE, ORGANISATION}
    assert scopes(across) == {WARD, PAIN, ORGANISATION}
    assert scopes(gone) == {ORGANISATION}
    assert week_counts(TREE, [own, a_cell(20, 0, CLINIC)])[MEDICINE] == WeekCount(
        week=WEEK, cells=2, n=29, doubled=4, smallest=9
    )


def test_only_the_gate_shows_a_share() -> None:
    honest = heard([a_count(10, 6), a_count(10, 6, 1)], WEEK)
    assert isinstance(honest, Participation)
    with pytest.raises(TypeError, match="only the gate"):
        Participation(figure=honest.figure, stamp=None)
    with pytest.raises((TypeError, ValueError)):
        replace(honest, figure=ShareFigure(part=ShareWord.FEW))  # type: ignore[call-arg]
    assert heard([], WEEK) == Withheld(because=Withholding.TOO_FEW)


@given(data=st.data(), sizes=st.lists(st.integers(5, 40), min_size=1, max_size=4))
def test_two_histories_of_the_same_bands_are_shown_alike(data: st.DataObject, sizes: list[int]) -> None:
    answered = [data.draw(st.integers(0, n)) for n in sizes]
    others = [
        data.draw(st.integers((band := band_of(a, n)).low, band.high)) for a, n in zip(answered, sizes, strict=True)
    ]

    def shown(counts: list[int]) -> Participation | Withheld:
        return heard([a_count(n, a, back) for back, (n, a) in enumerate(zip(sizes, counts, strict=True))], WEEK)

    assert shown(answered) == shown(others)
