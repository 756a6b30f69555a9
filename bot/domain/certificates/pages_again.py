"""Pages computed again from released cells, lists and what certificates recorded, and compared fact by fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell, WeekLists
from bot.domain.certificates.figures_again import CertifiedWeek, FiguresAgain, cells_used
from bot.domain.certificates.page_facts import facts_of
from bot.domain.digests.chart import ChartFigures, chart_of
from bot.domain.digests.closed_week import lower_since
from bot.domain.digests.page import (
    ActionLine,
    EarlierFlag,
    LatestScore,
    NamedTeam,
    Page,
    ReleasedNotes,
    RollUp,
    ScoreChange,
    Usual,
    change_between,
    usual_for,
)
from bot.domain.disclosure.figure_json import as_json
from bot.domain.disclosure.figures import Figure, FlagFigure, ScoreFigure
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.participation import Participation, WeekCount, heard
from bot.domain.disclosure.periods import BlockPeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import CouplingFigure, KindsFigure, LevelsFigure
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.room_from_above import above_of
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.follow_up.flags import FlagResponse
from bot.domain.identifiers import ActionId, FlagId, Json, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.usual_range import APART, LockedLimits, locks_after
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope
from bot.domain.week_close.unit_state import POINTS_KEPT, ShownScore, UnitState

Share = Participation | Withheld
_TOO_FEW = Withheld(because=Withholding.TOO_FEW)
F = TypeVar("F", bound=Figure)


@dataclass(slots=True, kw_only=True)
class PagesAgain:
    """The pages of one week after the other, in order; of each unit the newest history is kept."""

    figures: FiguresAgain = field(default_factory=FiguresAgain)
    _histories: dict[UnitId, History] = field(default_factory=dict)

    def begin_anew(self) -> None:
        """What was shown in a week that a restore skipped is not known, so the next pages bring their own histories."""
        self._histories.clear()
        self.figures.begin_anew()

    def compared(self, week: CertifiedWeek, page: Certificate) -> Sequence[str]:
        """What of a page of the week that was entered last does not follow from cells."""
        lists = week.lists
        if lists is None or page.unit not in lists.parents:
            return ["it is not on the lists of its week"]
        one = _OnePage(figures=self.figures, week=week, lists=lists, page=page)
        before = self._histories.get(page.unit)
        self._histories[page.unit] = page.history
        try:
            return one.compared(before)
        except (KeyError, ValueError) as fault:
            return [f"its certificate cannot be read: {fault}"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnePage:
    figures: FiguresAgain
    week: CertifiedWeek
    lists: WeekLists
    page: Certificate

    def compared(self, before: History | None) -> Sequence[str]:
        page, unit = self.page, self.page.unit
        is_team = self.lists.tree.is_microsystem(unit)
        share, cells = self._participation(unit, is_team=is_team)
        history = self._continued(before, share)
        chart = self._chart(history)
        facts = facts_of(self._team(share or _TOO_FEW, history) if is_team else self._above(share, history), chart)
        faults = [f"{name} does not follow from cells" for name in _different(page.facts, facts)]
        if history != page.history:
            faults.append("what it knows of earlier pages is not what these have shown")
        if sorted(map(_as_tuple, cells)) != sorted(map(_as_tuple, page.cells)):
            faults.append("it names other cells than those that it was made of")
        if is_team:
            faults += self._flag_faults()
        return faults

    def _participation(self, unit: UnitId, *, is_team: bool) -> tuple[Share | None, Sequence[UsedCell]]:
        atom = self.week.atoms.get(unit) if is_team else None
        recent, named = self.figures.recent, self.page.cells
        own = cells_used(unit, is_team=is_team, atom=atom, recent=recent, named=named)
        counts = [WeekCount.of(at, cells) for at, cells in own.items()]
        used = [UsedCell.of(cell) for cells in own.values() for cell in cells]
        if self.lists.asked.isdisjoint(self.lists.tree.leaves[unit]):
            return None, used
        if is_team and atom is None:
            return _TOO_FEW, used
        return heard(counts, self.page.week, together=() if atom is None else atom.together), used

    def _continued(self, before: History | None, share: Share | None) -> History:
        """The history as it follows from that of the page before; a first page brings its own."""
        page, own = self.page, share.figure.tenths if isinstance(share, Participation) else None
        now = () if own is None else ((str(page.week), own),)
        if before is None:
            earlier = tuple(each for each in page.history.tenths if each[0] != str(page.week))
            return replace(page.history, tenths=(*earlier, *now))
        tenths = (*before.tenths, *now)[-POINTS_KEPT:]
        locks = locks_after(_points(tenths), steps=_weeks(page.recorded.steps), locks=_locks(before))
        kept = tuple((None if each.since is None else str(each.since), each.mean, each.half) for each in locks)
        return replace(self.figures.with_block(before, page.unit, self.lists), tenths=tenths, locks=kept)

    def _chart(self, history: History) -> ChartFigures | None:
        state = UnitState(
            week=self.page.week,
            tenths=_points(history.tenths),
            scores=tuple(self._scores(self.page.unit, history)),
            locks=_locks(history),
        )
        recorded = self.page.recorded
        flags = [(IsoWeek.parse(at), None if kind is None else FlagKind(kind)) for at, kind in recorded.chart_flags]
        return chart_of(state, unit="", locale="", flags=flags, steps=_weeks(recorded.steps), target=recorded.target)

    def _team(self, share: Share, history: History) -> Page:
        page, recorded, shown = self.page, self.page.recorded, _comparable(history, self.page.recorded)
        first = None if recorded.first is None else IsoWeek.parse(recorded.first)
        observed = 0 if first is None else page.week - first + 1
        is_learning = observed <= LEARNING_WEEKS
        flag = self._flag()
        return Page(
            unit=page.unit,
            name="",
            week=page.week,
            locale="",
            asked=page.unit in self.lists.asked,
            participation=share,
            usual=Usual.UNKNOWN if is_learning else usual_for(share, _before(shown, page.week)),
            lower_since=lower_since(shown, page.week, first=None if first is None else first + LEARNING_WEEKS),
            said=self._said(page.unit, history),
            score_withheld=history.withheld,
            next_figures=page.week.sunday(),
            flag=flag,
            flag_id=None if flag is None else FlagId(""),
            earlier=_earlier(recorded, page.week),
            learning_week=observed if is_learning else None,
            open_actions=list(_actions(recorded)),
            notes=self._notes(),
        )

    def _above(self, share: Share | None, history: History) -> RollUp:
        page, recorded, shown = self.page, self.page.recorded, _comparable(history, self.page.recorded)
        teams = self.lists.tree.leaves[page.unit]
        named = NamedTeam(name="", kind=FlagKind.BOTH, since=page.week.sunday(), flag=FlagId(""))
        shares = (self._participation(team, is_team=True)[0] for team in teams)
        return RollUp(
            unit=page.unit,
            name="",
            week=page.week,
            locale="",
            teams=len(teams),
            teams_shown=sum(isinstance(each, Participation) for each in shares),
            participation=share,
            usual=usual_for(share, _before(shown, page.week)),
            lower_since=lower_since(shown, page.week, first=None),
            said=self._said(page.unit, history),
            asking_help=[named] * recorded.asking,
            waiting=[named] * recorded.waiting,
            lacking_room=recorded.lacking_room,
            next_figures=page.week.sunday(),
            step="",
            notes=self._notes(),
            is_top=self.lists.parents[page.unit] is None,
            organisation_low_since=self.figures.low_since(page.week),
        )

    def _scores(self, scope: Scope, history: History) -> Iterable[ShownScore]:
        for period, first, last in history.scores:
            block = BlockPeriod.parse(period)
            figure = self.figures.told[scope, ReleaseKind.SCORE, block]
            if isinstance(figure, ScoreFigure):
                yield ShownScore(block=block, first=IsoWeek.parse(first), last=IsoWeek.parse(last), figure=figure)

    def _said(self, scope: Scope, history: History) -> LatestScore | None:
        scores = list(self._scores(scope, history))
        if not scores or history.withheld:
            return None
        newest, change = scores[-1], ScoreChange.UNKNOWN
        if len(scores) > 1 and scope is not ORGANISATION:
            change = change_between(
                newest.figure,
                scores[-2].figure,
                everybody_now=self._mean_of_all(newest.block),
                everybody_before=self._mean_of_all(scores[-2].block),
            )
        score = recall(scope, ReleaseKind.SCORE, newest.block, newest.last, newest.figure)
        return LatestScore(score=score, first=newest.first, last=newest.last, change=change)

    def _mean_of_all(self, block: BlockPeriod) -> Fraction | None:
        if str(block) not in {period for period, *_ in self.lists.scores.scores}:
            return None
        figure = self.figures.told.get((ORGANISATION, ReleaseKind.SCORE, block))
        return figure.mean if isinstance(figure, ScoreFigure) else None

    def _notes(self) -> ReleasedNotes:
        unit, week, tree = self.page.unit, self.page.week, self.lists.tree
        organisation = self.figures.organisation.get(week)
        coupling = self._of_quarter(unit, ReleaseKind.COUPLING, CouplingFigure)
        if tree.is_microsystem(unit):
            told = {
                each: found
                for each in tree.with_ancestors([unit])
                if (found := self._of_quarter(each, ReleaseKind.COUPLING, CouplingFigure)) is not None
            }
            above = above_of(unit, {each: found.figure for each, found in told.items()}, tree)
            coupling = coupling if above is None else told[above]
        at = WeekPeriod(week=week)
        return ReleasedNotes(
            organisation=None
            if organisation is None
            else recall(ORGANISATION, ReleaseKind.ORGANISATION, at, week, organisation),
            organisation_said=self._said(ORGANISATION, self.lists.scores),
            levels=self._of_quarter(unit, ReleaseKind.LEVELS, LevelsFigure),
            kinds=self._of_quarter(unit, ReleaseKind.KINDS, KindsFigure),
            coupling=coupling,
        )

    def _of_quarter(self, unit: UnitId, kind: ReleaseKind, of: type[F]) -> Released[F] | None:
        """What was told when the newest block ended, if a quarter did as well."""
        told_in = None if self.page.recorded.told_in is None else IsoWeek.parse(self.page.recorded.told_in)
        period = None if told_in is None else self.figures.ended.get(told_in)
        if told_in is None or period is None:
            return None
        figure = self.figures.told.get((unit, kind, period))
        if not isinstance(figure, of):
            return None
        return cast("Released[F]", recall(unit, kind, period, told_in, figure))

    def _flag(self) -> Released[FlagFigure] | None:
        told = self.page.recorded.flag
        if told is None:
            return None
        figure = FlagFigure(kind=FlagKind(told[0]), since=date.fromisoformat(told[1]))
        week = self.page.week
        return recall(self.page.unit, ReleaseKind.FLAG, WeekPeriod(week=week), week, figure)

    def _flag_faults(self) -> Sequence[str]:
        """A flag of the detector stands in the ledger; that a limit lies above follows from words."""
        flag, kept = self._flag(), self.week.flag_of(self.page.unit)
        if flag is not None and not flag.figure.kind.is_drift:
            is_limited = self.page.unit in self.figures.limited and kept is None
            return [] if is_limited else ["that its limit lies above it does not follow from cells"]
        told = None if flag is None else as_json(flag.figure)
        return [] if told == kept else ["its flag is not the one of the ledger"]


def _different(told: Json, again: Json) -> Sequence[str]:
    return sorted(name for name in told.keys() | again.keys() if told.get(name, ...) != again.get(name, ...))


def _as_tuple(cell: UsedCell) -> tuple[str, str, int, int, int]:
    return cell.week, cell.team, cell.n, cell.low, cell.high


def _weeks(texts: Iterable[str]) -> tuple[IsoWeek, ...]:
    return tuple(map(IsoWeek.parse, texts))


def _points(tenths: Iterable[tuple[str, int]]) -> tuple[tuple[IsoWeek, int], ...]:
    return tuple((IsoWeek.parse(week), value) for week, value in tenths)


def _locks(history: History) -> tuple[LockedLimits, ...]:
    return tuple(
        LockedLimits(since=None if since is None else IsoWeek.parse(since), mean=mean, half=half)
        for since, mean, half in history.locks
    )


def _comparable(history: History, recorded: Recorded) -> Sequence[tuple[IsoWeek, int]]:
    """Tenths that may be compared: since the newest step, if there is one."""
    steps = _weeks(recorded.steps)
    return [(at, tenths) for at, tenths in _points(history.tenths) if not steps or at - steps[-1] >= APART - 1]


def _before(shown: Iterable[tuple[IsoWeek, int]], week: IsoWeek) -> list[int]:
    return [tenths for at, tenths in shown if at < week]


def _earlier(recorded: Recorded, week: IsoWeek) -> EarlierFlag | None:
    if recorded.earlier is None:
        return None
    kind, is_answered = recorded.earlier
    response = FlagResponse.REPLYING if is_answered else None
    return EarlierFlag(flag=FlagId(""), kind=FlagKind(kind), week=week, response=response)


def _actions(recorded: Recorded) -> Iterable[ActionLine]:
    for age, due in recorded.actions:
        yield ActionLine(
            action=ActionId(""), words="", owner=None, accepted=True, age_days=age, due_days=due, told=None
        )
