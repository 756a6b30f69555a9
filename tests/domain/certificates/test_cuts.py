"""Released cells as they are kept: what no gate would have cut is named."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.certificates.cuts import ScoreCuts, atom_faults, cells_as_kept
from bot.domain.certificates.kept_week import KeptCell
from bot.domain.disclosure.atoms import Atom, BlockAtoms, kept_atom
from bot.domain.disclosure.bands import Band, bands, fewest
from bot.domain.disclosure.cells import kept_cell
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, ReleasePeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek

WEEK, TEAM = IsoWeek.parse("2026-W10"), UnitId("icu")
FIRST = WEEK - 3


def an_atom(size: int = 24, *teams: UnitId) -> Atom:
    named = teams or (TEAM,)
    return kept_atom(named, [PersonId(f"p{number}") for number in range(size)], [each.upper() for each in named])


def faults(cell: KeptCell, atom: Atom) -> list[str]:
    return list(cells_as_kept(WEEK, [cell], dict.fromkeys(atom.teams, atom))[1])


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_cell_is_one_of_the_bands_of_so_many_people_or_is_named(n: int, low: int, high: int) -> None:
    may_be = fewest() <= n <= 24 and low <= high and Band(low=low, high=high) in bands(n)
    cell = KeptCell(team=TEAM, n=n, low=low, high=high, withheld="")
    assert bool(faults(cell, an_atom())) is not may_be


def test_a_cell_belongs_to_the_first_team_of_an_atom() -> None:
    pooled = an_atom(24, UnitId("icu"), UnitId("ward"))
    cell = KeptCell(team=UnitId("ward"), n=8, low=0, high=2, withheld="")
    assert faults(cell, pooled) == ["ward 2026-W10: a cell of no atom"]
    assert faults(replace(cell, team=UnitId("gone")), pooled) == ["gone 2026-W10: a cell of no atom"]
    assert faults(replace(cell, team=TEAM), pooled) == []


@pytest.mark.parametrize(("withheld", "n"), [("too_few", 3), ("learning", 0), ("anything", 0)])
def test_a_withheld_cell_tells_nothing_but_why(withheld: str, n: int) -> None:
    cell = KeptCell(team=TEAM, n=0, low=0, high=0, withheld="undelivered")
    assert faults(cell, an_atom()) == []
    assert len(faults(replace(cell, withheld=withheld, n=n), an_atom())) == 1


def test_no_team_is_in_two_atoms() -> None:
    cut = BlockAtoms(since=WEEK, atoms=[an_atom(), an_atom(9, TEAM, UnitId("ward"))])
    assert atom_faults(cut) == ["icu: it is in two atoms from 2026-W10 on"]


def a_row(
    kind: ReleaseKind = ReleaseKind.SCORE_CELLS,
    period: ReleasePeriod | None = None,
    *,
    of: str = "core",
    changed: Mapping[str, object] | None = None,
) -> Release:
    cell: dict[str, object] = {"n": 24, "word": "agree/5", "wide": False, "by": [str(FIRST), str(FIRST + 1)]}
    return Release(
        scope=TEAM,
        kind=kind,
        period=period or BlockPeriod(epoch=FIRST, number=0),
        week=WEEK,
        shown={"teams": [TEAM], "names": ["ICU"], "insiders": [], "cells": {of: cell | dict(changed or {})}},
        people=an_atom().colleagues,
    )


def score_faults(*rows: Release) -> list[str]:
    cuts, atom = ScoreCuts(), an_atom()
    found: list[str] = []
    for week in (FIRST, FIRST + 1, WEEK):
        cell = kept_cell(atom, week, n=8, band=Band(low=0, high=2), insiders=[])
        found += cuts.enter(week, [cell], rows if week == WEEK else [])
    return found


def test_a_score_cell_that_the_gate_would_cut_is_no_fault() -> None:
    assert score_faults(a_row()) == []
    assert score_faults(a_row(changed={"n": 12, "word": "mixed/3", "wide": True})) == []
    assert score_faults(a_row(changed={"word": None, "by": []})) == []


@pytest.mark.parametrize(
    "changed",
    [{"n": 19}, {"word": "agree/3"}, {"by": []}, {"wide": True}, {"n": 25}, {"n": 6, "word": "agree/3"}, {"n": "x"}],
    ids=str,
)
def test_a_score_cell_that_the_gate_would_not_cut_is_named(changed: dict[str, object]) -> None:
    assert score_faults(a_row(changed=changed)), changed


def test_a_week_vouches_for_one_cell_and_only_if_it_has_one_itself() -> None:
    assert score_faults(a_row(changed={"by": [str(FIRST), str(FIRST + 2)]})) == [
        "icu 2026-W10: 2026-W09 vouches for core and has no cell"
    ]
    later = a_row(ReleaseKind.KIND_CELLS, EpochPeriod(first=FIRST), of="advocacy", changed={"by": [str(FIRST)]})
    assert score_faults(a_row(), later) == ["icu 2026-W10: 2026-W07 vouches for advocacy and for 2026-W07/0 core"]
    assert score_faults(a_row(changed={"by": [str(FIRST + 1)]}), later) == []
