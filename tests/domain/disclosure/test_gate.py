"""The gate decides once, by its rules, and nothing that it has not released can be shown."""

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.disclosure.atoms import kept_atom
from bot.domain.disclosure.cells import ParticipationCell, cut_cell
from bot.domain.disclosure.figures import FlagFigure, ScoreFigure
from bot.domain.disclosure.gate import Released, gate
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import FlagRequest, WeekCase
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Privacy

WEEK = IsoWeek.parse("2026-W10")
WARD, CLINIC, MEDICINE = UnitId("ward"), UnitId("clinic"), UnitId("medicine")
TREE = UnitTree(parents={MEDICINE: None, WARD: MEDICINE, CLINIC: MEDICINE}, names={WARD: "Ward 7", CLINIC: "Clinic"})
BLOCK = BlockPeriod(epoch=WEEK - 3, number=0)


def people(count: int, prefix: str = "p") -> frozenset[PersonId]:
    return frozenset(PersonId(f"{prefix}{number}") for number in range(count))


def a_cell(size: int, heard: int, *teams: UnitId) -> ParticipationCell:
    atom = kept_atom(teams, people(size), [TREE.names[team] for team in teams])
    cell = cut_cell(atom, WEEK, within=people(size), heard=people(heard), insiders=frozenset())
    assert isinstance(cell, ParticipationCell)
    return cell


def a_case(*cells: ParticipationCell, **given_fields: object) -> WeekCase:
    fields: dict[str, object] = {
        "week": WEEK, "tree": TREE, "privacy": Privacy(), "readers": frozenset(), "asked": frozenset({WARD, CLINIC}),
        "cells": cells, "atoms": {team: cell.atom for cell in cells for team in cell.atom.teams},
    }  # fmt: skip
    return WeekCase(**(fields | given_fields))  # type: ignore[arg-type]


def a_flag(
    kind: FlagKind = FlagKind.BOTH, *, size: int = 8, heard: int = 8, weeks: int = 20, others: tuple[UnitId, ...] = ()
) -> FlagRequest:
    teams = sorted([WARD, *others])
    atom = kept_atom(teams, people(size), teams) if size >= 7 else None
    return FlagRequest(kind=kind, since=WEEK - 5, atom=atom, heard=people(heard), weeks_observed=weeks)


def test_a_unit_is_shown_the_mean_of_its_cells_once_there_are_two() -> None:
    ward, clinic = a_cell(10, 2, WARD), a_cell(20, 19, CLINIC)
    now = gate(a_case(ward, clinic))
    assert now.participation[WARD] == now.participation[CLINIC] == Withheld(because=Withholding.TOO_FEW)
    above = now.participation[MEDICINE]
    assert isinstance(above, Participation)
    assert above.figure.tenths == 7, "the middles of {0 - 2} and {18 - 20}: (1 + 19) of 30"
    earlier = {scope: [replace(count, week=WEEK - 1)] for scope, count in now.counted.items()}
    then = gate(a_case(ward, clinic, counted=earlier)).participation[WARD]
    assert isinstance(then, Participation)
    assert (then.figure.tenths, then.together) == (1, ())


def test_teams_that_are_counted_together_are_shown_together_by_name() -> None:
    both = a_cell(9, 4, CLINIC, WARD)
    counted = {scope: [replace(count, week=WEEK - 1)] for scope, count in gate(a_case(both)).counted.items()}
    shown = gate(a_case(both, counted=counted)).participation
    ward = shown[WARD]
    assert isinstance(ward, Participation)
    assert (ward, ward.together) == (shown[CLINIC], ("Clinic", "Ward 7"))
    assert gate(a_case(both, counted=counted, atoms={})).participation[WARD] == Withheld(because=Withholding.TOO_FEW)


