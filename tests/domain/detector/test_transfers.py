"""Who moves between teams is new there and is not expected to answer like somebody who has just joined Rounds."""

from collections.abc import Mapping, Sequence

import pytest

from bot.domain.detector.live_week import TeamReading, step_one_week
from bot.domain.detector.state_codec import OrganisationMemory
from bot.domain.indicators.person_weeks import PersonWeek, PersonWeekColumns
from bot.domain.iso_weeks import IsoWeek
from tests.domain.detector.detector_cases import (
    RULES,
    SHIPPED,
    START,
    hospital,
    steady,
)
from tests.domain.detector.detector_cases import Team as SimulatedTeam

SETTLED = 40
"""Weeks until the move."""
MOVERS = [f"p{number}" for number in range(8)]


def fading(weeks: int) -> list[PersonWeek]:
    """A hospital that answers less and less over the first half year, as real ones do."""
    early = hospital([*steady(8, answers=0.85), SimulatedTeam(name="old", answers=0.85)], weeks=6)
    late = hospital([*steady(8, answers=0.45), SimulatedTeam(name="old", answers=0.45)], weeks=weeks, seed=2)
    return [*early, *(row for row in late if row.week - START >= 6)]


def moved(week: IsoWeek, *, answer: int) -> list[PersonWeek]:
    return [
        PersonWeek(team="new", member=each, week=week, reachable=True, answered=number < answer)
        for number, each in enumerate(MOVERS)
    ]


@pytest.fixture(scope="module")
def remembered() -> OrganisationMemory:
    memory, rows = OrganisationMemory(), fading(SETTLED)
    for step in range(SETTLED):
        memory, _ = closed(memory, START + step, [row for row in rows if row.week == START + step])
    return memory


def closed(
    memory: OrganisationMemory,
    week: IsoWeek,
    rows: Sequence[PersonWeek],
    *,
    teams: Sequence[str] = (),
    since: Mapping[tuple[str, str], int] | None = None,
    left_behind: Sequence[bytes] = (),
) -> tuple[OrganisationMemory, Mapping[str, TeamReading]]:
    memory, readings = step_one_week(
        memory,
        PersonWeekColumns.of(rows),
        week=week,
        teams=sorted({row.team for row in rows} | set(memory.teams) | set(teams)),
        thresholds=SHIPPED,
        rules=RULES,
        since=since or {},
        left_behind=left_behind,
    )
    return memory, readings


@pytest.mark.drill
def test_settled_people_who_move_are_expected_to_answer_as_settled_people_do(remembered: OrganisationMemory) -> None:
    week, rows = START + SETTLED, moved(START + SETTLED, answer=4)
    others = [row for row in fading(SETTLED + 1) if row.week == week and row.team != "old"]
    since = {("new", each): START.index for each in MOVERS}
    _, as_newcomers = closed(remembered, week, [*others, *rows])
    _, as_movers = closed(remembered, week, [*others, *rows], since=since)
    gone = OrganisationMemory(
        teams={team: kept for team, kept in remembered.teams.items() if team != "old"},
        sealed={team: kept for team, kept in remembered.sealed.items() if team != "old"},
        shared=remembered.shared,
        sealed_shared=remembered.sealed_shared,
    )
    _, from_a_team_that_is_gone = closed(gone, week, [*others, *rows], since=since)
    stayed = as_movers["steady-00"]
    usual = stayed.expected / sum(row.team == "steady-00" and row.reachable for row in others) * len(MOVERS)
    assert as_newcomers["new"].expected > usual + 2
    assert as_movers["new"].expected == pytest.approx(usual, abs=0.6)
    assert from_a_team_that_is_gone["new"].expected == pytest.approx(usual, abs=0.6)


def test_a_habit_that_comes_along_counts_and_counts_less_than_where_it_was_learned(
    remembered: OrganisationMemory,
) -> None:
    """One who never answered before the move is expected to answer less than the others, and more than before it."""
    week = START + SETTLED
    silent = [
        PersonWeek(team="quiet", member="q", week=START + step, reachable=True, answered=False)
        for step in range(SETTLED)
    ]
    memory = remembered
    for step in range(SETTLED - 12, SETTLED):
        memory, _ = closed(memory, START + step, [silent[step]], teams=["quiet"])
    here = [PersonWeek(team="home", member="q", week=week, reachable=True, answered=False)]
    there = [PersonWeek(team="quiet", member="q", week=week, reachable=True, answered=False)]
    _, moved_on = closed(memory, week, here, since={("home", "q"): START.index})
    _, stayed = closed(memory, week, there)
    _, fresh = closed(memory, week, here)
    assert stayed["quiet"].expected < moved_on["home"].expected < fresh["home"].expected

    kept = memory.teams["quiet"]
    rest = OrganisationMemory(
        teams={team: held for team, held in memory.teams.items() if team != "quiet"},
        sealed=memory.sealed,
        shared=memory.shared,
        sealed_shared=memory.sealed_shared,
    )
    _, team_is_gone = closed(rest, week, here, since={("home", "q"): START.index}, left_behind=[b"", kept])
    assert team_is_gone["home"].expected == pytest.approx(moved_on["home"].expected)


def test_whoever_is_known_in_the_team_is_no_newcomer_whatever_is_said(remembered: OrganisationMemory) -> None:
    week = START + SETTLED
    rows = [row for row in fading(SETTLED + 1) if row.week == week]
    _, plain = closed(remembered, week, rows)
    _, told = closed(remembered, week, rows, since={("old", each): week.index for each in MOVERS})
    assert told == plain
