"""Whether released cells are rightly cut and disjoint, as far as what is kept of them can tell.

The people within reach of a week are not kept, so the joint rule cannot be applied again; what it left is looked at:
the weeks that vouch for a score cell, each with a released cell of the same people, and each for one cell alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.certificates.figures_again import name_of
from bot.domain.certificates.kept_week import KeptCell
from bot.domain.disclosure.atoms import Atom, BlockAtoms
from bot.domain.disclosure.bands import CONFIDANTS, Band
from bot.domain.disclosure.cells import ParticipationCell, kept_cell
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.score_cells import CONTRIBUTORS, FINE_FROM, ScoreCell
from bot.domain.disclosure.scores.score_figures import cells_of
from bot.domain.disclosure.withholding import Withholding
from bot.domain.identifiers import UnitId
from bot.domain.indicators.score_words import Agreement, Vocabulary
from bot.domain.iso_weeks import IsoWeek

_LONGEST = 13
"""Weeks of a quarter: so far back a week may vouch."""
_SCORE_CELLS = (ReleaseKind.SCORE_CELLS, ReleaseKind.KIND_CELLS)


def atom_faults(cut: BlockAtoms) -> Sequence[str]:
    """Every team is in one atom: so every person's week in a team is in one cell."""
    teams = Counter(team for atom in cut.atoms for team in atom.teams)
    return [f"{team}: it is in two atoms from {cut.since} on" for team, times in sorted(teams.items()) if times > 1]


def cells_as_kept(
    week: IsoWeek, kept: Iterable[KeptCell], atoms: Mapping[UnitId, Atom]
) -> tuple[Sequence[ParticipationCell], Sequence[str]]:
    """The released cells of a week, and what is wrong with them."""
    cells: list[ParticipationCell] = []
    faults: list[str] = []
    for each in kept:
        atom = atoms.get(each.team)
        if atom is None or atom.teams[0] != each.team:
            faults.append(f"{each.team} {week}: a cell of no atom")
        elif each.withheld:
            faults += _withheld_faults(each, week)
        else:
            try:
                cell = kept_cell(atom, week, n=each.n, band=Band(low=each.low, high=each.high), insiders=each.insiders)
            except ValueError:
                faults.append(f"{each.team} {week}: its cell is wrongly cut")
                continue
            cells.append(cell)
    return cells, faults


def _withheld_faults(cell: KeptCell, week: IsoWeek) -> Sequence[str]:
    is_known = cell.withheld in (Withholding.TOO_FEW, Withholding.UNDELIVERED)
    is_bare = not (cell.n or cell.low or cell.high)
    return [] if is_known and is_bare else [f"{cell.team} {week}: its cell is withheld and yet tells something"]


@dataclass(slots=True, kw_only=True)
class ScoreCuts:
    """Weeks are entered in order, with the score cells that they bring."""

    _released: dict[IsoWeek, frozenset[tuple[UnitId, ...]]] = field(default_factory=dict)
    _vouched: dict[tuple[IsoWeek, UnitId], str] = field(default_factory=dict)
    """By a week and the first team of an atom, the cell for which it vouches."""

    def enter(self, week: IsoWeek, cells: Iterable[ParticipationCell], rows: Iterable[Release]) -> Sequence[str]:
        self._released[week] = frozenset(cell.atom.teams for cell in cells)
        self._released = {at: each for at, each in self._released.items() if week - at < _LONGEST}
        self._vouched = {key: each for key, each in self._vouched.items() if week - key[0] < _LONGEST}
        return [fault for row in rows if row.kind in _SCORE_CELLS for fault in self._row(week, row)]

    def _row(self, week: IsoWeek, row: Release) -> Sequence[str]:
        name = f"{name_of(row.scope)} {week}"
        try:
            atom, cells = cells_of(row)
        except ValueError:
            return [f"{name}: its score cells are wrongly cut"]
        faults: list[str] = []
        for kind, cell in cells.items():
            is_of_block = row.kind is ReleaseKind.SCORE_CELLS  # in a quarter's earlier blocks there were others
            if not _is_rightly_cut(cell) or (is_of_block and cell.n > len(atom.colleagues)):
                faults.append(f"{name}: its cell of {kind.value} is wrongly cut")
            if row.scope != atom.teams[0]:  # of co-leads, who are counted among themselves
                continue
            for at in sorted(cell.vouched_by, key=str):
                if atom.teams not in self._released.get(at, frozenset()):
                    faults.append(f"{name}: {at} vouches for {kind.value} and has no cell")
                other = self._vouched.setdefault((at, atom.teams[0]), f"{row.period} {kind.value}")
                if other != f"{row.period} {kind.value}":
                    faults.append(f"{name}: {at} vouches for {kind.value} and for {other}")
        return faults


def _is_rightly_cut(cell: ScoreCell) -> bool:
    if cell.word is None:
        return not cell.is_wide
    vocabulary = Vocabulary.FIVE if cell.n >= FINE_FROM else Vocabulary.THREE
    is_wide_rightly = not cell.is_wide or cell.word.agreement is Agreement.MIXED
    is_large_enough = cell.n - 1 - CONFIDANTS >= CONTRIBUTORS
    return cell.word.vocabulary is vocabulary and is_wide_rightly and is_large_enough and bool(cell.vouched_by)
