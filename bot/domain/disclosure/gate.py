"""The gate: the one function that decides whether a figure may be shown to anybody, from membership alone.

Why it holds. Whatever is shown of one period is a sum over microsystems. The gate only ever lets out a family of sets
that are nested or apart: a microsystem with enough people, and for each unit above it what its shown children show,
plus everything still hidden below it if that is enough people together. So every shown sum, less any others, is made
of whole parts of at least `minimum_group` people. Participation rolls over four weeks: there the parts are taken week
by week and kept for good, so that two windows differ by whole weeks of enough people. A test plays the adversary.

People who read digests know their own answers and may put them together, so they are never counted among the people
that a figure hides. Whether a figure is shown never depends on its value (Kenthapadi, Mishra, Nissim 2013).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from functools import partial
from typing import Generic, TypeVar, cast

from bot.domain.disclosure.figures import (
    Figure,
    FlagFigure,
    ScoreFigure,
    ShareFigure,
    as_json,
    from_json,
)
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.nested_sums import Cell, cells_of, has_enough, makes_organisation_line
from bot.domain.disclosure.organisation_line import organisation_figure
from bot.domain.disclosure.periods import ReleasePeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import FlagRequest, WeekCase, WeekCount
from bot.domain.disclosure.scores.score_figures import ScoreFigures, score_figures
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.indicators.control_chart import Dot
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope

TENTHS_FROM = 10
"""People within reach from which a share is shown in tenths; below, in words."""
WEEKS_BETWEEN_FLAGS = 8
"""After a flag there is none for so many weeks."""

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
    participation: Mapping[UnitId, Released[ShareFigure] | Withheld]
    scores: Mapping[Scope, Released[ScoreFigure] | Withheld]
    flags: Mapping[UnitId, Released[FlagFigure] | Withheld]
    counted: Mapping[Scope, WeekCount]
    vouched: Mapping[UnitId, frozenset[IsoWeek]]
    """By microsystem, the weeks that vouch for the block's score cells."""
    others: Mapping[LedgerKey, Released[Figure] | Withheld]
    """Scores, levels, kinds, coupling and the organisation's week."""
    releases: Sequence[Release]
    """The ledger rows of this week, withheld ones too."""


def gate(case: WeekCase) -> GateDecision:
    """Decide on every request of a week at once: hiding one team may mean leaving it out of the units above, too."""
    ledger: list[Release] = []
    reach = cells_of(case, {unit: request.people for unit, request in case.reach.items()})
    counted = {
        scope: _count(case, cell, questions=scope is ORGANISATION) for scope, cell in reach.items() if cell.leaves
    }
    asked = [unit for unit in case.tree.bottom_up if not case.tree.leaves[unit].isdisjoint(case.reach)]
    participation = {unit: _participation(case, unit, reach[unit], counted, ledger) for unit in asked}
    made, scores = _scores(case, ledger)
    return GateDecision(
        participation=participation,
        scores={
            scope: cast("Released[ScoreFigure] | Withheld", each)
            for (scope, kind, _), each in scores.items()
            if kind is ReleaseKind.SCORE
        },
        flags={unit: _flag(case, unit, request, ledger) for unit, request in case.flags.items()},
        counted=counted,
        vouched={} if made is None else made.vouched,
        others=scores | _organisation(case, reach[ORGANISATION], counted, ledger),
        releases=tuple(ledger),
    )


def recall(scope: Scope, kind: ReleaseKind, period: ReleasePeriod, week: IsoWeek, figure: F) -> Released[F]:
    """A figure that the gate let out in an earlier week and that a digest repeats; only from what was kept of it."""
    return Released(scope=scope, kind=kind, period=period, week=week, figure=figure, stamp=_PASS)


def _count(case: WeekCase, cell: Cell, *, questions: bool) -> WeekCount:
    """People and how many of them answered; of the organisation questions and replies.

    Its line is weekly, and in a week with two questions more people answer at least one of them.
    """
    requests = [case.reach[leaf] for leaf in cell.leaves]
    return WeekCount(
        week=case.week,
        asked=sum(request.questions if questions else len(request.people) for request in requests),
        answered=sum(request.replies if questions else request.answered for request in requests),
        people=len(frozenset[PersonId]().union(*(request.people for request in requests))),
    )


