"""What of a schedule is warned of before anybody is asked by it, by the rules of files, console and chat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

import pytest

from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_roles import UnitRoles
from bot.domain.programme.programme import Budget, OnDays, Schedule, Weekday
from bot.domain.programme.questions import Audience
from config.schedule_warnings import schedule_cautions
from tests.flows.asking.planning import a_hospital, a_weekly, members
from tests.support.builders import a_question


def warned(
    *schedules: Schedule, bank: Mapping[str, Audience] = {}, role: Role = Role.MEMBER, budget: int = 2
) -> list[str]:
    questions = [a_question(each, audience=audience) for each, audience in (bank or THREE).items()]
    hospital = a_hospital("icu", questions=questions, schedules=schedules)
    programme = replace(hospital, budget=Budget(questions_per_week=budget))
    return [
        each.what
        for each in schedule_cautions(programme, UnitRoles.of(members({"icu": ["ada"]}, role=role).memberships), "f")
    ]


THREE = {"one": Audience.MEMBERS, "two": Audience.MEMBERS, "three": Audience.MEMBERS}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"questions_per_round": 2}, []),
        ({"questions_per_round": 3}, ["has 3 questions for 3 at a time: they run out"]),
        ({"questions": ("one",)}, ["has one question alone: it runs out at once"]),
        ({"questions": ("one",), "cadence": OnDays(days=(Weekday.TUE,), at=time(10), every_weeks=13)}, []),
        ({"questions": ("one", "two"), "questions_per_round": 3}, ["has 2 questions for 3 at a time"]),
        ({"paused": True}, ["is paused, so it asks nobody"]),
    ],
)
def test_questions_that_run_out_and_pauses_without_an_end(changes: dict[str, object], expected: list[str]) -> None:
    found = warned(a_weekly(**changes), budget=3)  # type: ignore[arg-type]
    assert len(found) == len(expected)
    assert all(words in line for words, line in zip(expected, found, strict=True))


def test_a_schedule_whose_questions_are_for_nobody_on_the_list_is_told() -> None:
    leads = dict.fromkeys(THREE, Audience.CO_LEADS)
    assert warned(a_weekly(), bank=leads) == [
        'the questions of "weekly-pulse" are for nobody on the list, so nobody is ever asked'
    ]
    assert warned(a_weekly(), role=Role.NURSING_LEAD, bank=leads) == []
    assert warned(a_weekly(), role=Role.NURSING_LEAD, bank={**leads, "one": Audience.BOTH}) == []
    assert len(warned(a_weekly(), role=Role.NURSING_LEAD)) == 1


NO_ROOM = 'on {} no room is left for "{}": earlier questions have used up the 2 a week'


def test_a_turn_that_comes_after_the_budget_is_used_up_is_told() -> None:
    daily = a_weekly(
        cadence=OnDays(days=(Weekday.MON, Weekday.TUE, Weekday.THU, Weekday.FRI), at=time(10)),
        open_hours=24,
        remind_after_hours=0,
    )
    assert warned(daily) == [NO_ROOM.format("Thu, Fri", "weekly-pulse")]
    second = a_weekly("second", cadence=OnDays(days=(Weekday.WED,), at=time(10), every_weeks=4), open_hours=72)
    two = a_weekly(cadence=OnDays(days=(Weekday.MON, Weekday.TUE), at=time(10)))
    assert warned(two, second) == [NO_ROOM.format("Wed", "second")]
    assert warned(replace(two, paused=True, questions=("core",)), second)[1:] == []
    rare = replace(two, cadence=OnDays(days=(Weekday.MON, Weekday.TUE), at=time(10), every_weeks=2))
    assert warned(rare, second) == [], "in some weeks there is room"
    elsewhere = replace(two, questions=("lead", "other"))
    leads = {"lead": Audience.CO_LEADS, "other": Audience.CO_LEADS}
    told = warned(elsewhere, replace(second, questions=("one", "two")), bank={**THREE, **leads})
    assert not any("used up" in line for line in told), "who is asked first are others"
