import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.asking.pulses import RoundState, pulse_id
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import PersonId, RoundId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.organisation.people import Membership, Role
from bot.domain.programme.programme import (
    Budget,
    OnDays,
    QuietHours,
    QuietWeek,
    Weekday,
)
from bot.domain.programme.questions import Audience, Kind
from bot.flows.asking.plan_rounds import (
    PEOPLE_PER_BATCH,
    Planned,
    PlanRounds,
)
from bot.ports import Storage
from tests.flows.asking.planning import (
    Hospital,
    NoCron,
    Watched,
    a_hospital,
    a_weekly,
    members,
)
from tests.support.builders import T0, a_question, after

BEFORE = after(hours=-1)
WEEK = timedelta(weeks=1)


async def test_when_a_round_opens_every_member_is_asked_the_same_question(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital("amu", "icu"), members({"amu": ["ada", "ben"], "icu": ["cem"]}), at=BEFORE)
    assert await hospital.ticks(BEFORE, after(minutes=-1)) == Planned()
    assert await hospital.ticks(T0) == Planned(rounds=2, questions=3)
    assert await hospital.ticks(T0, after(seconds=20), after(days=6)) == Planned()
    [round_] = await hospital.rounds("amu", weeks=["2026-W10"])
    assert (round_.id, round_.opens_at, round_.closes_at) == ("weekly-pulse/2026-03-03/10:00/amu", T0, after(days=5))
    pulses = await hospital.pulses(round_.id, RoundId("weekly-pulse/2026-03-03/10:00/icu"))
    assert {pulse.person for pulse in pulses} == {"ada", "ben", "cem"}
    assert {pulse.question for pulse in pulses} == set(round_.questions)
    for pulse in pulses:
        assert pulse.id == pulse_id(pulse.round, pulse.person, 0)
        assert (pulse.due_at, pulse.closes_at, pulse.remind_at) == (T0, after(days=5), after(hours=48))
        assert (pulse.week, pulse.budget_week) == (round_.week, IsoWeek.parse("2026-W10"))
    assert await hospital.due_messages() == {f"q:{pulse.id}": pulse.person for pulse in pulses}