def _participation(
    case: WeekCase, unit: UnitId, cell: Cell, counted: Mapping[Scope, WeekCount], ledger: list[Release]
) -> Released[ShareFigure] | Withheld:
    """Four weeks, of which only those count that had enough people; shown when this week is one of them."""

    def figure() -> ShareFigure | Withheld:
        now = counted.get(unit)
        if now is None:
            return Withheld(because=Withholding.TOO_FEW)
        window = [now, *(each for each in case.counted.get(unit, ()) if case.week - 3 <= each.week < case.week)]
        alone = case.tree.is_microsystem(unit)
        people = max(case.reach[unit].in_window, now.people) if alone else now.people
        return ShareFigure.of(
            sum(week.answered for week in window),
            sum(week.asked for week in window),
            in_tenths=people >= TENTHS_FROM,
        )

    return _decide(case, unit, ReleaseKind.PARTICIPATION, WeekPeriod(week=case.week), figure, ledger, cell)


def _scores(case: WeekCase, ledger: list[Release]) -> tuple[ScoreFigures | None, Decided]:
    """What score cells make, and nothing else. Where they make nothing, the cells themselves say so in the ledger."""
    if case.scores is None:
        return None, {}
    made = score_figures(case.scores)
    ledger.extend(made.cells)
    decided: Decided = {}
    for key, figure in made.figures.items():
        if figure is None:
            decided[key] = Withheld(because=Withholding.TOO_FEW)
        else:
            decided[key] = _decide(case, *key, partial(_told, figure), ledger, Cell())
    return made, decided


def _told(figure: Figure) -> Figure | Withheld:
    return figure


def _organisation(case: WeekCase, cell: Cell, counted: Mapping[Scope, WeekCount], ledger: list[Release]) -> Decided:
    """This one week of the whole organisation, a sum of the same whole weeks of teams as every participation."""
    if not case.reach:
        return {}

    def figure() -> Figure | Withheld:
        if not makes_organisation_line(case, cell, {unit: request.people for unit, request in case.reach.items()}):
            return Withheld(because=Withholding.TOO_FEW)
        if not counted[ORGANISATION].asked:
            return Withheld(because=Withholding.TOO_FEW)
        weeks = [*(each for each in case.counted.get(ORGANISATION, ()) if each.week < case.week), counted[ORGANISATION]]
        dots = [Dot(week=each.week, value=each.answered / each.asked) for each in weeks if each.asked]
        return organisation_figure(dots)

    key = (ORGANISATION, ReleaseKind.ORGANISATION, WeekPeriod(week=case.week))
    return {key: _decide(case, *key, figure, ledger, Cell())}


def _flag(case: WeekCase, unit: UnitId, request: FlagRequest, ledger: list[Release]) -> Released[FlagFigure] | Withheld:
    """Learning, one in eight weeks, known reasons, and enough people asked or heard for the kind."""

    def figure() -> FlagFigure | Withheld:
        if request.weeks_observed <= LEARNING_WEEKS:
            return Withheld(because=Withholding.LEARNING)
        if request.last_flag is not None and case.week - request.last_flag <= WEEKS_BETWEEN_FLAGS:
            return Withheld(because=Withholding.RECENT_FLAG)
        if request.silenced_until is not None and case.week <= request.silenced_until:
            return Withheld(because=Withholding.KNOWN_REASON)
        kind = request.kind
        if kind is FlagKind.BOTH and not has_enough(case, request.heard):
            kind = FlagKind.FEWER_VOICES
        if not has_enough(case, request.heard if kind is not FlagKind.FEWER_VOICES else request.asked):
            return Withheld(because=Withholding.TOO_FEW)
        return FlagFigure(kind=kind, since=request.since)

    return _decide(case, unit, ReleaseKind.FLAG, WeekPeriod(week=case.week), figure, ledger, Cell(own=request.asked))


def _decide(
    case: WeekCase,
    scope: Scope,
    kind: ReleaseKind,
    period: ReleasePeriod,
    figure: Callable[[], F | Withheld],
    ledger: list[Release],
    cell: Cell,
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
            ledger.append(_row(case, scope, kind, period, cell, shown={}, withheld=made.because.value))
        return made
    if earlier is None:
        ledger.append(_row(case, scope, kind, period, cell, shown=as_json(made)))
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
    cell: Cell,
    *,
    shown: Json,
    withheld: str = "",
) -> Release:
    return Release(
        scope=scope, kind=kind, period=period, week=case.week, shown=shown, people=cell.own, withheld=withheld
    )
