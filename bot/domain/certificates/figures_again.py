"""Figures of closed weeks computed again from released cells and lists: what `rounds verify` compares the ledger with.

Every figure is made by the functions of the gate, from what is kept of cells and from nothing else. Of weeks that are
older than certificates the ledger is taken at its word: which units there were then is not known.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.certificates.certificate import History, UsedCell, WeekLists
from bot.domain.digests.closed_week import WEEKS_RUNNING, first_of_several
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.disclosure.figure_json import as_json, from_json
from bot.domain.disclosure.figures import Figure, ScoreFigure
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.organisation_line import ORGANISATION_PEOPLE, ORGANISATION_TEAMS, organisation_figure
from bot.domain.disclosure.participation import WeekCount, cells_by_scope
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import OrganisationFigure, WeekComparison
from bot.domain.disclosure.release_kinds import BLOCK_END_KINDS, ReleaseKind
from bot.domain.disclosure.scores.room_from_above import limited_teams
from bot.domain.disclosure.scores.score_figures import QuarterRequest, ScoreCase, score_figures
from bot.domain.identifiers import Json, UnitId
from bot.domain.indicators.control_chart import Dot
from bot.domain.indicators.organisation_week import WEEKS_LOOKED_AT
from bot.domain.indicators.windows import PARTICIPATION_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, UnitTree, Whole
from bot.domain.programme.programme import Privacy
from bot.domain.week_close.unit_state import SCORES_KEPT

_CELL_KINDS = (ReleaseKind.SCORE_CELLS, ReleaseKind.KIND_CELLS)
_MADE_OF_CELLS = (ReleaseKind.SCORE, *BLOCK_END_KINDS)
_OF_ROOM = (ReleaseKind.KINDS, ReleaseKind.COUPLING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedWeek:
    """All that is kept of one week's released cells, and the lists of its certificates."""

    week: IsoWeek
    lists: WeekLists | None
    """None in weeks that are older than certificates, and where no page was made."""
    cells: Sequence[ParticipationCell]
    rows: Sequence[Release] = ()
    """Score cells and figures that the ledger keeps of this week, the organisation's as well."""
    atoms: Mapping[UnitId, Atom] = field(default_factory=dict)
    """Among whom each team is counted."""

    def flag_of(self, unit: UnitId) -> Json | None:
        """The flag of the detector that the ledger says was told of a team in this week."""
        shown = (row.shown for row in self.rows if row.kind is ReleaseKind.FLAG and row.scope == unit and row.shown)
        return next(shown, None)


@dataclass(frozen=True, kw_only=True)
class ShownCells:
    """The cells of one week, and to whom they are shown."""

    lists: WeekLists | None
    cells: Sequence[ParticipationCell]
    by_team: Mapping[UnitId, ParticipationCell]
    by_scope: Mapping[Scope, Sequence[ParticipationCell]]

    @classmethod
    def of(cls, week: CertifiedWeek) -> "ShownCells":
        by_scope = {} if week.lists is None else cells_by_scope(week.lists.tree, week.cells)
        by_team = {team: cell for cell in week.cells for team in cell.atom.teams}
        return cls(lists=week.lists, cells=week.cells, by_team=by_team, by_scope=by_scope)

    def of_team(self, team: UnitId, atom: Atom) -> Sequence[ParticipationCell]:
        """A team's cell, if it was counted among the same teams as `atom` says."""
        cell = self.by_team.get(team)
        is_there = self.lists is None or team in self.lists.parents
        return [cell] if cell is not None and is_there and cell.atom.teams == atom.teams else []

    def of_unit(self, unit: UnitId, named: Collection[UsedCell]) -> Sequence[ParticipationCell]:
        """Those of a unit above teams; without lists the ones that its page `named`."""
        if self.lists is not None:
            return self.by_scope.get(unit, ())
        keys = {(each.team, each.week) for each in named}
        return [cell for cell in self.cells if (cell.atom.teams[0], str(cell.week)) in keys]


def cells_used(
    unit: UnitId,
    *,
    is_team: bool,
    atom: Atom | None,
    recent: Mapping[IsoWeek, ShownCells],
    named: Collection[UsedCell] = (),
) -> Mapping[IsoWeek, Sequence[ParticipationCell]]:
    """The cells of the recent weeks that a unit's four-week share is made of, by week, the oldest first."""
    found: dict[IsoWeek, Sequence[ParticipationCell]] = {}
    for at in sorted(recent):
        if not is_team:
            found[at] = recent[at].of_unit(unit, named)
        elif atom is not None:
            found[at] = recent[at].of_team(unit, atom)
    return {at: cells for at, cells in found.items() if cells}


