"""Closing a week: from who was asked and what was answered to the gate's decision, flags and each unit's new state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.answers import block_sums
from bot.domain.answers.block_sums import (
    NO_BLOCK,
    BlockSums,
    CellWeek,
    ItemSums,
    PackedBlock,
    PackedSums,
)
from bot.domain.answers.quarter_sums import NO_QUARTER, PackedQuarter, with_block
from bot.domain.detector.port import (
    BlockWeek,
    Detector,
    DetectorMemory,
    EarlierBlock,
    TeamResult,
    TeamWeek,
)
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.cells import CellDecision, ParticipationCell
from bot.domain.disclosure.gate import (
    GateDecision,
    Released,
    gate,
)
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.release_requests import FlagRequest, RoomRequest, WeekCase
from bot.domain.disclosure.scores.score_figures import ScoreCase
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.engagement import ItemDifficulty
from bot.domain.indicators.packed_habits import PackedScoreHabits
from bot.domain.indicators.score_kinds import COUPLINGS, ScoreKind
from bot.domain.indicators.usual_range import locks_after
from bot.domain.indicators.windows import PARTICIPATION_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import Restarts, restarts_in
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import ORGANISATION
from bot.domain.programme.quarters import Block
from bot.domain.programme.wall_clock import week_bounds
from bot.domain.week_close.inputs import TeamInput, WeekInput
from bot.domain.week_close.organisation import organisation_after, shown_score
from bot.domain.week_close.person_week_rows import (
    of_the_team,
    person_weeks,
    silent_by_choice,
    week_scores,
)
from bot.domain.week_close.raise_flag import flag_of, silenced_until
from bot.domain.week_close.score_case import score_case
from bot.domain.week_close.unit_state import (
    COUNTED_KEPT,
    POINTS_KEPT,
    SCORES_KEPT,
    WEEKS_KEPT,
    UnitState,
)
from bot.domain.week_close.week_cells import WeekCells, week_cells

ONLY_OF_CO_LEADS = frozenset({ScoreKind.COUPLING_STRATEGIC, ScoreKind.COUPLING_ENVIRONMENTAL})
"""What members say to these is told of nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSums:
    """What is left of a microsystem's block sums after the week."""

    block: PackedBlock
    habits: PackedScoreHabits
    quarter: PackedQuarter = NO_QUARTER
    """With the last week of a block: what its epoch has of the quarter's ended blocks, else empty."""

    def packed(self, week: IsoWeek) -> PackedSums:
        return block_sums.pack(week, block=self.block, habits=self.habits)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOutput:
    decision: GateDecision
    cells: Mapping[UnitId, CellDecision]
    """Of every atom that was asked anything, by its first team."""
    states: Mapping[UnitId, UnitState]
    """Of every unit, after the week."""
    sums: Mapping[UnitId, TeamSums]
    """Of every microsystem, after the week."""
    items: ItemSums
    organisation_state: UnitState
    organisation_score_habits: PackedScoreHabits
    organisation_habits_before: Mapping[IsoWeek, PackedScoreHabits]
    """What goes on under the keys of earlier epochs, by their first week."""
    flags: Sequence[Flag]
    restarts: Restarts
    """What change-overs began again with this week."""


