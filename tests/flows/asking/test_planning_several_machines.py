"""Several planners, each with its own connections to one database."""

import asyncio
from datetime import timedelta

import pytest

from bot.flows.asking.plan_rounds import Planned, PlanRounds
from storage.database import Database
from tests.flows.asking.planning import (
    Hospital,
    NoCron,
    a_hospital,
    a_weekly,
    members,
)
from tests.support.builders import T0, after

pytestmark = pytest.mark.postgres
BEFORE = after(hours=-1)


async def test_planners_on_several_machines_share_rounds_and_budgets(postgres_storage: Database) -> None:
    hospital = Hospital(postgres_storage)
    units = [f"unit-{number}" for number in range(6)]
    # Most people are in two teams, and one schedule more than the budget allows wants to ask.
    teams = {unit: [f"p{number}" for number in range(40) if number % 6 in (place, place - 1)] for place, unit in
             enumerate(units)}  # fmt: skip
    schedules = [a_weekly("first"), a_weekly("second"), a_weekly("third")]
    await hospital.applies(a_hospital(*units, schedules=schedules), members(teams), at=BEFORE)
    await hospital.ticks(BEFORE)
    planners = [PlanRounds(storage=postgres_storage, recurrence=NoCron()) for _ in range(4)]
    results = await asyncio.gather(*(planner(now=T0) for planner in planners))
    assert sum(result.rounds for result in results) == 18
    asked = [await hospital.asked("2026-03-03", *units, schedule=schedule.id) for schedule in schedules]
    everybody = {person for team in teams.values() for person in team}
    assert [set(people) for people in asked] == [everybody, everybody, set()]
    assert len(await hospital.due_messages()) == sum(result.questions for result in results) == 2 * len(everybody)


async def test_machines_whose_clocks_differ_a_little_do_not_undo_each_other(postgres_storage: Database) -> None:
    hospital = Hospital(postgres_storage)
    await hospital.applies(a_hospital("amu", "icu"), members({"amu": ["ada"], "icu": ["ben"]}), at=BEFORE)
    fast, slow = (PlanRounds(storage=postgres_storage, recurrence=NoCron()) for _ in range(2))
    behind = timedelta(seconds=2)
    done = Planned()
    for minute in range(-3, 4):
        now = T0 + timedelta(minutes=minute)
        done += await fast(now=now)
        done += await slow(now=now - behind)
    assert done == Planned(rounds=2, questions=2)
