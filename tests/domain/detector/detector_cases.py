"""Small hospitals for detector tests: seeded rows, and the same rows read in one go or week by week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from bot.domain.detector.backtest import Backtest
from bot.domain.detector.live_week import TeamReading, step_one_week
from bot.domain.detector.replay import HistoryColumns, replay_history
from bot.domain.detector.state_codec import OrganisationMemory, SealedBlock
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.weekly_step import Readings, Rules
from bot.domain.indicators.person_weeks import PersonWeek, PersonWeekColumns
from bot.domain.iso_weeks import IsoWeek

START = IsoWeek.parse("2026-W01")
RULES = Rules(learning_weeks=12)
SHIPPED = Thresholds.shipped(0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team to be simulated: from `falls_at` on people answer half as often and say a point less, as told."""

    name: str
    people: int = 14
    answers: float = 0.6
    falls_at: int | None = None
    quieter: float = 1.0
    lower: float = 0.0
    starts: int = 0


def hospital(teams: Iterable[Team], *, weeks: int, seed: int = 1) -> list[PersonWeek]:
    """Rows of every team and week; a steady person answers by habit around the team's."""
    rows = []
    for team in teams:
        chance = Random(f"{seed}/{team.name}")  # its own stream, so that teams do not disturb each other
        habit = [min(1.0, max(0.05, team.answers + chance.uniform(-0.25, 0.25))) for _ in range(team.people)]
        if team.answers == 1.0:
            habit = [1.0] * team.people
        mood = [chance.gauss(3.0, 0.4) for _ in range(team.people)]
        for week in range(team.starts, weeks):
            fallen = team.falls_at is not None and week >= team.falls_at
            for person in range(team.people):
                answered = chance.random() < habit[person] * (team.quieter if fallen else 1.0)
                said = min(4.0, max(1.0, chance.gauss(mood[person], 0.5) - (team.lower if fallen else 0.0)))
                rows.append(
                    PersonWeek(
                        team=team.name,
                        member=f"p{person}",
                        week=START + week,
                        reachable=True,
                        answered=answered,
                        score=said if answered else None,
                    )
                )
    return rows


def steady(count: int, **options: float | int) -> list[Team]:
    return [Team(name=f"steady-{number:02d}", **options) for number in range(count)]  # type: ignore[arg-type]


def history(rows: Sequence[PersonWeek], *, unit: str = "hospital") -> HistoryColumns:
    """All rows as one unit, codes in the order of names."""
    teams = tuple(sorted({row.team for row in rows}))
    members = sorted({(row.team, row.member) for row in rows})
    code = {pair: at for at, pair in enumerate(members)}
    return HistoryColumns(
        units=(unit,),
        teams=teams,
        unit_of_team=np.zeros(len(teams), dtype=np.int64),
        members=len(members),
        team=np.array([teams.index(row.team) for row in rows], dtype=np.int64),
        member=np.array([code[row.team, row.member] for row in rows], dtype=np.int64),
        week=np.array([row.week.index for row in rows], dtype=np.int64),
        reachable=np.array([row.reachable for row in rows], dtype=np.bool_),
        answered=np.array([row.answered for row in rows], dtype=np.bool_),
        score=np.array([np.nan if row.score is None else row.score for row in rows], dtype=np.float64),
    )


def read(rows: Sequence[PersonWeek], *, rules: Rules = RULES, thresholds: Thresholds = SHIPPED) -> list[Readings]:
    return list(replay_history(history(rows), thresholds=thresholds, rules=rules))


def backtest(rows: Sequence[PersonWeek], *, rules: Rules = RULES) -> Backtest:
    columns = history(rows)
    return Backtest.of(columns, replay_history(columns, thresholds=SHIPPED, rules=rules))


def live(
    rows: Sequence[PersonWeek], *, weeks: int, restarts: dict[int, list[str]] | None = None
) -> list[dict[str, TeamReading]]:
    """The same rows closed week by week, with nothing but the kept bytes in between, in blocks of 4, 4 and 5 weeks."""
    teams = sorted({row.team for row in rows})
    memory, out = OrganisationMemory(), []
    for step in range(weeks):
        week, ends = START + step, step % 13 in (3, 7, 12)
        columns = PersonWeekColumns.of([row for row in rows if row.week == week])
        memory, readings = step_one_week(
            memory,
            columns,
            week=week,
            teams=teams,
            thresholds=SHIPPED,
            rules=RULES,
            restarts=(restarts or {}).get(step, ()),
            perishing=[each.name for each in memory.earlier[1:]] if ends else (),
        )
        out.append(readings)
        if ends:
            memory = next_block(memory, week)
    return out


def next_block(memory: OrganisationMemory, week: IsoWeek) -> OrganisationMemory:
    """The memory after the last week of a block: what is learned from now on goes under another key."""
    ended = SealedBlock(name=str(week), sealed=memory.sealed, shared=memory.sealed_shared)
    return replace(memory, sealed={}, sealed_shared=b"", earlier=(ended, *memory.earlier))
