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
from enum import StrEnum
from functools import partial
from typing import Generic, TypeVar

from bot.domain.disclosure.cells import Cell, cells_of, has_enough, makes_organisation_line
from bot.domain.disclosure.figures import (
    Figure,
    FlagFigure,
    ScoreFigure,
    ShareFigure,
    as_json,
    from_json,
)
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import BlockPeriod, ReleasePeriod, WeekPeriod
from bot.domain.disclosure.quarter_requests import (
    RELEASED_AS,
    bands_figure,
    coupling_covers,
    coupling_figure,
    kinds_figure,
    organisation_figure,
    requests_by_unit,
    spread_figure,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import FlagRequest, LedgerKey, WeekCase, WeekCount
from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.indicators.control_chart import Dot
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.values import TooFew
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, Whole

TENTHS_FROM = 10
"""People within reach from which a share is shown in tenths; below, in words."""
WEEKS_BETWEEN_FLAGS = 8
"""After a flag there is none for so many weeks."""

_PASS = object()
F = TypeVar("F", bound=Figure)


class Withholding(StrEnum):
    """Why nothing is shown."""

    TOO_FEW = "too_few"
    LEARNING = "learning"
    RECENT_FLAG = "recent_flag"
    KNOWN_REASON = "known_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Generic[F]):
    """A figure that passed the gate. Only this module can make one."""

    scope: Scope
    kind: ReleaseKind
    period: ReleasePeriod
    week: IsoWeek
    figure: F
    comparable: bool = False
    """A score may be compared with the block before: none, or enough, of its people changed."""
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate releases figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    because: Withholding


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    participation: Mapping[UnitId, Released[ShareFigure] | Withheld]
    scores: Mapping[Scope, Released[ScoreFigure] | Withheld]
    flags: Mapping[UnitId, Released[FlagFigure] | Withheld]
    counted: Mapping[Scope, WeekCount]
    scored: Mapping[Scope, frozenset[UnitId]]
    """The microsystems that each shown score is made of."""
    others: Mapping[LedgerKey, Released[Figure] | Withheld]
    """Bands, kinds, spread, coupling and the organisation's week."""
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
    scoring = {} if case.block is None else _scoring(case)
    return GateDecision(
        participation=participation,
        scores={} if case.block is None else _scores(case, case.block, scoring, ledger),
        flags={unit: _flag(case, unit, request, ledger) for unit, request in case.flags.items()},
        counted=counted,
        scored={scope: cell.leaves for scope, cell in scoring.items() if cell.leaves},
        others=_quarter(case, ledger) | _organisation(case, reach[ORGANISATION], counted, ledger),
        releases=tuple(ledger),
    )


def recall(
    scope: Scope, kind: ReleaseKind, period: ReleasePeriod, week: IsoWeek, figure: F, *, comparable: bool = False
) -> Released[F]:
    """A figure that the gate let out in an earlier week and that a digest repeats; only from what was kept of it."""
    return Released(scope=scope, kind=kind, period=period, week=week, figure=figure, comparable=comparable, stamp=_PASS)


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


def _scoring(case: WeekCase) -> Mapping[Scope, Cell]:
    """What each unit's score of the block is made of; the organisation has one only if it has people enough."""
    people = {unit: request.people for unit, request in case.scores.items()}
    scoring = cells_of(case, people)
    if not makes_organisation_line(case, scoring.get(ORGANISATION, Cell()), people):
        scoring.pop(ORGANISATION, None)
    return scoring


def _scores(
    case: WeekCase, block: BlockPeriod, scoring: Mapping[Scope, Cell], ledger: list[Release]
) -> Mapping[Scope, Released[ScoreFigure] | Withheld]:
    return {
        scope: _score(case, scope, block, cell, ledger)
        for scope, cell in scoring.items()
        if isinstance(scope, Whole) or not case.tree.leaves[scope].isdisjoint(case.scores)
    }


def _score(
    case: WeekCase, scope: Scope, block: BlockPeriod, cell: Cell, ledger: list[Release]
) -> Released[ScoreFigure] | Withheld:
    requests = [case.scores[leaf] for leaf in sorted(cell.leaves)]

    def figure() -> ScoreFigure | Withheld:
        if not requests:
            return Withheld(because=Withholding.TOO_FEW)
        precision = case.prior_precision + sum(request.precision for request in requests)
        mean = (case.prior_mean * case.prior_precision + sum(request.weighted for request in requests)) / precision
        people = len(frozenset[PersonId]().union(*(request.people for request in requests)))
        return ScoreFigure.of(mean, people=people)

    heard = frozenset[PersonId]().union(*(request.heard for request in requests))
    earlier = [case.scores[leaf] for leaf in case.scored_before.get(scope, ()) if leaf in case.scores]
    before = frozenset[PersonId]().union(*(request.heard_before for request in earlier))
    moved = (heard ^ before) - case.readers
    comparable = bool(earlier) and (not moved or len(moved) >= case.privacy.minimum_group)
    # The ledger names who was heard, not who gave a score: the difference would be who could not say.
    own = [request.heard for request in requests if request.people <= cell.own]
    known = Cell(leaves=cell.leaves, own=frozenset[PersonId]().union(*own))
    return _decide(case, scope, ReleaseKind.SCORE, block, figure, ledger, known, comparable=comparable)


def _organisation(
    case: WeekCase, cell: Cell, counted: Mapping[Scope, WeekCount], ledger: list[Release]
) -> dict[LedgerKey, Released[Figure] | Withheld]:
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


def _quarter(case: WeekCase, ledger: list[Release]) -> dict[LedgerKey, Released[Figure] | Withheld]:
    """Bands of every unit over the epoch so far; when the epoch ends its kinds, spread and coupling, too."""
    quarter, tree, least = case.quarter, case.tree, case.privacy.minimum_group_comments
    if quarter is None:
        return {}
    found: dict[LedgerKey, Released[Figure] | Withheld] = {}

    def decide(unit: UnitId, kind: ReleaseKind, period: ReleasePeriod, figure: Callable[[], Figure | TooFew]) -> None:
        def made() -> Figure | Withheld:
            figured = figure()
            return Withheld(because=Withholding.TOO_FEW) if isinstance(figured, TooFew) else figured

        found[unit, kind, period] = _decide(case, unit, kind, period, made, ledger, Cell())

    for unit, request in requests_by_unit(tree, quarter.requests).items():
        decide(unit, ReleaseKind.BANDS, quarter.block, partial(bands_figure, quarter, request))
        if quarter.ends:
            decide(unit, ReleaseKind.KINDS, quarter.epoch, partial(kinds_figure, quarter, request))
        if quarter.ends and tree.is_microsystem(unit):
            spread = partial(spread_figure, request, readers=case.readers, least=least)
            decide(unit, ReleaseKind.SPREAD, quarter.epoch, spread)
    for form, kind in RELEASED_AS.items() if quarter.ends else ():
        answers = {unit: given for unit, request in quarter.requests.items() if (given := request.coupling.get(form))}
        cells = coupling_covers(
            tree, form, answers, hidden_from=quarter.above_readers, enough=lambda people: has_enough(case, people)
        )
        for unit, teams in cells.items():
            held = [answer for team in sorted(teams) for answer in answers[team]]
            decide(unit, kind, quarter.epoch, partial(coupling_figure, form, held))
    return found


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
    *,
    comparable: bool = False,
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
    return Released(
        scope=scope, kind=kind, period=period, week=case.week, figure=made, comparable=comparable, stamp=_PASS
    )


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
