"""Closing one week of the live product: all microsystems of an organisation through the detector at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from bot.domain.detector.backtest import KIND_OF
from bot.domain.detector.state_codec import (
    OrganisationMemory,
    pack,
    unpack,
)
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.transfers import settled
from bot.domain.detector.week_rows import WeekRows
from bot.domain.detector.weekly_step import (
    KEPT_AT_RESTART,
    Readings,
    Rules,
    perished,
    restart,
    take_week,
)
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.person_weeks import PersonWeekColumns
from bot.domain.iso_weeks import IsoWeek

LIVE_RULES = Rules(learning_weeks=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReading:
    """One team and week. `flag` is the kind that a flag would have, in each week that reaches the threshold.

    `expected` are answers expected of those within reach this week. `building_weeks`: for how long the fall has been
    building up. `flag`, `statistic` and `building_weeks` are made of sealed answers and stay inside.
    """

    flag: FlagKind | None
    statistic: float
    expected: float
    building_weeks: int


def step_one_week(
    memory: OrganisationMemory,
    rows: PersonWeekColumns,
    *,
    week: IsoWeek,
    teams: Sequence[str],
    thresholds: Thresholds,
    rules: Rules = LIVE_RULES,
    restarts: Collection[str] = (),
    since: Mapping[tuple[str, str], int] = MappingProxyType({}),
    left_behind: Sequence[bytes] = (),
    listed: Mapping[str, Collection[str]] | None = None,
    perishing: Collection[str] = (),
) -> tuple[OrganisationMemory, dict[str, TeamReading]]:
    """Take the `rows` of one week for `teams` into the memory and read every team.

    Weeks come in order; call once a week even when a team has no rows. `restarts` names the teams whose
    baseline starts again this week (merger, new rota). `since` gives the week (`IsoWeek.index`) from which some
    (team, member) who may be new here were asked in other teams, of this batch or `left_behind` (open halves):
    `transfers.settled`. A team whose sealed halves are missing starts its score habits afresh. Of the running block
    nothing is kept of people who are not `listed`. With this week the earlier blocks of the names `perishing` perish,
    and are gone from the memory after it. Raises ValueError for rows of other weeks or of teams that are not named.
    """
    order = sorted(set(teams))
    present: dict[str, list[str]] = defaultdict(list)
    for team, member in rows.members:
        present[team].append(member)
    strangers = present.keys() - set(order)
    if strangers or any(at != week.index for at in rows.week.tolist()):
        raise ValueError(f"rows of other weeks or teams cannot close {week}: {sorted(strangers)[:3]}")
    bench = unpack(memory, teams=order, present=present)
    sizes = np.array([len(ids) for ids in bench.members], dtype=np.int64)
    state = bench.state
    faded = bench.faded
    if restarts:
        chosen = np.array([team in restarts for team in order], dtype=np.bool_)
        faded = {name: np.where(chosen, KEPT_AT_RESTART * left, left) for name, left in faded.items()}
        state = restart(state, teams=chosen, members=np.repeat(chosen, sizes), week=week.index, rules=rules)
    if since:
        gone = {str(number): kept for number, kept in enumerate(left_behind)}
        others = unpack(OrganisationMemory(teams=gone), teams=list(gone), present={})
        state = settled(replace(bench, state=state), others, since=since, week=week.index)
    laid_out = _lay_out(rows, week=week, order=order, members=bench.members, sizes=sizes)
    state, readings = take_week(state, laid_out, thresholds=thresholds, rules=rules)
    for block, name in reversed(list(enumerate(bench.blocks, start=1))):
        if name in perishing:  # the oldest first: what it leaves goes to the next
            state = perished(state, block=block, week=week.index)
    blocks = tuple(name for name in bench.blocks if name not in perishing)
    faded = {name: faded[name] for name in blocks}
    kept = pack(replace(bench, blocks=blocks, state=state, faded=faded), week=week.index, listed=listed)
    sealed = {block.name: block.sealed for block in memory.earlier}
    return (
        replace(kept, earlier=[replace(block, sealed=sealed[block.name]) for block in kept.earlier]),
        {team: _reading(readings, at) for at, team in enumerate(order)},
    )


def _lay_out(
    rows: PersonWeekColumns,
    *,
    week: IsoWeek,
    order: Sequence[str],
    members: Sequence[tuple[str, ...]],
    sizes: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> WeekRows:
    """The rows against the bench, in the order of team and member so that the order of rows changes nothing."""
    starts = np.concatenate([[0], np.cumsum(sizes)]).tolist()
    place: Mapping[tuple[str, str], tuple[int, int]] = {
        (team, member): (at, starts[at] + offset)
        for at, (team, ids) in enumerate(zip(order, members, strict=True))
        for offset, member in enumerate(ids)
    }
    codes = np.array([place[pair] for pair in rows.members], dtype=np.int64).reshape(-1, 2)
    team, member = codes[rows.member, 0], codes[rows.member, 1]
    sequence = np.argsort(member, kind="stable")
    if len(np.unique(member)) != len(member):
        raise ValueError("a member has two rows in one week")
    return WeekRows(
        week=week.index,
        team=team[sequence],
        member=member[sequence],
        reachable=rows.reachable[sequence],
        answered=rows.answered[sequence],
        score=rows.score[sequence],
        unit_of_team=np.zeros(len(order), dtype=np.int64),
        units=1,
    )


def _reading(readings: Readings, at: int) -> TeamReading:
    return TeamReading(
        flag=KIND_OF[int(readings.kind[at])] if readings.flag[at] else None,
        statistic=float(readings.statistic[at]),
        expected=float(readings.expected[at]),
        building_weeks=int(readings.rising[at]),
    )
