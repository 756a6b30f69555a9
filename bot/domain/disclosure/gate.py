"""The gate: the one function that decides whether a figure may be shown to anybody, from membership alone.

Everything is cut into cells first and each cell is coarsened once: participation by weeks (`cells`, `bands`), scores
by blocks (`scores`). What is shown is a function of released cells, over any time, at any level and to any reader, so
all of it together tells no more than the cells do. Whether a figure is shown never depends on its value (Kenthapadi,
Mishra, Nissim 2013). A flag of the detector is one exact bit, and bounded here; that a team's limit lies above it is
said by words that were told, and by nothing else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass
from datetime import date, timedelta
from functools import partial
from typing import Generic, TypeVar, cast

from bot.domain.disclosure.comment_cells import (
    CommentCell,
    comment_cell_of,
    comment_row,
    cut_comment_cell,
    may_be_asked,
)
from bot.domain.disclosure.figure_json import as_json, from_json
from bot.domain.disclosure.figures import Figure, FlagFigure, ScoreFigure
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.organisation_line import ORGANISATION_PEOPLE, ORGANISATION_TEAMS, organisation_figure
from bot.domain.disclosure.participation import Participation, WeekCount, heard, week_counts
from bot.domain.disclosure.periods import ReleasePeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import FlagRequest, RoomRequest, WeekCase
from bot.domain.disclosure.scores.room_from_above import limited_teams
from bot.domain.disclosure.scores.score_figures import ScoreCase, ScoreFigures, score_figures
from bot.domain.disclosure.scores.score_requests import Cells, ScoreRequest
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import Json, UnitId
from bot.domain.indicators.control_chart import Dot
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, Whole

WEEKS_BETWEEN_FLAGS = 8
"""After a flag there is none for so many weeks."""
FEWEST_FLAGGED = 8
"""A flag is exact, so it takes more colleagues than a cell, and those of one team alone."""

_PASS = object()
F = TypeVar("F", bound=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Generic[F]):
    """A figure that passed the gate. Only this module can make one."""

    scope: Scope
    kind: ReleaseKind
    period: ReleasePeriod
    week: IsoWeek
    figure: F
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate releases figures")


Decided = dict[LedgerKey, Released[Figure] | Withheld]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    participation: Mapping[UnitId, Participation | Withheld]
    scores: Mapping[Scope, Released[ScoreFigure] | Withheld]
    flags: Mapping[UnitId, Released[FlagFigure]]
    """Those that are told. Of others not even the ledger knows."""
    counted: Mapping[Scope, WeekCount]
    vouched: Mapping[UnitId, frozenset[IsoWeek]]
    """By microsystem, the weeks that vouch for the block's score cells."""
    others: Mapping[LedgerKey, Released[Figure] | Withheld]
    """Scores, levels, kinds, coupling and the organisation's week."""
    comments: Mapping[UnitId, CommentCell]
    """Of teams whose comments of the block may be told."""
    releases: Sequence[Release]
    """The ledger rows of this week. What is withheld has one only where that never depends on answers."""


def gate(case: WeekCase) -> GateDecision:
    """Decide on every request of a week at once."""
    ledger: list[Release] = []
    counted = week_counts(case.tree, case.cells)
    asked = [unit for unit in case.tree.bottom_up if not case.tree.leaves[unit].isdisjoint(case.asked)]
    comments: dict[UnitId, tuple[Release, CommentCell]] = {}
    made, scores = _scores(case, ledger, comments)
    drifts = dict(_flags(case, ledger))
    others = scores | _organisation(case, counted.get(ORGANISATION), ledger)
    ledger.extend(row for row, _ in comments.values())
    return GateDecision(
        participation={unit: _participation(case, unit, counted) for unit in asked},
        scores={
            scope: cast("Released[ScoreFigure] | Withheld", each)
            for (scope, kind, _), each in scores.items()
            if kind is ReleaseKind.SCORE
        },
        flags={**drifts, **_rooms(case, scores, drifts)},
        counted=counted,
        vouched={} if made is None else made.vouched,
        others=others,
        comments={team: cell for team, (_, cell) in comments.items()},
        releases=tuple(ledger),
    )


def recall(scope: Scope, kind: ReleaseKind, period: ReleasePeriod, week: IsoWeek, figure: F) -> Released[F]:
    """A figure that the gate let out in an earlier week and that a digest repeats; only from what was kept of it."""
    return Released(scope=scope, kind=kind, period=period, week=week, figure=figure, stamp=_PASS)


