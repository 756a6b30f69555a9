"""All figures of scores that a week brings, from its score cells alone: a block's, and a quarter's if it ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.disclosure.atoms import Atom, Insiders, kept_atom
from bot.domain.disclosure.figures import Figure, ScoreFigure
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, ReleasePeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.coupling_cells import CoLeadRequest, coupling_cells, coupling_of
from bot.domain.disclosure.scores.score_cells import ScoreCell, kept_score_cell
from bot.domain.disclosure.scores.score_requests import Cells, ScoreRequest, block_word, core_cells, special_cells
from bot.domain.disclosure.scores.word_figures import (
    AtomWords,
    by_scope,
    figure_of,
    kinds_above,
    kinds_of,
    levels_above,
    levels_of,
    score_above,
)
from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree, Whole
from bot.domain.programme.programme import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterRequest:
    """What the end of a quarter asks to be told besides its last block."""

    period: EpochPeriod
    atoms: Iterable[ScoreRequest] = ()
    """Of each atom the weeks of the whole quarter."""
    co_leads: Mapping[UnitId, CoLeadRequest] = field(default_factory=dict)
    insiders: Insiders = field(default_factory=Insiders)
    told_before: Mapping[UnitId, Sequence[ScoreFigure]] = field(default_factory=dict)
    """What each team was told of the quarter's earlier blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCase:
    """All that asks to be told of scores when a block ends."""

    week: IsoWeek
    tree: UnitTree
    privacy: Privacy
    block: BlockPeriod
    atoms: Iterable[ScoreRequest] = ()
    """Of each atom the weeks of the block. Gone through once."""
    quarter: QuarterRequest | None = None
    ledger: Mapping[LedgerKey, Release] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigures:
    figures: Mapping[LedgerKey, Figure | None]
    """None where nothing is told."""
    cells: Sequence[Release]
    """The score cells as the ledger keeps them, from which alone the figures can be made again."""
    vouched: Mapping[UnitId, frozenset[IsoWeek]]
    """By team, the weeks that vouch for these cells and for no others."""


Beside = Callable[[ScoreRequest, Cells], None]
"""What else is made of an atom's weeks of the block, beside these score cells."""


def score_figures(case: ScoreCase, *, beside: Beside | None = None) -> ScoreFigures:
    """Cut what has not been cut yet, then make every figure of the cells.

    `beside` is called for each atom in turn, since reading its weeks takes long, and keeping those of all much room.
    """
    rows = _of_block(case, beside)
    vouched: dict[UnitId, frozenset[IsoWeek]] = {}
    figures: dict[LedgerKey, Figure | None] = {}
    words: list[AtomWords] = []
    for atom, cells in map(cells_of, rows):
        vouched |= dict.fromkeys(atom.teams, _vouching(cells))
        figures |= {(team, ReleaseKind.SCORE, case.block): figure_of(atom, cells) for team in atom.teams}
        word = block_word(cells)
        words.append(AtomWords(atom=atom, words={} if word is None else {ScoreKind.CORE: [word]}))
    for scope, told in by_scope(case.tree, words).items():
        figures[scope, ReleaseKind.SCORE, case.block] = score_above(told)
    if case.quarter is not None:
        of_quarter, more = _of_quarter(case, case.quarter, figures, vouched)
        figures, rows = figures | of_quarter, [*rows, *more]
    return ScoreFigures(figures=figures, cells=rows, vouched=vouched)


def _of_block(case: ScoreCase, beside: Beside | None) -> Sequence[Release]:
    kept = {row.scope: row for row in _kept(case, ReleaseKind.SCORE_CELLS, case.block)}
    rows = list(kept.values())
    for request in case.atoms:
        team = request.atom.teams[0]
        if not kept:
            cells = core_cells(request, case.privacy)
            rows.append(_row(case, ReleaseKind.SCORE_CELLS, case.block, request.atom, cells, request.insiders))
        else:
            cells = cells_of(kept[team])[1] if team in kept else {}
        if beside is not None:
            beside(request, cells)
    return rows


def _of_quarter(
    case: ScoreCase,
    quarter: QuarterRequest,
    of_block: Mapping[LedgerKey, Figure | None],
    vouched: Mapping[UnitId, frozenset[IsoWeek]],
) -> tuple[dict[LedgerKey, Figure | None], Sequence[Release]]:
    rows = _kept(case, ReleaseKind.KIND_CELLS, quarter.period) or _quarter_rows(case, quarter, vouched)
    figures: dict[LedgerKey, Figure | None] = {}
    kinds: list[AtomWords] = []
    levels: list[AtomWords] = []
    led: dict[UnitId, Cells] = {}
    for row in rows:
        atom, cells = cells_of(row)
        if not isinstance(row.scope, Whole) and not case.tree.is_microsystem(row.scope):
            led[row.scope] = cells
            continue
        words = {kind: cell.word for kind, cell in cells.items() if cell.word is not None}
        kinds.append(AtomWords(atom=atom, words={kind: [word] for kind, word in words.items()}))
        now = of_block.get((atom.teams[0], ReleaseKind.SCORE, case.block))
        told = [*quarter.told_before.get(atom.teams[0], ()), *([now] if isinstance(now, ScoreFigure) else ())]
        levels.append(AtomWords(atom=atom, words=_by_kind(told)))
        counted = tuple(
            sorted({name for names in (atom.together, *(each.together for each in told)) for name in names})
        )
        for team in atom.teams:
            figures[team, ReleaseKind.KINDS, quarter.period] = kinds_of(words, together=atom.together)
            figures[team, ReleaseKind.LEVELS, quarter.period] = levels_of(levels[-1].words, together=counted)
    kinds_by_scope, levels_by_scope = by_scope(case.tree, kinds), by_scope(case.tree, levels)
    for unit in case.tree.children:
        below = kinds_by_scope.get(unit, ())
        figures[unit, ReleaseKind.KINDS, quarter.period] = kinds_above(below)
        figures[unit, ReleaseKind.LEVELS, quarter.period] = levels_above(levels_by_scope.get(unit, ()))
        figures[unit, ReleaseKind.COUPLING, quarter.period] = coupling_of(led.get(unit, {}), below)
    return figures, rows