async def test_the_message_that_asks_carries_its_pulse_and_lasts_until_closing(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    async with storage.writing() as work:
        [claim] = await work.deliveries.lease(
            members({"icu": ["ada"]}).addresses[PersonId("ada")].channel, owner="t", now=T0, lease_until=T0, limit=9
        )
    delivery = claim.delivery
    assert (delivery.kind, delivery.key) == (DeliveryKind.QUESTION, f"q:{delivery.pulse}")
    assert (delivery.due_at, delivery.expires_at) == (T0, after(days=5))


async def test_a_new_unit_starts_now_and_asks_nothing_for_the_past(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    await hospital.applies(a_hospital("icu", "amu"), members({"icu": ["ada"], "amu": ["ben"]}), at=after(hours=1))
    assert await hospital.ticks(after(hours=1), after(hours=2)) == Planned()
    assert await hospital.ticks(T0 + WEEK) == Planned(rounds=2, questions=2)


async def test_a_restart_in_the_middle_finishes_the_work_and_doubles_nothing(storage: Storage) -> None:
    units = [f"unit-{number}" for number in range(4)]
    crashing = Watched(storage)
    hospital = Hospital(crashing)
    teams = {unit: [f"{unit}-{number}" for number in range(PEOPLE_PER_BATCH // 2 + 1)] for unit in units}
    everybody = sum(len(team) for team in teams.values())
    await hospital.applies(a_hospital(*units), members(teams), at=BEFORE)
    await hospital.ticks(BEFORE)
    crashing.writings_left = 2
    with pytest.raises(StorageUnavailable):
        await hospital.ticks(T0)
    crashing.writings_left = None
    done = await hospital.asked("2026-03-03", *units)
    assert 0 < len(done) < everybody
    hospital.restart()
    again = await hospital.ticks(after(minutes=5))
    assert again.questions == everybody - len(done)
    assert len(await hospital.asked("2026-03-03", *units)) == everybody
    assert len(await hospital.due_messages()) == everybody


async def test_of_two_planners_at_once_exactly_one_claims_each_round(storage: Storage) -> None:
    units = [f"unit-{number}" for number in range(8)]
    hospital = Hospital(storage)
    teams = {unit: [f"{unit}-{number}" for number in range(20)] for unit in units}
    schedules = [a_weekly("first"), a_weekly("second"), a_weekly("third")]
    await hospital.applies(a_hospital(*units, schedules=schedules), members(teams), at=BEFORE)
    await hospital.ticks(BEFORE)
    planners = [PlanRounds(storage=storage, recurrence=NoCron()) for _ in range(3)]
    results = await asyncio.gather(*(planner(now=T0) for planner in planners))
    assert sum(result.rounds for result in results) == 24
    assert sum(result.questions for result in results) == 2 * 160, "two a week, whoever plans them"
    assert len(await hospital.due_messages()) == 2 * 160


async def test_after_three_days_of_downtime_an_open_round_is_asked_at_once(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    hospital.restart()
    assert await hospital.ticks(after(days=3)) == Planned(rounds=1, questions=1)
    [pulse] = await hospital.pulses(RoundId("weekly-pulse/2026-03-03/10:00/icu"))
    assert (pulse.due_at, pulse.closes_at) == (after(days=3), after(days=5))
    assert pulse.remind_at is None, "two days later it will have closed"


async def test_a_round_found_after_its_closing_is_recorded_as_missed_and_sent_to_nobody(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    hospital.restart()
    back = T0 + 2 * WEEK + timedelta(days=6)
    assert await hospital.ticks(back, back + timedelta(minutes=1)) == Planned(missed=3)
    rounds = await hospital.rounds(weeks=["2026-W10", "2026-W11", "2026-W12"])
    assert [round_.state for round_ in rounds] == [RoundState.MISSED] * 3
    assert await hospital.due_messages() == {}
    assert await hospital.ticks(T0 + 3 * WEEK) == Planned(rounds=1, questions=1)


async def test_after_downtime_people_get_the_newest_question_and_no_backlog(storage: Storage) -> None:
    daily = a_weekly("daily", cadence=OnDays(days=tuple(Weekday), at=time(10)))
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(schedules=[daily]), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    assert await hospital.ticks(after(days=2, hours=1)) == Planned(rounds=1, missed=2, questions=1)
    assert await hospital.asked("2026-03-05", schedule="daily") == {"ada": "icu"}


async def test_nothing_is_planned_in_a_quiet_week_even_when_it_is_called_off_later(storage: Storage) -> None:
    hospital = Hospital(storage)
    programme = a_hospital("amu", "icu")
    quiet = QuietWeek(week=IsoWeek.parse("2026-W10"), units=(UnitId("icu"),), reason="inspection")
    everybody = members({"amu": ["ada"], "icu": ["ben"]})
    await hospital.applies(replace(programme, quiet_weeks=(quiet,)), everybody, at=BEFORE)
    assert await hospital.ticks(BEFORE, T0) == Planned(rounds=1, questions=1)
    assert await hospital.rounds("icu", weeks=["2026-W10"]) == []
    await hospital.applies(programme, at=after(hours=2))
    assert await hospital.ticks(after(hours=3)) == Planned()
    assert await hospital.ticks(T0 + WEEK) == Planned(rounds=2, questions=2)


async def test_a_person_in_two_microsystems_is_asked_once_a_week_in_turns(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital("amu", "icu"), members({"amu": ["ada", "ben"], "icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    turns = []
    for week in range(6):
        planned = await hospital.ticks(T0 + week * WEEK)
        assert planned == Planned(rounds=2, questions=2)
        day = (T0 + week * WEEK).date().isoformat()
        asked = [await hospital.asked(day, unit) for unit in ("amu", "icu")]
        assert sum("ada" in people for people in asked) == 1
        turns.append("amu" if "ada" in asked[0] else "icu")
    assert turns.count("amu") == turns.count("icu") == 3


async def test_the_turn_passes_to_another_team_while_one_has_a_quiet_week(storage: Storage) -> None:
    hospital = Hospital(storage)
    quiet = QuietWeek(week=IsoWeek.parse("2026-W10"), units=(UnitId("icu"),), reason="inspection")
    programme = replace(a_hospital("amu", "icu"), quiet_weeks=(quiet,))
    twice = {f"p{number}" for number in range(20)}
    await hospital.applies(programme, members({"amu": twice, "icu": twice}), at=BEFORE)
    assert await hospital.ticks(BEFORE, T0) == Planned(rounds=1, questions=20)


async def test_nobody_is_asked_who_paused_left_stopped_never_joined_or_is_away(storage: Storage) -> None:
    hospital = Hospital(storage)
    people = ["away", "gone", "left", "new", "paused", "stays", "stopped"]
    roster = members({"icu": people})
    addresses = {person: address for person, address in roster.addresses.items() if person != "new"}
    listed = dict(roster.people)
    listed[PersonId("gone")] = replace(listed[PersonId("gone")], ends=date(2026, 3, 2))
    roster = replace(roster, addresses=addresses, people=listed)
    await hospital.applies(a_hospital(), roster, at=BEFORE)
    await hospital.consents("away", away_until=after(hours=1))
    await hospital.consents("paused", paused_until=after(hours=1))
    await hospital.consents("stopped", stopped_at=BEFORE)
    stayed = frozenset(held for held in roster.memberships if held.person != "left")
    remaining = {person: who for person, who in listed.items() if person != "left"}
    await hospital.applies(a_hospital(), replace(roster, memberships=stayed, people=remaining), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    assert await hospital.asked("2026-03-03") == {"stays": "icu"}
    await hospital.ticks(T0 + WEEK)
    assert set(await hospital.asked("2026-03-10")) == {"away", "paused", "stays"}


async def test_a_round_in_which_everybody_has_stopped_asks_nobody_and_is_not_tried_again(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.consents("ada", stopped_at=BEFORE)
    assert await hospital.ticks(BEFORE, T0, after(seconds=20)) == Planned(rounds=1, questions=1)
    assert await hospital.asked("2026-03-03") == {}


@pytest.mark.parametrize(
    "wish",
    [
        {"paused_until": after(hours=25)}, {"stopped_at": BEFORE}, {"away_until": after(hours=25)},
        {"weeks_between": 2}, {},
    ],
    ids=lambda wish: next(iter(wish), "nothing"),
)  # fmt: skip
async def test_who_is_within_the_plan_does_not_depend_on_what_anybody_chose(
    storage: Storage, wish: dict[str, object]
) -> None:
    """Ada pauses over the first of two schedules. The second asks nobody then, since the budget is planned for."""
    hospital = Hospital(storage)
    second = a_weekly("second", day=Weekday.THU)
    programme = replace(a_hospital(schedules=[a_weekly(), second]), budget=Budget(questions_per_week=1))
    await hospital.applies(programme, members({"icu": ["ada", "ben"]}), at=BEFORE)
    await hospital.consents("ada", **wish)
    assert await hospital.ticks(BEFORE, T0) == Planned(rounds=1, questions=2)
    assert await hospital.ticks(T0 + timedelta(days=2)) == Planned(rounds=1)
    assert await hospital.within("2026-03-03") == {"ada", "ben"}
    assert await hospital.within("2026-03-05", schedule="second") == set()


async def test_the_weekly_budget_covers_all_schedules(storage: Storage) -> None:
    hospital = Hospital(storage)
    schedules = [a_weekly("first"), a_weekly("second", at=time(11)), a_weekly("third", day=Weekday.THU)]
    programme = replace(a_hospital(schedules=schedules), budget=Budget(questions_per_week=2))
    await hospital.applies(programme, members({"icu": ["ada"]}), at=BEFORE)
    planned = await hospital.ticks(BEFORE, T0, after(hours=1), after(days=2))
    assert planned == Planned(rounds=3, questions=2)
    assert await hospital.asked("2026-03-05", schedule="third") == {}
    assert (await hospital.ticks(T0 + WEEK)).questions == 1


async def test_several_questions_are_planned_together_and_sent_one_after_the_other(storage: Storage) -> None:
    hospital = Hospital(storage)
    programme = replace(a_hospital(schedules=[a_weekly(questions_per_round=3)]), budget=Budget(questions_per_week=3))
    await hospital.applies(programme, members({"icu": ["ada"]}), at=BEFORE)
    assert (await hospital.ticks(BEFORE, T0)).questions == 3
    pulses = await hospital.pulses(RoundId("weekly-pulse/2026-03-03/10:00/icu"))
    assert [pulse.position for pulse in pulses] == [0, 1, 2]
    assert len({pulse.question for pulse in pulses}) == 3
    assert [pulse.remind_at is None for pulse in pulses] == [False, True, True]
    assert list(await hospital.due_messages()) == [f"q:{pulses[0].id}"]


async def test_the_audience_of_the_question_decides_who_gets_it(storage: Storage) -> None:
    hospital = Hospital(storage)
    to_members = a_question("m1")
    to_leads = a_question("l1", kind=Kind.COUPLING_STRATEGIC, competency=None, facet=None, audience=Audience.CO_LEADS)
    schedule = a_weekly(questions=("m1", "l1"), questions_per_round=2)
    programme = a_hospital(schedules=[schedule], questions=[to_members, to_leads])
    roster = members({"icu": ["ada", "eve", "kim"]})
    lead, champion = (
        Membership(person=PersonId(person), unit=UnitId("icu"), role=role)
        for person, role in (("eve", Role.NURSING_LEAD), ("kim", Role.CHAMPION))
    )
    held = roster.memberships - {replace(champion, role=Role.MEMBER)} | {lead, champion}
    await hospital.applies(programme, replace(roster, memberships=held), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    pulses = await hospital.pulses(RoundId("weekly-pulse/2026-03-03/10:00/icu"))
    asked = {(pulse.person, pulse.question.id) for pulse in pulses}
    assert asked == {("ada", "m1"), ("eve", "m1"), ("eve", "l1")}
    assert len(await hospital.due_messages()) == 2, "who gets two gets the second after the first"


async def test_people_are_asked_when_their_own_quiet_hours_end(storage: Storage) -> None:
    hospital = Hospital(storage)
    roster = members({"icu": ["ada", "yun"]})
    listed = dict(roster.people)
    listed[PersonId("yun")] = replace(listed[PersonId("yun")], timezone="America/New_York")
    programme = replace(a_hospital(), quiet=QuietHours(starts=time(20), ends=time(9)))
    await hospital.applies(programme, replace(roster, people=listed), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    pulses = await hospital.pulses(RoundId("weekly-pulse/2026-03-03/10:00/icu"))
    assert {pulse.person: pulse.due_at for pulse in pulses} == {"ada": T0, "yun": after(hours=4)}
    assert {pulse.closes_at for pulse in pulses} == {after(days=5)}


async def test_who_wants_to_be_asked_less_often_is(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.consents("ada", weeks_between=2)
    await hospital.ticks(BEFORE)
    for week in range(5):
        await hospital.ticks(T0 + week * WEEK)
    asked = [await hospital.asked((T0 + week * WEEK).date().isoformat()) for week in range(5)]
    assert asked == [{"ada": "icu"}, {}, {"ada": "icu"}, {}, {"ada": "icu"}]


async def test_every_unit_opens_on_its_own_clock_with_the_same_question(storage: Storage) -> None:
    hospital = Hospital(storage)
    programme = a_hospital("icu", "nyc", zones={"nyc": "America/New_York"})
    await hospital.applies(programme, members({"icu": ["ada"], "nyc": ["bob"]}), at=BEFORE)
    assert (await hospital.ticks(BEFORE, T0)).rounds == 1
    other = a_hospital("icu", "nyc", zones={"nyc": "America/New_York"}, questions=[
        *programme.questions.values(), *(a_question(f"added-{number}") for number in range(9))
    ])  # fmt: skip
    await hospital.applies(other, at=after(hours=1))
    assert (await hospital.ticks(after(hours=5) - timedelta(seconds=1))).rounds == 0
    assert (await hospital.ticks(after(hours=5))).rounds == 1
    rounds = await hospital.rounds("icu", "nyc", weeks=["2026-W10"])
    assert len({round_.questions for round_ in rounds}) == 1
    assert {round_.opens_at for round_ in rounds} == {T0, after(hours=5)}


@pytest.mark.parametrize("kept", range(1, 5))
async def test_a_changed_bank_does_not_ask_the_same_question_again(storage: Storage, kept: int) -> None:
    hospital = Hospital(storage)
    questions = [a_question(f"q{number}") for number in range(5)]
    await hospital.applies(a_hospital(questions=questions), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE, T0)
    [before] = await hospital.rounds(weeks=["2026-W10"])
    asked = next(question for question in questions if question.ref in before.questions)
    changed = [asked, *(a_question(f"r{number}") for number in range(kept))]
    await hospital.applies(a_hospital(questions=changed), at=after(days=1))
    await hospital.ticks(T0 + WEEK)
    [following] = await hospital.rounds(weeks=["2026-W11"])
    assert asked.ref not in following.questions


async def test_a_changed_cadence_starts_now(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE, T0, after(days=2))
    monday = a_weekly(day=Weekday.WED)
    await hospital.applies(a_hospital(schedules=[monday]), at=after(days=2))
    assert await hospital.ticks(after(days=2, seconds=20)) == Planned(), "Wednesday was yesterday"
    assert (await hospital.ticks(after(days=8))).rounds == 1


async def test_a_clock_that_ran_ahead_costs_no_round_once_it_is_mended(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    ahead = await hospital.ticks(after(days=400))
    assert ahead.missed > 50
    rounds = []
    for week in range(4):
        await hospital.ticks(T0 + week * WEEK, after(days=week * 7, hours=1))
        rounds += await hospital.rounds(weeks=[str(IsoWeek.parse("2026-W10") + week)])
    assert [round_.state for round_ in rounds] == [RoundState.OPEN] * 4
    assert len(await hospital.due_messages(now=after(days=30))) == 4


async def test_a_clock_that_jumps_back_a_day_asks_nobody_twice(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    planned = await hospital.ticks(BEFORE, T0, after(days=-1), after(hours=-2), T0, after(minutes=1), after(days=1))
    assert planned == Planned(rounds=1, questions=1)


async def test_an_idle_tick_is_one_reading(storage: Storage) -> None:
    watched = Watched(storage)
    hospital = Hospital(watched)
    schedules = [a_weekly("first"), a_weekly("second", day=Weekday.FRI)]
    await hospital.applies(a_hospital(schedules=schedules), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    watched.readings = watched.writings = 0
    await hospital.runs(after(minutes=-50), after(minutes=-1), timedelta(minutes=1))
    assert (watched.readings, watched.writings) == (50, 0)


async def test_without_a_programme_nothing_happens(storage: Storage) -> None:
    assert await Hospital(storage).ticks(T0) == Planned()


async def test_rounds_stay_at_ten_on_the_wall_over_clock_changes(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.runs(BEFORE, after(days=42), timedelta(hours=5))
    weeks = [str(IsoWeek.parse("2026-W10") + week) for week in range(6)]
    opened = [round_.opens_at for round_ in await hospital.rounds(weeks=weeks)]
    assert [at.hour for at in opened] == [10, 10, 10, 10, 9, 9], "British summer time begins on 29 March 2026"
    assert opened[4] == datetime(2026, 3, 31, 9, tzinfo=UTC)