def close_week(inputs: WeekInput, *, detector: Detector) -> WeekOutput:
    """Count, watch, ask the gate, and carry on. Pure: closed twice from the same input, a week ends the same."""
    week, started = inputs.week, [unit for unit, team in inputs.teams.items() if team.asked or team.state.first]
    restarts = restarts_in(
        week, {unit: inputs.teams[unit].state.week for unit in started}, inputs.programme.change_overs, inputs.tree
    )
    launched = min((team.state.first for team in inputs.teams.values() if team.state.first), default=week)
    running = None if inputs.epoch is None else inputs.epoch.block_of(week)
    items = inputs.items.with_answers(week, (answer for team in inputs.teams.values() for answer in team.answers))
    difficulty = items.difficulty
    states = {
        unit: team.state.moved_to(week)
        .with_presence(of_the_team(team.presence, team.team), planned=bool(team.within))
        .with_list_of(sum(Role.MEMBER in member.roles for member in team.team))
        for unit, team in inputs.teams.items()
    }
    cells = week_cells(inputs)
    sums = {unit: _sums(inputs, unit, _added_up(inputs, unit, cells, running)) for unit in inputs.teams}
    watched = detector(
        week,
        [
            replace(
                _team_week(inputs, unit, states[unit], sums[unit].habits, difficulty),
                restart=unit in restarts.baselines,
                since=(since := asked_elsewhere(inputs.teams[unit], launched=launched)),
                left_behind=inputs.left_behind if since else (),
            )
            for unit in started
        ],
        organisation=DetectorMemory(voices=inputs.organisation_state.habits, scores=inputs.organisation_score_habits),
        block=BlockWeek(
            earlier=[
                EarlierBlock(first=each.first, perishes=each.lives_through <= week, organisation=habits)
                for each, habits in zip(inputs.earlier, inputs.organisation_habits_before, strict=True)
            ],
        ),
        false_flags_per_team_year=inputs.programme.false_flags_per_team_year,
        minimum_group=inputs.programme.privacy.minimum_group,
    )
    results = dict(zip(started, watched.teams, strict=True))
    for unit, result in results.items():
        states[unit] = replace(states[unit], habits=result.memory.voices)
        sums[unit] = replace(sums[unit], habits=result.memory.scores)
    above = {unit: state.moved_to(week).without_old_habits() for unit, state in inputs.above.items()}
    scores = score_case(inputs, cells, {unit: each.block for unit, each in sums.items()}, states)
    decision = gate(_case(inputs, states | above, scores, results, cells))
    if inputs.block is not None:
        sums = {unit: _ended(inputs, unit, each, decision) for unit, each in sums.items()}
    carried = {
        unit: _carried(inputs, unit, state, decision, states, steps=restarts.steps.get(unit, ()))
        for unit, state in (states | above).items()
    }
    flags = [flag_of(unit, week, told.figure) for unit, told in decision.flags.items()]
    return WeekOutput(
        decision=decision,
        cells=cells.decided,
        states=carried,
        sums=sums,
        items=items,
        organisation_state=replace(
            organisation_after(inputs.organisation_state.moved_to(week), decision, week=week, block=inputs.block),
            habits=watched.organisation.voices,
        ),
        organisation_score_habits=watched.organisation.scores,
        organisation_habits_before=watched.earlier,
        flags=flags,
        restarts=restarts,
    )


def asked_elsewhere(team: TeamInput, *, launched: IsoWeek) -> Mapping[PersonId, IsoWeek]:
    """Who of this week's people has come from another team: since when they have been asked in Rounds.

    Nobody was asked before `launched`, however early they joined.
    """
    came = {each.person: each.elsewhere_since for each in team.team if each.elsewhere_since is not None}
    if not came:
        return {}
    before = team.state.reached
    return {
        row.person: max(IsoWeek.of(came[row.person].date()), launched)
        for row in team.presence
        if row.person in came and row.person not in before
    }


def _added_up(inputs: WeekInput, unit: UnitId, cells: WeekCells, running: Block | None) -> BlockSums:
    """The block's sums of one team, this week entered if it has a participation cell.

    Nothing of a block with a skipped week: scores may have been told, of cells that are not known.
    """
    team = inputs.teams[unit]
    sums = block_sums.unpack(team.sums, closing=inputs.week).moved_to(inputs.week, block=running)
    if inputs.has_skipped:
        return BlockSums(week=inputs.week, habits=sums.habits)
    led = {form: team.asked_of(form) & team.co_leads for form in COUPLINGS if team.asked_of(form)}
    if led:
        sums = sums.with_co_leads(led, team.coupling)
    cell = cells.by_team.get(unit)
    if cell is None or not team.asked:
        return sums
    within = cells.within[unit] & cell.atom.colleagues - cell.insiders
    kinds = frozenset(question.kind for question in team.questions)
    week = CellWeek(
        week=inputs.week,
        atom=cell.atom.teams,
        most=cell.band.high,
        within=within,
        asked={kind: within & team.asked_of(kind) for kind in kinds - ONLY_OF_CO_LEADS},
        of_two_answers=frozenset(question.kind for question in team.questions if question.is_of_two_answers),
    )
    return sums.with_week(week, (*team.answers, *team.coupling))


def _sums(inputs: WeekInput, unit: UnitId, after: BlockSums) -> TeamSums:
    listed = [member.person for member in inputs.teams[unit].team]
    return TeamSums(block=after.packed(listed), habits=after.habits)


def _ended(inputs: WeekInput, unit: UnitId, sums: TeamSums, decision: GateDecision) -> TeamSums:
    """The block goes to those of the quarter that have ended; the next one begins with nothing."""
    vouched = decision.vouched.get(unit, frozenset())
    quarter = with_block(inputs.teams[unit].quarter, inputs.week, sums.block, vouched=vouched)
    return replace(sums, block=NO_BLOCK, quarter=quarter)