def _quarter_rows(
    case: ScoreCase, quarter: QuarterRequest, vouched: Mapping[UnitId, frozenset[IsoWeek]]
) -> Sequence[Release]:
    """Cells of every atom, and of the co-leads of every unit that has enough of them."""
    rows = []
    for request in quarter.atoms:
        taken = request.taken | vouched.get(request.atom.teams[0], frozenset())
        cells = special_cells(replace(request, taken=taken), case.privacy)
        rows.append(_row(case, ReleaseKind.KIND_CELLS, quarter.period, request.atom, cells, request.insiders))
    led = coupling_cells(case.tree, quarter.co_leads, quarter.insiders, case.week, case.privacy)
    for unit, cells in led.items():
        leads, readers = _together(cells.values()), quarter.insiders.of([unit], case.tree)
        rows.append(_row(case, ReleaseKind.KIND_CELLS, quarter.period, leads, cells, readers, unit))
    return rows


def _by_kind(figures: Iterable[ScoreFigure]) -> Mapping[ScoreKind, Sequence[ScoreWord]]:
    """What a team was told in its blocks, by competency and, as `CORE`, of all core questions together."""
    found: dict[ScoreKind, list[ScoreWord]] = {}
    for figure in figures:
        for kind, word in (*figure.competencies.items(), (ScoreKind.CORE, figure.word)):
            found.setdefault(kind, []).append(word)
    return found


def _vouching(cells: Cells) -> frozenset[IsoWeek]:
    return frozenset[IsoWeek]().union(*(cell.vouched_by for cell in cells.values()))


def _together(cells: Iterable[ScoreCell]) -> Atom:
    """The co-leads of all forms of coupling, as one atom of the ledger."""
    names = {team: name for cell in cells for team, name in zip(cell.atom.teams, cell.atom.names, strict=True)}
    people = frozenset[PersonId]().union(*(cell.atom.colleagues for cell in cells))
    return kept_atom(sorted(names), people, [names[team] for team in sorted(names)])


# --- what is kept of cells ----------------------------------------------------------------------------------------


def _row(
    case: ScoreCase,
    kind: ReleaseKind,
    period: ReleasePeriod,
    atom: Atom,
    cells: Cells,
    insiders: frozenset[PersonId],
    unit: UnitId | None = None,
) -> Release:
    """Cells as the ledger keeps them, under their `unit` or first team.

    Insiders and colleagues are known from lists, so they tell of no answer.
    """
    shown = {
        "teams": list(atom.teams),
        "names": list(atom.names),
        "insiders": sorted(insiders),
        "cells": {
            each.value: {
                "n": cell.n,
                "word": None if cell.word is None else str(cell.word),
                "wide": cell.is_wide,
                "by": sorted(str(week) for week in cell.vouched_by),
            }
            for each, cell in cells.items()
        },
    }
    scope = atom.teams[0] if unit is None else unit
    return Release(scope=scope, kind=kind, period=period, week=case.week, shown=shown, people=atom.colleagues)


def _kept(case: ScoreCase, kind: ReleaseKind, period: ReleasePeriod) -> Sequence[Release]:
    """Cells of this period that were made before, as by a close that was cut off; then they are all, and no more are
    made: lists may have changed since."""
    return [row for (_, of, at), row in case.ledger.items() if of is kind and at == period]


def cells_of(row: Release) -> tuple[Atom, Cells]:
    """The cells behind a row of the ledger; raises ValueError for a row of another kind."""
    match row.shown:
        case {"teams": list(teams), "names": list(names), "cells": dict(cells)}:
            atom = kept_atom([UnitId(team) for team in teams], row.people, names)
            return atom, {ScoreKind(kind): _cell(atom, each) for kind, each in cells.items()}
        case _:
            raise ValueError(f"no score cells are kept as {dict(row.shown)!r}")


def _cell(atom: Atom, kept: Json) -> ScoreCell:
    match kept:
        case {"n": int(n), "word": word, "wide": bool(wide), "by": list(weeks)}:
            told = None if word is None else ScoreWord.parse(str(word))
            return kept_score_cell(atom, n=n, word=told, is_wide=wide, vouched_by=[IsoWeek.parse(w) for w in weeks])
        case _:
            raise ValueError(f"no score cell is kept as {dict(kept)!r}")