def _participation(case: WeekCase, unit: UnitId, counted: Mapping[Scope, WeekCount]) -> Participation | Withheld:
    window = [each for each in case.counted.get(unit, ()) if each.week < case.week]
    if unit in counted:
        window.append(counted[unit])
    if not case.tree.is_microsystem(unit):
        return heard(window, case.week)
    atom = case.atoms.get(unit)
    if atom is None:
        return Withheld(because=Withholding.TOO_FEW)
    return heard(window, case.week, together=atom.together)


def _scores(
    case: WeekCase, ledger: list[Release], comments: dict[UnitId, tuple[Release, CommentCell]]
) -> tuple[ScoreFigures | None, Decided]:
    """What score cells make, and nothing else. Where they make nothing, the cells themselves say so in the ledger.

    The comment cells of the same block are cut meanwhile.
    """
    scores = case.scores
    if scores is None:
        return None, {}

    def cut_comments(request: ScoreRequest, cells: Cells) -> None:
        row = _comment_row(scores, request, cells)
        if row is not None:
            comments[request.atom.teams[0]] = row, comment_cell_of(row, request)

    made = score_figures(scores, beside=cut_comments)
    ledger.extend(made.cells)
    decided: Decided = {}
    for key, figure in made.figures.items():
        if figure is None:
            decided[key] = Withheld(because=Withholding.TOO_FEW)
        else:
            decided[key] = _decide(case, *key, partial(_told, figure), ledger)
    return made, decided


def _comment_row(case: ScoreCase, request: ScoreRequest, cells: Cells) -> Release | None:
    """That a team's comments may be told; whether there were enough, or any, no row ever says."""
    least = case.privacy.minimum_group_comments
    if not may_be_asked(request.atom, least=least):
        return None
    made_before = case.ledger.get((request.atom.teams[0], ReleaseKind.COMMENT_CELLS, case.block))
    if made_before is not None:
        return made_before
    cell = cut_comment_cell(request, {kind: cell.vouched_by for kind, cell in cells.items()}, least=least)
    return None if cell is None else comment_row(cell, block=case.block, week=case.week)


def _told(figure: Figure) -> Figure | Withheld:
    return figure


def _organisation(case: WeekCase, now: WeekCount | None, ledger: list[Release]) -> Decided:
    """This one week of the whole organisation, of the same cells as every participation."""
    if not case.asked:
        return {}

    def figure() -> Figure | Withheld:
        if now is None or now.cells < ORGANISATION_TEAMS or now.n < ORGANISATION_PEOPLE:
            return Withheld(because=Withholding.TOO_FEW)
        weeks = [*(each for each in case.counted.get(ORGANISATION, ()) if each.week < case.week), now]
        return organisation_figure([Dot(week=each.week, value=each.share) for each in weeks])

    key = (ORGANISATION, ReleaseKind.ORGANISATION, WeekPeriod(week=case.week))
    return {key: _decide(case, *key, figure, ledger)}


def _flags(case: WeekCase, ledger: list[Release]) -> Iterator[tuple[UnitId, Released[FlagFigure]]]:
    """Of a week that was decided before, as by a close that was cut off, the flags that its ledger knows, and no more.

    That the detector asked for a flag is made of answers. So one that is not told leaves no row, not even of its being
    withheld; what tells that a week was decided is its row of the organisation, which is made of cells alone.
    """
    period = WeekPeriod(week=case.week)
    if (ORGANISATION, ReleaseKind.ORGANISATION, period) in case.ledger:
        rows = [row for (_, kind, at), row in case.ledger.items() if kind is ReleaseKind.FLAG and at == period]
    else:
        told = {unit: _flag(case, request) for unit, request in case.flags.items()}
        rows = [
            _row(case, unit, ReleaseKind.FLAG, period, shown=as_json(flag))
            for unit, flag in told.items()
            if flag is not None
        ]
    for row in rows:
        figure = from_json(row.kind, row.shown)
        if not isinstance(figure, FlagFigure) or isinstance(row.scope, Whole):
            raise ValueError(f"the ledger keeps another kind of figure for {row.scope} {period}")
        ledger.append(row)
        yield (
            row.scope,
            Released(scope=row.scope, kind=row.kind, period=period, week=case.week, figure=figure, stamp=_PASS),
        )


