"""What a page is told beside its pulse: figures of a quarter and the organisation, as the gate let them out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar, cast

from bot.domain.digests.closed_week import ClosedWeek, FollowUpState
from bot.domain.digests.page import (
    LatestScore,
    ReleasedNotes,
    ScoreChange,
    change_between,
)
from bot.domain.digests.quarterly.blocks_told import tells_of_quarter
from bot.domain.disclosure.figure_json import from_json
from bot.domain.disclosure.figures import Figure
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.periods import BlockPeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import (
    CouplingFigure,
    KindsFigure,
    LevelsFigure,
    OrganisationFigure,
)
from bot.domain.disclosure.release_kinds import BLOCK_END_KINDS, ReleaseKind
from bot.domain.disclosure.scores.room_from_above import above_of
from bot.domain.follow_up.action_figures import ActionFigures, action_figures
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.organisation.unit_tree import ORGANISATION, Scope
from bot.domain.programme.wall_clock import digest_day
from bot.domain.week_close.unit_state import UnitState

F = TypeVar("F", bound=Figure)


def notes_of(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> ReleasedNotes:
    """What the gate let out besides participation and scores: this week's, or the newest block's repeated."""
    collected = _of_block_end(unit, news)
    week = closed.decision.others.get((ORGANISATION, ReleaseKind.ORGANISATION, WeekPeriod(week=closed.week)))
    return ReleasedNotes(
        organisation=_only(OrganisationFigure, [week] if isinstance(week, Released) else []),
        organisation_said=None
        if closed.organisation_state is None
        else _said(closed, ORGANISATION, closed.organisation_state),
        levels=_only(LevelsFigure, collected[ReleaseKind.LEVELS]),
        kinds=_only(KindsFigure, collected[ReleaseKind.KINDS]),
        coupling=_only(CouplingFigure, collected[ReleaseKind.COUPLING]),
        loop=_loop_figures(closed, unit, news) if tells_of_quarter(closed.epoch, closed.week) else None,
    )


def with_leads_above(closed: ClosedWeek, team: UnitId, news: FollowUpState) -> tuple[str, ReleasedNotes]:
    """What a team is told beside its pulse: its own, and of the unit above what its co-leads say together; that unit's
    name."""
    notes, coupling = notes_of(closed, team, news), _coupling_above(closed, team, news)
    above = _above_of(closed, team, coupling)
    return ("", notes) if above is None else (closed.tree.names[above], replace(notes, coupling=coupling[above]))


def lacking_room(closed: ClosedWeek, unit: UnitId, flags: Sequence[Flag], news: FollowUpState) -> int:
    """How many teams, of which this unit was told what co-leads say, are told in this week that they lack room."""
    told = [each for each in flags if each.kind is FlagKind.ROOM_FROM_ABOVE and each.week == closed.week]
    return sum(_above_of(closed, each.unit, _coupling_above(closed, each.unit, news)) == unit for each in told)


def _above_of(closed: ClosedWeek, team: UnitId, told: Mapping[UnitId, Released[CouplingFigure]]) -> UnitId | None:
    return above_of(team, {unit: each.figure for unit, each in told.items()}, closed.tree)


def _coupling_above(closed: ClosedWeek, team: UnitId, news: FollowUpState) -> Mapping[UnitId, Released[CouplingFigure]]:
    """Of a team's own units alone: a page of each of ten thousand teams asks for it."""
    kind = ReleaseKind.COUPLING
    told = {
        unit: _only(CouplingFigure, _of_block_end(unit, news, (kind,))[kind])
        for unit in closed.tree.with_ancestors([team])
    }
    return {unit: each for unit, each in told.items() if each is not None}


def _of_block_end(
    unit: UnitId, news: FollowUpState, kinds: Sequence[ReleaseKind] = BLOCK_END_KINDS
) -> Mapping[ReleaseKind, Sequence[Released[Figure]]]:
    """What was shown of a unit when the newest block ended."""
    held: dict[ReleaseKind, list[Released[Figure]]] = {kind: [] for kind in kinds}
    for row in news.releases.get(unit, ()):
        if row.kind in held:
            figure = from_json(row.kind, row.shown)
            held[row.kind].append(recall(unit, row.kind, row.period, row.week, figure))
    return held


def _loop_figures(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> ActionFigures | None:
    zone, teams = closed.tree.zones[unit], closed.tree.leaves[unit]
    collected = (news.open_actions, news.closed_actions)
    actions = [action for team in teams for kept in collected for action in kept.get(team, ())]
    on = digest_day(closed.week, closed.programme.digest, zone)
    return action_figures(actions, on=on, zone=zone)


def _only(of: type[F], collected: Sequence[Released[Figure]]) -> Released[F] | None:
    for each in collected:
        if isinstance(each.figure, of):
            return cast("Released[F]", each)
    return None


def said_lately(closed: ClosedWeek, unit: UnitId) -> LatestScore | None:
    """The newest released score: this week's, or the last one repeated. A block not released is not papered over."""
    return _said(closed, unit, closed.states[unit])


def _said(closed: ClosedWeek, scope: Scope, state: UnitState) -> LatestScore | None:
    if not state.scores or state.score_withheld:
        return None
    newest = state.scores[-1]
    before = state.scores[-2] if len(state.scores) > 1 else None
    everybody = {} if closed.organisation_state is None else _means(closed.organisation_state)
    fresh = closed.decision.scores.get(scope)
    score = (
        fresh
        if isinstance(fresh, Released)
        else recall(scope, ReleaseKind.SCORE, newest.block, newest.last, newest.figure)
    )
    change = ScoreChange.UNKNOWN
    if before is not None and scope is not ORGANISATION:
        change = change_between(
            newest.figure,
            before.figure,
            everybody_now=everybody.get(newest.block),
            everybody_before=everybody.get(before.block),
        )
    return LatestScore(score=score, first=newest.first, last=newest.last, change=change)


def _means(organisation: UnitState) -> Mapping[BlockPeriod, Fraction | None]:
    return {each.block: each.figure.mean for each in organisation.scores}
