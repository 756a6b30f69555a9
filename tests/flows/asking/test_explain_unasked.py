"""Why nobody asked me: lists and clocks are told, and nothing that a person chose."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.domain.asking.pulses import PulseState
from bot.domain.errors import UnknownPerson
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Address, Role, Roster
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Budget, OnDays, Programme, QuietDay, QuietWeek, Weekday
from bot.flows.asking.explain_unasked import ExplainUnasked, UnaskedRule, Why
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, NoCron, a_hospital, a_weekly, members
from tests.support.builders import ICU, T0, after
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock

BEFORE = after(hours=-1)
LATER = after(hours=3)


async def why(storage: Storage, person: str = "ada", *, at: datetime = LATER) -> Why:
    return await ExplainUnasked(storage=storage, recurrence=NoCron(), clock=StillClock(at))(person)


async def rule(storage: Storage, person: str = "ada", *, at: datetime = LATER) -> UnaskedRule:
    return (await why(storage, person, at=at)).rule


async def asked(
    storage: Storage, *, programme: Programme | None = None, roster: Roster | None = None, halt: Halt | None = None
) -> Hospital:
    """A ward whose question went out at ten."""
    hospital = Hospital(storage)
    await hospital.applies(programme or a_hospital(), roster or members({"icu": ["ada", "ben"]}), at=BEFORE)
    if halt is not None:
        async with storage.writing() as work:
            await work.halts.add(halt)
    await hospital.ticks(BEFORE, T0)
    return hospital


@pytest.mark.drill
@pytest.mark.parametrize("wish", [{}, {"stopped_at": BEFORE}, {"paused_until": after(days=9)}, {"weeks_between": 4}])
@pytest.mark.parametrize("is_before", [True, False])
async def test_what_somebody_chose_changes_nothing_in_what_is_said(
    storage: Storage, wish: dict[str, object], is_before: bool
) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    if is_before:
        await hospital.consents("ada", **wish)
    await hospital.ticks(T0)
    await hospital.consents("ada", **wish)
    expected = Why(rule=UnaskedRule.NOTHING_IN_THE_WAY, schedule=a_weekly().id, unit=ICU, opens_at=T0)
    assert await why(storage) == expected


async def test_answering_and_shutting_the_bot_out_change_nothing_either(storage: Storage) -> None:
    hospital = await asked(storage)
    before = await why(storage)
    (round_,) = await hospital.rounds(weeks=["2026-W10"])
    async with storage.writing() as work:
        await work.pulses.set_state([pulse.id for pulse in await hospital.pulses(round_.id)], PulseState.ANSWERED)
        await work.rosters.mark_unreachable(Address(channel=TELEGRAM, value="at-ada"), at=LATER)
    assert await why(storage) == before
    assert before.rule is UnaskedRule.NOTHING_IN_THE_WAY


async def test_lists_come_first(storage: Storage) -> None:
    roster = members({"icu": ["ada", "new", "old", "out"]})
    people = dict(roster.people)
    people[PersonId("new")] = replace(people[PersonId("new")], starts=date(2026, 4, 1))
    people[PersonId("old")] = replace(people[PersonId("old")], ends=date(2026, 3, 1))
    hospital = await asked(storage, roster=replace(roster, people=people))
    assert await rule(storage, "new") is UnaskedRule.NOT_YET
    assert await rule(storage, "old") is UnaskedRule.ENDED
    with pytest.raises(UnknownPerson):
        await rule(storage, "zoe")
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=LATER)
    assert await rule(storage, "out") is UnaskedRule.LEFT
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}, role=Role.SPONSOR), at=LATER)
    assert await rule(storage) is UnaskedRule.NOT_ASKED


async def test_who_never_joined_and_who_cannot_be_reached_any_more(storage: Storage) -> None:
    roster = members({"icu": ["ada", "new"]})
    await asked(storage, roster=replace(roster, addresses={PersonId("ada"): roster.addresses[PersonId("ada")]}))
    assert await rule(storage, "new") is UnaskedRule.NOT_JOINED
    address = Address(channel=TELEGRAM, value="at-ada")
    async with storage.writing() as work:
        for hours in (0, 1, 7):
            await work.rosters.note_refused(address, at=after(hours=hours))
        await work.rosters.mark_unreachable(address, at=after(hours=7))
    assert await rule(storage) is UnaskedRule.UNREACHABLE
    async with storage.writing() as work:
        await work.rosters.revoke(PersonId("ada"))
    assert await rule(storage) is UnaskedRule.UNREACHABLE


async def test_quiet_times_and_pauses(storage: Storage) -> None:
    week = QuietWeek(week=IsoWeek.parse("2026-W10"), units=(ICU,), reason="Survey")
    hospital = await asked(storage, programme=replace(a_hospital(), quiet_weeks=(week,)))
    assert await rule(storage) is UnaskedRule.QUIET
    day = QuietDay(date=date(2026, 3, 10), units=(UnitId("medicine"),), reason="Holiday")
    await hospital.applies(replace(a_hospital(), quiet_days=(day,)), at=LATER)
    assert await rule(storage, at=after(days=6)) is UnaskedRule.QUIET
    async with storage.writing() as work:
        await work.halts.add(Halt(unit=ICU, since=after(days=8), until=after(days=30), reason="Flood"))
    assert await rule(storage, at=after(days=15)) is UnaskedRule.HALTED


async def test_what_is_not_due_or_was_never_opened(storage: Storage) -> None:
    fortnightly = a_weekly(cadence=OnDays(days=(Weekday.TUE,), at=time(10), every_weeks=2))
    await asked(storage, programme=a_hospital(schedules=[fortnightly]))
    assert await rule(storage, at=after(days=-1)) is UnaskedRule.NOTHING_DUE
    assert await rule(storage, at=after(days=6)) is UnaskedRule.STILL_TO_COME


async def test_a_team_that_was_set_up_after_the_hour_is_asked_next_time(storage: Storage) -> None:
    await Hospital(storage).applies(a_hospital(), members({"icu": ["ada"]}), at=LATER)
    assert await rule(storage, at=LATER) is UnaskedRule.NOT_OPENED


async def test_the_turn_of_another_team_the_budget_and_who_came_later(storage: Storage) -> None:
    second = a_weekly("second", units=(ICU,), cadence=OnDays(days=(Weekday.TUE,), at=time(11)))
    programme = replace(a_hospital("amu", "icu", schedules=[a_weekly(), second]), budget=Budget(questions_per_week=1))
    hospital = Hospital(storage)
    await hospital.applies(programme, members({"amu": ["eve"], "icu": ["ada", "eve"]}), at=BEFORE)
    await hospital.ticks(BEFORE, T0, after(hours=1))
    await hospital.applies(programme, members({"amu": ["eve"], "icu": ["ada", "eve", "new"]}), at=after(hours=2))
    assert await rule(storage, "eve") is UnaskedRule.NOTHING_IN_THE_WAY
    assert await rule(storage, "new") is UnaskedRule.CAME_LATER
    explained = await why(storage)
    assert explained.rule is UnaskedRule.NOTHING_IN_THE_WAY
    assert explained.schedule == a_weekly().id


async def test_a_schedule_that_is_paused_is_told_and_not_where_its_round_is_out(storage: Storage) -> None:
    hospital = Hospital(storage)
    paused = replace(a_hospital(), schedules=(a_weekly(paused=True),))
    await hospital.applies(paused, members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    assert await rule(storage, at=BEFORE) is UnaskedRule.PAUSED
    assert await rule(storage) is UnaskedRule.PAUSED
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=after(hours=1))
    assert await rule(storage) is UnaskedRule.NOT_OPENED, "it was paused when it would have opened"
    await hospital.ticks(after(days=7))
    await hospital.applies(paused, members({"icu": ["ada"]}), at=after(days=7, hours=1))
    assert await rule(storage, at=after(days=7, hours=2)) is UnaskedRule.NOTHING_IN_THE_WAY
