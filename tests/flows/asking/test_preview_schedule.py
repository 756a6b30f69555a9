from dataclasses import replace
from datetime import date, time, timedelta
from io import StringIO

import pytest
from rich.console import Console

from bot.adapters.recurrence import CronRecurrence
from bot.cli.ending import exit_code_of
from bot.cli.preview import run_preview
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import (
    Budget,
    OnCron,
    OnDays,
    QuietWeek,
    Weekday,
)
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.asking.preview_schedule import PreviewSchedule, UnknownSchedule
from bot.ports import Storage
from storage.database import Database
from tests.flows.asking.planning import (
    Hospital,
    NoCron,
    a_hospital,
    a_weekly,
    members,
)
from tests.support.builders import T0, a_question, after
from tests.support.clocks import StillClock

BEFORE = after(hours=-1)
WEEK = timedelta(weeks=1)


async def test_the_preview_tells_what_planning_then_does(storage: Storage) -> None:
    hospital = Hospital(storage)
    programme = a_hospital("amu", "icu", "nyc", zones={"nyc": "America/New_York"})
    roster = members({"amu": ["ada", "ben"], "icu": ["ada", "cem", "dot"], "nyc": ["eve"]})
    await hospital.applies(programme, roster, at=BEFORE)
    await hospital.consents("ben", paused_until=T0 + WEEK)
    await hospital.consents("cem", weeks_between=2)
    await hospital.ticks(BEFORE)
    shown = await PreviewSchedule(storage=storage, recurrence=NoCron())("weekly-pulse", count=4, now=BEFORE)
    assert [opening.opens_at for opening in shown] == sorted(opening.opens_at for opening in shown)
    assert len(shown) == 8, "four occurrences in two zones"
    for opening in shown:
        planned = await hospital.ticks(opening.opens_at)
        assert (planned.questions, planned.rounds) == (opening.people, opening.microsystems)
        day = opening.occurrence.local_date.isoformat()
        units = ("nyc",) if opening.zone == "America/New_York" else ("amu", "icu")
        week = str(IsoWeek.of(opening.occurrence.local_date))
        rounds = await hospital.rounds(*units, weeks=[week])
        assert {round_.questions for round_ in rounds if round_.local_date.isoformat() == day} == {
            tuple(question.ref for question in opening.questions)
        }
    assert [opening.people for opening in shown if opening.zone == "Europe/London"] == [4, 4, 4, 4]


@pytest.mark.parametrize(
    "wish",
    [{"paused_until": T0 + WEEK}, {"stopped_at": BEFORE}, {"away_until": T0 + WEEK}, {"weeks_between": 4}],
    ids=lambda wish: next(iter(wish)),
)
async def test_the_preview_does_not_tell_what_somebody_has_chosen(storage: Storage, wish: dict[str, object]) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada", "ben"]}), at=BEFORE)
    preview = PreviewSchedule(storage=storage, recurrence=NoCron())
    before = await preview("weekly-pulse", count=3, now=BEFORE)
    await hospital.consents("ada", **wish)
    assert await preview("weekly-pulse", count=3, now=BEFORE) == before
    assert [opening.people for opening in before] == [2, 2, 2]


async def test_the_preview_knows_quiet_weeks_budgets_leavers_and_what_is_planned_already(storage: Storage) -> None:
    hospital = Hospital(storage)
    schedule = a_weekly(cadence=OnDays(days=(Weekday.TUE, Weekday.WED), at=time(10)))
    quiet = QuietWeek(week=IsoWeek.parse("2026-W11"), units=(UnitId("icu"),), reason="inspection")
    programme = replace(a_hospital(schedules=[schedule]), quiet_weeks=(quiet,), budget=Budget(questions_per_week=1))
    roster = members({"icu": ["ada", "ben"]})
    listed = dict(roster.people)
    listed[PersonId("ben")] = replace(listed[PersonId("ben")], ends=date(2026, 3, 16))
    await hospital.applies(programme, replace(roster, people=listed), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    shown = await PreviewSchedule(storage=storage, recurrence=NoCron())("weekly-pulse", count=5, now=after(hours=1))
    assert [(opening.people, opening.microsystems) for opening in shown] == [(0, 1), (0, 0), (0, 0), (1, 1), (0, 1)]


async def test_an_unknown_schedule_and_a_missing_programme_are_said(storage: Storage) -> None:
    preview = PreviewSchedule(storage=storage, recurrence=NoCron())
    with pytest.raises(ProgrammeMissing):
        await preview("weekly-pulse", count=1, now=T0)
    await Hospital(storage).applies(a_hospital())
    with pytest.raises(UnknownSchedule) as unknown:
        await preview("weekly", count=1, now=T0)
    assert unknown.value.known == ("weekly-pulse",)


async def test_a_rare_schedule_shows_what_it_has(storage: Storage) -> None:
    rare = a_weekly(cadence=OnCron(expression="0 10 29 2 *"))
    await Hospital(storage).applies(a_hospital(schedules=[rare]), at=BEFORE)
    preview = PreviewSchedule(storage=storage, recurrence=CronRecurrence())
    shown = await preview("weekly-pulse", count=2, now=T0)
    assert [opening.occurrence.local_date.year for opening in shown] == [2028, 2032]


async def preview_of(database: Database, schedule: str, count: int = 2) -> tuple[int, list[str], list[str]]:
    out, err = StringIO(), StringIO()
    command = run_preview(
        schedule,
        count=count,
        storage=database,
        recurrence=CronRecurrence(),
        clock=StillClock(BEFORE),
        out=Console(file=out, soft_wrap=True),
    )
    code = await exit_code_of(command, err=Console(file=err, soft_wrap=True))
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


async def test_the_command_prints_local_and_utc_time_question_and_people(sqlite_storage: Database) -> None:
    programme = a_hospital(questions=[a_question("q1", text={"en-GB": "I know [my] first step."})])
    await Hospital(sqlite_storage).applies(programme, members({"icu": ["ada"]}), at=BEFORE)
    code, lines, complaints = await preview_of(sqlite_storage, "weekly-pulse", count=5)
    assert (code, complaints, len(lines)) == (0, [], 5)
    assert lines[0] == (
        "Tue 2026-03-03 10:00 Europe/London  2026-03-03 10:00 UTC  1 person in 1 team  q1: I know [my] first step."
    )
    assert lines[4].startswith("Tue 2026-03-31 10:00 Europe/London  2026-03-31 09:00 UTC  ")


async def test_an_unknown_schedule_is_one_line_and_exit_2(sqlite_storage: Database) -> None:
    await Hospital(sqlite_storage).applies(a_hospital())
    code, lines, complaints = await preview_of(sqlite_storage, "weekly")
    assert (code, lines) == (2, [])
    assert complaints == ['preview: no schedule is called "weekly"; there are: weekly-pulse']


async def test_a_cron_schedule_is_planned_as_it_is_previewed(storage: Storage) -> None:
    schedule = a_weekly(cadence=OnCron(expression="30 10 * * tue,thu"))
    await Hospital(storage).applies(a_hospital(schedules=[schedule]), members({"icu": ["ada"]}), at=BEFORE)
    plan = PlanRounds(storage=storage, recurrence=CronRecurrence())
    shown = await PreviewSchedule(storage=storage, recurrence=CronRecurrence())("weekly-pulse", count=6, now=BEFORE)
    await plan(now=BEFORE)
    asked = []
    for opening in shown:
        assert (await plan(now=opening.opens_at)).questions == opening.people == 1
        asked.append(opening.questions[0].id)
    assert sorted(asked[:5]) == ["q0", "q1", "q2", "q3", "q4"], "one whole cycle"
