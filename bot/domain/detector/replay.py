"""Whole histories through the detector: the same weekly step, one week after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.detector.participation_habits import NEVER
from bot.domain.detector.score_habits import FORGETTING
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.week_rows import WeekRows
from bot.domain.detector.weekly_step import (
    Readings,
    Rules,
    State,
    end_block,
    take_week,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class HistoryColumns:
    """Parsed person-weeks of many units, parallel arrays (rows,), in any order.

    `team`, `member` and `unit_of_team` are codes; a member's code stands for one person in one team. `week` is
    `IsoWeek.index`, `score` nan where nothing was scored. (team, member, week) occurs once.
    """

    units: tuple[str, ...]
    teams: tuple[str, ...]
    unit_of_team: "NDArray[np.int64]"
    members: int
    team: "NDArray[np.int64]"
    member: "NDArray[np.int64]"
    week: "NDArray[np.int64]"
    reachable: "NDArray[np.bool_]"
    answered: "NDArray[np.bool_]"
    score: "NDArray[np.float64]"


def weeks_of(history: HistoryColumns) -> Iterator[WeekRows]:
    """The rows week by week from the first to the last, weeks without rows included.

    Rows are put in the order of (week, team, member), so that the order of a file changes no digit.
    """
    if not len(history.week):
        return
    order = np.lexsort((history.member, history.team, history.week))
    weeks = history.week[order]
    first, last = int(weeks[0]), int(weeks[-1])
    edges = np.searchsorted(weeks, np.arange(first, last + 2))
    for step in range(last - first + 1):
        rows = order[edges[step] : edges[step + 1]]
        yield WeekRows(
            week=first + step,
            team=history.team[rows],
            member=history.member[rows],
            reachable=history.reachable[rows],
            answered=history.answered[rows],
            score=history.score[rows],
            unit_of_team=history.unit_of_team,
            units=len(history.units),
        )


class MemoryKind(StrEnum):
    """How long a replay remembers scores."""

    PRODUCT = "product"
    """As the product does: the running block and the two before it; older ones have perished, but for their anchors."""
    FOREVER = "forever"


QUIET_WEEKS = 8
"""After a flag there is none for so many weeks, as the gate has it."""
BLOCK_WEEKS = (4, 4, 5)
LIVE_BLOCKS = 3


def replay_history(
    history: HistoryColumns, *, thresholds: Thresholds, rules: Rules, memory: MemoryKind = MemoryKind.PRODUCT
) -> Iterator[Readings]:
    """Readings of every week in order; the first week begins a quarter. After a flag `QUIET_WEEKS` have none."""
    forgets = memory is not MemoryKind.FOREVER
    team_of_member = np.zeros(history.members, dtype=np.int64)
    team_of_member[history.member] = history.team
    state = State.empty(
        team_of_member, teams=len(history.teams), units=len(history.units), blocks=LIVE_BLOCKS if forgets else 1
    )
    ends = frozenset(accumulate(BLOCK_WEEKS))
    flagged = np.full(len(history.teams), NEVER)
    for count, rows in enumerate(weeks_of(history), start=1):
        state, readings = take_week(
            state, rows, thresholds=thresholds, rules=rules, forgetting=1.0 if forgets else FORGETTING
        )
        readings = replace(readings, flag=readings.flag & ((flagged == NEVER) | (rows.week - flagged > QUIET_WEEKS)))
        flagged = np.where(readings.flag, rows.week, flagged)
        yield readings
        if forgets and (count - 1) % sum(BLOCK_WEEKS) + 1 in ends:
            state = end_block(state, week=rows.week, unit_of_team=history.unit_of_team)
