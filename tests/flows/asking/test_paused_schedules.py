"""A schedule that is paused: nothing opens, what is open goes on, and nothing is made up for."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.identifiers import RoundId
from bot.flows.asking.plan_rounds import Planned
from bot.flows.asking.remind import RemindUnanswered
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, a_hospital, a_weekly, members
from tests.support.builders import T0, after
from tests.support.channels import TELEGRAM

BEFORE = after(hours=-1)
WEEK = timedelta(weeks=1)


async def test_a_paused_schedule_opens_nothing_and_makes_up_for_nothing(storage: Storage) -> None:
    hospital, people = Hospital(storage), members({"icu": ["ada"]})
    programme = a_hospital()
    paused = replace(programme, schedules=(a_weekly(paused=True),))
    until = replace(programme, schedules=(a_weekly(paused=True, paused_until=date(2026, 3, 16)),))
    await hospital.applies(paused, people, at=BEFORE)
    await hospital.ticks(BEFORE)
    assert await hospital.ticks(T0, after(hours=1)) == Planned()
    await hospital.applies(programme, people, at=after(hours=2))
    assert await hospital.ticks(after(hours=3)) == Planned(), "what fell due in the pause is not sent later"
    await hospital.applies(until, people, at=after(days=1))
    assert await hospital.ticks(T0 + WEEK) == Planned()
    assert await hospital.ticks(T0 + 2 * WEEK) == Planned(rounds=1, questions=1), "it goes on by itself"


async def test_what_is_open_when_its_schedule_is_paused_is_reminded_of_all_the_same(storage: Storage) -> None:
    hospital, people = Hospital(storage), members({"icu": ["ada"]})
    await hospital.applies(a_hospital(), people, at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    async with storage.writing() as work:
        [pulse] = await work.pulses.of_rounds([RoundId("weekly-pulse/2026-03-03/10:00/icu")])
        await work.pulses.mark_sent([pulse.id], channel=TELEGRAM, at=T0)
    await hospital.applies(a_hospital(schedules=[a_weekly(paused=True)]), people, at=after(hours=1))
    assert await RemindUnanswered(storage=storage)(now=after(hours=49)) == 1
