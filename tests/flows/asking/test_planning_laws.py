"""Laws of planning that hold for any programme, any people and any clock, tried on the memory twin of the storage."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.asking.pulses import (
    Pulse,
    Round,
    RoundState,
)
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.occurrences import on_days
from bot.domain.programme.programme import (
    Budget,
    OnDays,
    Programme,
    QuietHours,
    QuietWeek,
    Schedule,
    Weekday,
)
from bot.domain.programme.quiet_hours import is_quiet
from bot.domain.programme.wall_clock import week_of
from tests.flows.asking.planning import (
    Hospital,
    a_hospital,
    a_weekly,
    members,
)
from tests.support.memory import MemoryStorage

START = datetime(2025, 9, 1, tzinfo=UTC)
TWO_YEARS = timedelta(days=731)
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca")

ASKED_UNITS = [UnitId(unit) for unit in ("amu", "icu", "medicine")]

walls = st.integers(3 * 4, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
cadences = st.builds(
    lambda days, at, every: OnDays(days=tuple(days), at=at, every_weeks=every),
    st.lists(st.sampled_from(Weekday), min_size=1, max_size=3, unique=True),
    walls,
    st.integers(1, 3),
)
steps = st.one_of(
    st.integers(1, 60 * 24 * 4),  # from a minute to four days
    st.integers(-60 * 24, 60 * 24 * 400),  # a clock that jumps
)


async def plan_with_ticks(zone: str, cadence: OnDays, open_hours: int, ticks: Sequence[datetime]) -> list[Round]:
    """Every round that is on record after these ticks."""
    storage = MemoryStorage()
    hospital = Hospital(storage)
    schedule = a_weekly(cadence=cadence, open_hours=open_hours, remind_after_hours=0)
    await hospital.applies(a_hospital(schedules=[schedule], zones={"icu": zone}), members({"icu": ["ada"]}), at=START)
    for number, now in enumerate(ticks):
        if number % 7 == 6:
            hospital.restart()
        await hospital.plan(now=now)
    first, last = IsoWeek.of(min(ticks).date()) - 1, IsoWeek.of(max(ticks).date()) + 6
    weeks = [str(first + week) for week in range(last - first + 1)]
    return await hospital.rounds(weeks=weeks)


@settings(max_examples=10)
@given(
    zone=st.sampled_from(ZONES),
    cadence=cadences,
    open_hours=st.sampled_from([1, 5, 24, 120, 400]),
    jumps=st.lists(steps, min_size=5, max_size=60),
)
@example("Europe/London", OnDays(days=(Weekday.TUE,), at=time(10)), 120, [1, 60 * 24 * 400, -60 * 24, 60, 60 * 24])
def test_no_round_is_doubled_or_lost_whatever_the_clock_does(
    zone: str, cadence: OnDays, open_hours: int, jumps: list[int]
) -> None:
    ticks = [START]
    for minutes in jumps:
        ticks.append(max(ticks[-1] + timedelta(minutes=minutes), START))
        if ticks[-1] > START + TWO_YEARS:
            ticks.append(ticks[0] + (ticks[-2] - START) / 2)  # mended: back to where it should be
    rounds = asyncio.run(plan_with_ticks(zone, cadence, open_hours, ticks))
    occurrences = [
        each
        for each in on_days(cadence, START.date() - timedelta(days=2), max(ticks).date() + timedelta(days=2))
        if START < each.instant(zone) <= max(ticks)
    ]
    found = Counter((round_.local_date, round_.slot) for round_ in rounds if round_.opens_at > START)
    assert found == {(each.local_date, each.slot): 1 for each in occurrences}
    states = {round_.opens_at: round_.state for round_ in rounds}
    for each, following in pairwise([*occurrences, None]):
        assert each is not None
        opens_at = each.instant(zone)
        ends_at = opens_at + timedelta(hours=open_hours)
        if following is not None:
            ends_at = min(ends_at, following.instant(zone))
        if any(opens_at <= tick < ends_at - timedelta(minutes=1) for tick in ticks):
            assert states[opens_at] is RoundState.OPEN, "somebody looked while it was the newest open round"


@dataclass(frozen=True, kw_only=True)
class Case:
    programme: Programme
    teams: dict[str, list[str]]
    zones: dict[str, str]
    """The zones of people who have one of their own."""
    step: timedelta


@st.composite
def cases(draw: st.DrawFn) -> Case:
    people = [f"p{number}" for number in range(draw(st.integers(1, 4)))]
    teams = {unit: draw(st.lists(st.sampled_from(people), unique=True)) for unit in ("amu", "ed", "icu")}
    schedules: list[Schedule] = [
        a_weekly(
            f"s{number}",
            cadence=draw(cadences),
            questions_per_round=draw(st.integers(1, 3)),
            open_hours=draw(st.sampled_from([6, 30, 120])),
            remind_after_hours=draw(st.sampled_from([0, 5])),
            units=tuple(
                UnitId(unit) for unit in draw(st.sets(st.sampled_from(["amu", "icu", "medicine"]), min_size=1))
            ),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    quiet_weeks = tuple(
        QuietWeek(week=week, units=(UnitId("icu"),), reason="inspection")
        for week in draw(st.lists(st.integers(36, 40).map(lambda w: IsoWeek(year=2025, week=w)), max_size=1))
    )
    programme = replace(
        a_hospital("amu", "ed", "icu", schedules=schedules, zones={"icu": draw(st.sampled_from(ZONES))}),
        budget=Budget(questions_per_week=draw(st.integers(1, 3))),
        quiet=QuietHours(starts=draw(st.times()), ends=draw(st.times())),
        quiet_weeks=quiet_weeks,
    )
    zones = {person: draw(st.sampled_from(ZONES)) for person in people if draw(st.booleans())}
    return Case(programme=programme, teams=teams, zones=zones, step=timedelta(hours=draw(st.integers(1, 30))))


async def plan_a_month(case: Case) -> tuple[list[Round], list[Pulse]]:
    hospital = Hospital(MemoryStorage())
    roster = members(case.teams)
    people = {name: replace(person, timezone=case.zones.get(name)) for name, person in roster.people.items()}
    await hospital.applies(case.programme, replace(roster, people=people), at=START)
    await hospital.runs(START, START + timedelta(days=35), case.step)
    first = IsoWeek.of(START.date())
    rounds = await hospital.rounds("amu", "ed", "icu", weeks=[str(first + week) for week in range(7)])
    return rounds, await hospital.pulses(*(round_.id for round_ in rounds))


@pytest.mark.drill
@settings(max_examples=20)
@given(case=cases())
def test_no_set_of_schedules_breaks_budget_quiet_hours_or_the_one_team_a_week(case: Case) -> None:
    rounds, pulses = asyncio.run(plan_a_month(case))
    by_id = {round_.id: round_ for round_ in rounds}
    zone_of_unit = case.programme.organisation.zone_of
    zones = {pulse.id: case.zones.get(pulse.person) or zone_of_unit(pulse.unit) for pulse in pulses}
    spent = Counter((pulse.person, week_of(pulse.due_at, zones[pulse.id])) for pulse in pulses)
    assert all(count <= case.programme.budget.questions_per_week for count in spent.values())
    for pulse in pulses:
        assert not is_quiet(pulse.due_at, case.programme.quiet, zones[pulse.id])
        assert by_id[pulse.round].opens_at <= pulse.due_at < pulse.closes_at
        if pulse.remind_at is not None:
            assert not is_quiet(pulse.remind_at, case.programme.quiet, zones[pulse.id])
            assert pulse.due_at < pulse.remind_at < pulse.closes_at
    assert len({(pulse.round, pulse.person, pulse.position) for pulse in pulses}) == len(pulses)
    assert len({(pulse.round, pulse.person, pulse.question) for pulse in pulses}) == len(pulses)
    turns = Counter(
        (pulse.person, by_id[pulse.round].schedule, pulse.budget_week) for pulse in pulses if pulse.position == 0
    )
    reached_by = {
        schedule.id: {unit for unit in case.teams if {unit, "medicine"} & set(schedule.units)}
        for schedule in case.programme.schedules
    }
    for (person, schedule, _), count in turns.items():
        if sum(person in case.teams[unit] for unit in reached_by[schedule]) > 1:
            assert count == 1
    quiet = {quiet_week.week for quiet_week in case.programme.quiet_weeks}
    assert not any(IsoWeek.of(round_.local_date) in quiet for round_ in rounds if round_.unit == "icu")
    same = {(round_.schedule, round_.local_date, round_.slot, round_.questions) for round_ in rounds}
    assert len(same) == len({(schedule, day, slot) for schedule, day, slot, _ in same})