@dataclass(slots=True, kw_only=True)
class FiguresAgain:
    """What has been computed so far; weeks are entered in order."""

    recent: dict[IsoWeek, ShownCells] = field(default_factory=dict)
    """The weeks of a four-week share."""
    told: dict[LedgerKey, Figure] = field(default_factory=dict)
    """Of scores."""
    ended: dict[IsoWeek, EpochPeriod] = field(default_factory=dict)
    """In which weeks quarters were told."""
    organisation: dict[IsoWeek, OrganisationFigure] = field(default_factory=dict)
    limited: frozenset[UnitId] = frozenset()
    """The teams of which the newest week says that their limit may lie above them."""
    _counts: list[WeekCount] = field(default_factory=list)
    _of_all: History | None = None

    def begin_anew(self) -> None:
        self._of_all = None

    def enter(self, week: CertifiedWeek) -> Sequence[str]:
        """A week later than all before; what the ledger keeps of it and its cells do not say."""
        self.recent[week.week] = ShownCells.of(week)
        self.recent = {at: each for at, each in self.recent.items() if week.week - at < PARTICIPATION_WEEKS}
        faults = [*self._organisation_week(week), *self._block(week)]
        if week.lists is not None:
            before, self._of_all = self._of_all, week.lists.scores
            if before is not None and self.with_block(before, ORGANISATION, week.lists) != week.lists.scores:
                faults.append(f"{week.week}: blocks of the whole organisation do not follow from cells")
        return faults

    def with_block(self, before: History, scope: Scope, lists: WeekLists) -> History:
        """A history with the block that ends with this week, if one does."""
        if lists.block is None or lists.block_period is None:
            return before
        told = (scope, ReleaseKind.SCORE, lists.block_period) in self.told
        scores = (*before.scores, lists.block) if told else before.scores
        return replace(before, scores=scores[-SCORES_KEPT:], withheld=not told)

    def low_since(self, week: IsoWeek) -> IsoWeek | None:
        """Since when all teams together have answered less than usual, week after week."""
        low = {at for at, each in self.organisation.items() if each.swing is WeekComparison.LOWER}
        return first_of_several(week, (low | {week}).__contains__)

    def _organisation_week(self, week: CertifiedWeek) -> Sequence[str]:
        kept = [row for row in week.rows if row.kind is ReleaseKind.ORGANISATION and not row.withheld]
        made: OrganisationFigure | None = None
        if week.cells:
            now = WeekCount.of(week.week, week.cells)
            dots = [Dot(week=each.week, value=each.share) for each in (*self._counts, now)]
            self._counts = [*self._counts, now][-(WEEKS_LOOKED_AT + 1) :]
            if now.cells >= ORGANISATION_TEAMS and now.n >= ORGANISATION_PEOPLE:
                made = self.organisation[week.week] = organisation_figure(dots)
        self.organisation = {at: each for at, each in self.organisation.items() if week.week - at <= WEEKS_RUNNING}
        expected = [] if made is None else [((ORGANISATION, WeekPeriod(week=week.week)), as_json(made))]
        if [((row.scope, row.period), row.shown) for row in kept] == expected or week.lists is None:
            return []
        return [f"{week.week}: the week of the whole organisation does not follow from cells"]

    def _block(self, week: CertifiedWeek) -> Sequence[str]:
        kept = {
            (row.scope, row.kind, row.period): row.shown
            for row in week.rows
            if row.kind in _MADE_OF_CELLS and not row.withheld
        }
        self.limited = frozenset()
        lists = week.lists
        if lists is None:
            for (scope, kind, period), shown in kept.items():
                self.told[scope, kind, period] = from_json(kind, shown)
                if isinstance(period, EpochPeriod):
                    self.ended[week.week] = period
            return []
        made: dict[LedgerKey, Figure] = {}
        if lists.block_period is not None:
            cells = {(row.scope, row.kind, row.period): row for row in week.rows if row.kind in _CELL_KINDS}
            case = ScoreCase(
                week=week.week,
                tree=lists.tree,
                privacy=Privacy(),
                block=lists.block_period,
                quarter=self._quarter(lists.quarter_period, lists.block_period, lists.tree),
                ledger=cells,
            )
            made = {key: each for key, each in score_figures(case).figures.items() if each is not None}
            self.told |= made
            if lists.quarter_period is not None:
                self.ended[week.week] = lists.quarter_period
                self.limited = _limited(made, lists.tree)
        shown_again = {key: as_json(each) for key, each in made.items()}
        wrong = [key for key in shown_again.keys() | kept.keys() if shown_again.get(key) != kept.get(key)]
        return sorted(f"{name_of(scope)} {week.week}: {kind} does not follow from cells" for scope, kind, _ in wrong)

    def _quarter(self, period: EpochPeriod | None, last: BlockPeriod, tree: UnitTree) -> QuarterRequest | None:
        if period is None:
            return None
        blocks = [BlockPeriod(epoch=period.first, number=number) for number in range(last.number)]
        told_before: dict[UnitId, list[ScoreFigure]] = {}
        for team in tree.microsystems:
            figures = [self.told.get((team, ReleaseKind.SCORE, block)) for block in blocks]
            told_before[team] = [each for each in figures if isinstance(each, ScoreFigure)]
        return QuarterRequest(period=period, told_before=told_before)


def name_of(scope: Scope) -> str:
    return "organisation" if isinstance(scope, Whole) else scope


def _limited(made: Mapping[LedgerKey, Figure], tree: UnitTree) -> frozenset[UnitId]:
    told: dict[UnitId, tuple[Figure, ...]] = {}
    for (scope, kind, _), figure in made.items():
        if kind in _OF_ROOM and not isinstance(scope, Whole):
            told[scope] = (*told.get(scope, ()), figure)
    return frozenset(limited_teams(told, tree))