def _flag(case: WeekCase, request: FlagRequest) -> FlagFigure | None:
    """Learning, one in eight weeks, known reasons, colleagues enough, and scores from people enough for the kind."""
    if request.weeks_observed <= LEARNING_WEEKS:
        return None
    if request.last_flag is not None and case.week - request.last_flag <= WEEKS_BETWEEN_FLAGS:
        return None
    if request.silenced_until is not None and case.week <= request.silenced_until:
        return None
    atom, kind = request.atom, request.kind
    if atom is None or not atom.is_one_team or len(atom.colleagues) < FEWEST_FLAGGED:
        return None
    has_scores = len(request.heard - case.readers) >= case.privacy.minimum_group
    if kind is FlagKind.BOTH and not has_scores:
        kind = FlagKind.FEWER_VOICES
    if kind is not FlagKind.FEWER_VOICES and not has_scores:
        return None
    return FlagFigure(kind=kind, since=_month_of(request.since))


def _rooms(
    case: WeekCase, decided: Decided, drifts: Mapping[UnitId, Released[FlagFigure]]
) -> Mapping[UnitId, Released[FlagFigure]]:
    """Teams of which the quarter's words say that their limit lies above them, and of which nothing else is said now.

    Made again of the same words whenever the week is closed again, so the ledger needs no row of its own.
    """
    if case.scores is None or case.scores.quarter is None:
        return {}
    told: dict[UnitId, tuple[Figure, ...]] = {}
    for (scope, kind, _), each in decided.items():
        is_of_quarter = kind in (ReleaseKind.KINDS, ReleaseKind.COUPLING)
        if is_of_quarter and isinstance(each, Released) and not isinstance(scope, Whole):
            told[scope] = (*told.get(scope, ()), each.figure)
    period = WeekPeriod(week=case.week)
    figure = FlagFigure(kind=FlagKind.ROOM_FROM_ABOVE, since=_month_of(case.scores.quarter.period.first))
    return {
        team: Released(scope=team, kind=ReleaseKind.FLAG, period=period, week=case.week, figure=figure, stamp=_PASS)
        for team in limited_teams(told, case.tree)
        if _is_free_for_room(case, case.rooms.get(team)) and team not in drifts
    }


def _is_free_for_room(case: WeekCase, request: RoomRequest | None) -> bool:
    """The same bounds as of every flag, so that none is a surprise: learning, one in eight weeks, colleagues enough."""
    if request is None or request.atom is None or request.weeks_observed <= LEARNING_WEEKS:
        return False
    if request.last_flag is not None and case.week - request.last_flag <= WEEKS_BETWEEN_FLAGS:
        return False
    return request.atom.is_one_team and len(request.atom.colleagues) >= FEWEST_FLAGGED


def _month_of(week: IsoWeek) -> date:
    """The first day of the month. The Thursday of a week decides in which it lies, as it does for years."""
    return (week.monday() + timedelta(days=3)).replace(day=1)


def _decide(
    case: WeekCase,
    scope: Scope,
    kind: ReleaseKind,
    period: ReleasePeriod,
    figure: Callable[[], F | Withheld],
    ledger: list[Release],
) -> Released[F] | Withheld:
    """Keep to what the ledger says of this scope and period; otherwise decide now and write it down."""
    earlier = case.ledger.get((scope, kind, period))
    if earlier is not None:
        ledger.append(earlier)
        if earlier.withheld:
            return Withheld(because=Withholding(earlier.withheld))
    made = figure()
    if isinstance(made, Withheld):
        if earlier is None:
            ledger.append(_row(case, scope, kind, period, shown={}, withheld=made.because.value))
        return made
    if earlier is None:
        ledger.append(_row(case, scope, kind, period, shown=as_json(made)))
    else:
        kept = from_json(kind, earlier.shown)
        if not isinstance(kept, type(made)):
            raise ValueError(f"the ledger keeps another kind of figure for {scope} {period}")
        made = kept
    return Released(scope=scope, kind=kind, period=period, week=case.week, figure=made, stamp=_PASS)


def _row(
    case: WeekCase,
    scope: Scope,
    kind: ReleaseKind,
    period: ReleasePeriod,
    *,
    shown: Json,
    withheld: str = "",
) -> Release:
    return Release(scope=scope, kind=kind, period=period, week=case.week, shown=shown, withheld=withheld)