@pytest.mark.parametrize(
    ("asked_to_show", "expected"),
    [
        (a_flag(), FlagKind.BOTH),
        (a_flag(heard=4), FlagKind.FEWER_VOICES),
        (a_flag(FlagKind.LOWER_SCORE, heard=4), None),
        (a_flag(FlagKind.FEWER_VOICES, heard=0), FlagKind.FEWER_VOICES),
        (a_flag(FlagKind.FEWER_VOICES, size=7), None),
        (a_flag(FlagKind.FEWER_VOICES, size=6), None),
        (a_flag(size=20, others=(CLINIC,)), None),
        (a_flag(weeks=8), None),
        (a_flag(weeks=9), FlagKind.BOTH),
        (replace(a_flag(), last_flag=WEEK - 8), None),
        (replace(a_flag(), last_flag=WEEK - 9), FlagKind.BOTH),
        (replace(a_flag(), silenced_until=WEEK), None),
        (replace(a_flag(), silenced_until=WEEK - 1), FlagKind.BOTH),
    ],
)
def test_a_flag_is_shown_by_its_rules_and_else_nothing_is_kept_of_it(
    asked_to_show: FlagRequest, expected: FlagKind | None
) -> None:
    decided = gate(a_case(flags={WARD: asked_to_show}))
    assert [flag.figure.kind for flag in decided.flags.values()] == ([] if expected is None else [expected])
    if expected is None:
        assert decided == gate(a_case())


def test_a_flag_tells_since_which_month_and_nothing_else() -> None:
    decided = gate(a_case(flags={WARD: a_flag()})).flags[WARD]
    assert decided.figure == FlagFigure(kind=FlagKind.BOTH, since=date(2026, 1, 1))
    with pytest.raises(ValueError, match="by the month"):
        FlagFigure(kind=FlagKind.BOTH, since=date(2026, 1, 29))


def test_what_was_decided_once_stays_so() -> None:
    first = gate(a_case(flags={WARD: a_flag()}))
    ledger = {(row.scope, row.kind, row.period): row for row in first.releases}
    for later in ({}, {WARD: a_flag(heard=0)}, {WARD: replace(a_flag(), silenced_until=WEEK), CLINIC: a_flag()}):
        again = gate(a_case(flags=later, ledger=ledger))
        assert again.flags == first.flags
        assert again.releases == first.releases


def test_a_flag_that_was_not_told_is_not_told_later_although_nothing_is_kept_of_it() -> None:
    first = gate(a_case(flags={WARD: replace(a_flag(), silenced_until=WEEK)}))
    assert [row.kind for row in first.releases] == [ReleaseKind.ORGANISATION]
    again = gate(a_case(flags={WARD: a_flag()}, ledger={(r.scope, r.kind, r.period): r for r in first.releases}))
    assert again.flags == {}
    assert again.releases == first.releases


def test_nobody_else_can_make_a_released_figure() -> None:
    figure = ScoreFigure(word=ScoreWord.parse("agree/3"))
    with pytest.raises(TypeError, match="only the gate"):
        Released(scope=WARD, kind=ReleaseKind.SCORE, period=BLOCK, week=WEEK, figure=figure, stamp=object())
    honest = gate(a_case(flags={WARD: a_flag()})).flags[WARD]
    with pytest.raises((TypeError, ValueError)):
        replace(honest, figure=FlagFigure(kind=FlagKind.BOTH, since=date(2026, 1, 1)))  # type: ignore[call-arg]


def calls_of(*names: str) -> Mapping[str, Sequence[str]]:
    """By the name of what is called, the modules under `bot/` that call it, once for each call."""
    root = Path(__file__).parents[3]
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "bot").rglob("*.py")):
        source = path.read_text("utf-8")
        if not any(f"{name}(" in source for name in names):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found[node.func.id].append(str(path.relative_to(root)))
    return found


def test_the_gate_has_one_call_site_and_figures_come_from_nowhere_else() -> None:
    callers = calls_of("gate", "Released", "recall", "Participation", "ParticipationCell")
    assert callers["gate"] == ["bot/domain/week_close/close.py"]
    assert set(callers["Released"]) == {"bot/domain/disclosure/gate.py"}
    computed_again = "bot/domain/certificates/pages_again.py"
    assert set(callers["recall"]) == {"bot/domain/digests/quarterly/notes.py", computed_again}
    assert set(callers["Participation"]) == {"bot/domain/disclosure/participation.py"}
    assert set(callers["ParticipationCell"]) == {"bot/domain/disclosure/cells.py"}