def _team_week(
    inputs: WeekInput, unit: UnitId, state: UnitState, scores: PackedScoreHabits, difficulty: ItemDifficulty
) -> TeamWeek:
    team = inputs.teams[unit]
    memory = DetectorMemory(voices=team.state.habits, scores=scores)
    listed = frozenset(member.person for member in team.team)
    if not team.asked:
        return TeamWeek(team=unit, rows=(), memory=memory, listed=listed, earlier=team.habits_before)
    rows = of_the_team(team.presence, team.team)
    begins, ends = week_bounds(inputs.week, inputs.tree.zones[unit])
    silent = silent_by_choice(
        team.team,
        rows,
        state.reached_within(WEEKS_KEPT),
        begins=begins,
        ends=ends,
        away=team.away,
    )
    own_scores = week_scores(team.answers, difficulty)
    return TeamWeek(
        team=unit,
        rows=person_weeks(rows, scores=own_scores, silent=silent, unit=unit, week=inputs.week),
        memory=memory,
        listed=listed,
        earlier=team.habits_before,
    )


def _case(
    inputs: WeekInput,
    states: Mapping[UnitId, UnitState],
    scores: ScoreCase | None,
    results: Mapping[UnitId, TeamResult],
    cells: WeekCells,
) -> WeekCase:
    atoms = inputs.atoms.by_team
    return WeekCase(
        week=inputs.week,
        tree=inputs.tree,
        privacy=inputs.programme.privacy,
        readers=inputs.readers,
        asked=frozenset(unit for unit, team in inputs.teams.items() if team.asked),
        atoms=atoms,
        cells=[cell for cell in cells.decided.values() if isinstance(cell, ParticipationCell)],
        counted={
            unit: state.counted_with(atoms.get(unit)) if unit in inputs.teams else state.counted
            for unit, state in states.items()
        }
        | {ORGANISATION: inputs.organisation_state.counted},
        scores=scores,
        flags={
            unit: _flag_request(inputs, unit, states[unit], result, atom=atoms.get(unit))
            for unit, result in results.items()
            if result.alarm and inputs.teams[unit].asked  # a week without a question tells nothing new
        },
        rooms={unit: _room_request(inputs, unit, states[unit], atom=atoms.get(unit)) for unit in results},
        ledger=inputs.ledger,
    )


def _flag_request(
    inputs: WeekInput, unit: UnitId, state: UnitState, result: TeamResult, *, atom: Atom | None
) -> FlagRequest:
    if result.alarm is None:
        raise ValueError("only an alarm asks for a flag")
    flags = [flag for flag in _flags_before(inputs, unit) if flag.kind.is_drift]
    return FlagRequest(
        kind=result.alarm.kind,
        since=result.alarm.since,
        atom=atom,
        heard=state.heard_within(PARTICIPATION_WEEKS),
        weeks_observed=state.weeks_observed,
        last_flag=max((flag.week for flag in flags), default=None),
        silenced_until=silenced_until(flags, inputs.replies),
    )


def _room_request(inputs: WeekInput, unit: UnitId, state: UnitState, *, atom: Atom | None) -> RoomRequest:
    last = max((flag.week for flag in _flags_before(inputs, unit)), default=None)
    return RoomRequest(atom=atom, weeks_observed=state.weeks_observed, last_flag=last)


def _flags_before(inputs: WeekInput, unit: UnitId) -> Sequence[Flag]:
    """This week's own flag may stand there already, from a close that was interrupted."""
    return [flag for flag in inputs.flags.get(unit, ()) if flag.week < inputs.week]


def _carried(
    inputs: WeekInput,
    unit: UnitId,
    state: UnitState,
    decision: GateDecision,
    teams: Mapping[UnitId, UnitState],
    *,
    steps: Sequence[IsoWeek],
) -> UnitState:
    """The state with what the gate has decided this week."""
    week, block = inputs.week, inputs.block
    points, counted, teams_counted = state.tenths, state.counted, state.atom
    if unit in inputs.teams:
        atom = inputs.atoms.by_team.get(unit)
        counted, teams_counted = tuple(state.counted_with(atom)), () if atom is None else atom.teams
    if unit in decision.counted:
        counted = (*counted, decision.counted[unit])[-COUNTED_KEPT:]
    share = decision.participation.get(unit)
    if isinstance(share, Participation) and share.figure.tenths is not None:
        points = (*points, (week, share.figure.tenths))[-POINTS_KEPT:]
    locks = locks_after(points, steps=steps, locks=state.locks)
    state = replace(state, tenths=points, counted=counted, atom=teams_counted, locks=locks)
    if block is None:
        return state
    score = decision.scores.get(unit)
    released = isinstance(score, Released)
    scores = (*state.scores, shown_score(block, score)) if isinstance(score, Released) else state.scores
    return replace(
        state,
        scores=scores[-SCORES_KEPT:],
        score_withheld=not released and any(leaf in teams and teams[leaf].first for leaf in inputs.tree.leaves[unit]),
    )
