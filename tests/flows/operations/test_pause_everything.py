"""Pausing everything: nothing goes out, nothing is made up for, and nobody's own choices have a part in it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.asking.consent_changes import after_silence
from bot.domain.asking.pulses import PulseState
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Priority
from bot.domain.messaging.messages import MessageKind
from bot.domain.programme.programme import Programme, QuietDay, QuietWeek
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.plan_rounds import Planned
from bot.flows.asking.remind import RemindUnanswered
from bot.flows.operations.pause_everything import NotPossible, PauseEverything, ResumeEverything
from bot.flows.sending.hold_back import without_halted
from bot.ports import Storage
from tests.flows.asking.planning import SEAL, Hospital, a_hospital, a_weekly, members
from tests.support.builders import ICU, T0, a_delivery, after
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock
from tests.support.messages import a_message, words_of

BEFORE, WEEK = after(hours=-1), timedelta(weeks=1)
FAR = after(days=900)
ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)


async def a_ward(storage: Storage, programme: Programme | None = None) -> Hospital:
    hospital = Hospital(storage)
    people = members({"amu": ["ada"], "icu": ["ben", "cem"]})
    await hospital.applies(programme or a_hospital("amu", "icu"), people, at=BEFORE)
    await hospital.ticks(BEFORE)
    return hospital


async def pause(
    storage: Storage, unit: str | None = None, *, at: datetime, until: date | None = None, tell: bool = False
) -> None:
    pausing = PauseEverything(storage=storage, clock=StillClock(at), entropy=SystemEntropy())
    await pausing(unit, until=until, reason="Major incident", author=ROOT, tell=tell)


async def resume(storage: Storage, unit: str | None = None, *, at: datetime) -> None:
    await ResumeEverything(storage=storage, clock=StillClock(at), entropy=SystemEntropy())(unit, author=ROOT)


async def goes_out(storage: Storage, *, at: datetime) -> set[str]:
    """To whom something is sent now."""
    async with storage.writing() as work:
        leases = await work.deliveries.lease(TELEGRAM, owner="t", now=at, lease_until=FAR, limit=100)
        return {lease.delivery.person for lease in await without_halted(work, leases, now=at)}


async def test_what_falls_due_in_a_pause_is_neither_asked_nor_missed_nor_made_up_for(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await pause(storage, at=after(minutes=-5))
    assert await hospital.ticks(T0, after(hours=1)) == Planned()
    await resume(storage, at=after(hours=2))
    hospital.restart()
    assert await hospital.ticks(after(hours=3)) == Planned()
    assert await hospital.rounds("amu", "icu", weeks=["2026-W10"]) == []
    assert await hospital.ticks(T0 + WEEK) == Planned(rounds=2, questions=3)


async def test_a_process_that_was_down_all_the_while_asks_nothing_for_it_either(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await pause(storage, at=after(minutes=-5))
    await resume(storage, at=after(hours=2))
    assert await hospital.ticks(after(hours=3)) == Planned()


async def test_a_pause_covers_a_unit_and_all_below_it_until_its_day(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await pause(storage, "icu", at=BEFORE, until=date(2026, 3, 4))
    assert await hospital.ticks(T0) == Planned(rounds=1, questions=1)
    await pause(storage, "medicine", at=after(hours=1), until=date(2026, 3, 11))
    assert await hospital.ticks(T0 + WEEK) == Planned()
    assert await hospital.ticks(T0 + 2 * WEEK) == Planned(rounds=2, questions=3)


async def test_a_planned_question_is_given_up_and_counts_for_no_channel_to_have_taken(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await hospital.ticks(T0)
    await pause(storage, "icu", at=after(seconds=1))
    assert await goes_out(storage, at=after(seconds=2)) == {"ada"}
    await resume(storage, "icu", at=after(hours=1))
    assert await goes_out(storage, at=after(hours=2)) == {"ada"}, "held for ada above, and given up for the others"
    (round_,) = await hospital.rounds("icu", weeks=["2026-W10"])
    pulses = await hospital.pulses(round_.id)
    async with storage.reading() as work:
        assert await work.deliveries.untaken([pulse.id for pulse in pulses]) == {pulse.id for pulse in pulses}


async def test_what_answers_somebody_and_what_a_person_wrote_still_goes_out(storage: Storage) -> None:
    await a_ward(storage)
    told = a_delivery("ada", channel=TELEGRAM)
    page = replace(a_delivery("ben", channel=TELEGRAM), message=a_message("Page", kind=MessageKind.TEAM_PAGE))
    pressed = replace(a_delivery("cem", channel=TELEGRAM), priority=Priority.INTERACTIVE, message=page.message)
    async with storage.writing() as work:
        await work.deliveries.add([told, page, pressed])
    await pause(storage, at=BEFORE)
    assert await goes_out(storage, at=after(hours=1)) == {"ada", "cem"}


async def test_what_somebody_has_to_know_is_told_in_a_pause_too(storage: Storage) -> None:
    """It is told once: given up, it would never be told."""
    await a_ward(storage)
    silent = after_silence(count=6, weeks=2, locale="en-GB")
    rule = a_message("A new rule.", kind=MessageKind.PRIVACY)
    nudge = a_message("An action is late.", kind=MessageKind.FLAG_PRECISION)
    notices = {"ada": silent, "ben": rule, "cem": nudge}
    async with storage.writing() as work:
        await work.deliveries.add(
            [replace(a_delivery(name, channel=TELEGRAM), message=message) for name, message in notices.items()]
        )
    await pause(storage, at=BEFORE)
    assert await goes_out(storage, at=after(hours=1)) == {"ada", "ben"}


async def test_a_unit_that_was_retired_while_it_was_paused_goes_on_when_told(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await pause(storage, "icu", at=BEFORE)
    await hospital.applies(a_hospital("amu"), members({"amu": ["ada"]}), at=T0)
    with pytest.raises(UnknownUnit):
        await pause(storage, "icu", at=T0)
    await resume(storage, "icu", at=after(hours=1))
    async with storage.reading() as work:
        assert await work.halts.lasting_after(after(hours=2)) == []
    with pytest.raises(UnknownUnit):
        await resume(storage, "icu", at=after(hours=2))


async def test_nobody_is_reminded_in_a_pause_or_after_it_and_open_questions_stay_open(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await hospital.ticks(T0)
    (round_,) = await hospital.rounds("icu", weeks=["2026-W10"])
    pulses = await hospital.pulses(round_.id)
    async with storage.writing() as work:
        await work.pulses.mark_sent([pulse.id for pulse in pulses], channel=TELEGRAM, at=T0)
    await pause(storage, at=after(hours=24))
    remind = RemindUnanswered(storage=storage)
    assert await remind(now=after(hours=49)) == 0
    await resume(storage, at=after(hours=50))
    assert await remind(now=after(hours=51)) == 0
    assert {pulse.state for pulse in await hospital.pulses(round_.id)} == {PulseState.SENT}
    await ExpirePulses(storage=storage, seal=SEAL)(now=round_.closes_at)
    async with storage.reading() as work:
        silences = {person: (await work.rosters.consent(PersonId(person))).unanswered for person in ("ben", "cem")}
    assert silences == {"ben": 0, "cem": 0}, "whoever says nothing while all stands still is not counted"


@pytest.mark.parametrize(
    "quiet",
    [
        {"quiet_weeks": (QuietWeek(week=IsoWeek.parse("2026-W10"), units=(ICU,), reason="Incident"),)},
        {"quiet_days": (QuietDay(date=date(2026, 3, 5), units=(UnitId("medicine"),), reason="Holiday"),)},
    ],
)
async def test_nobody_is_reminded_in_a_quiet_week_or_on_a_quiet_day(storage: Storage, quiet: dict[str, object]) -> None:
    hospital = await a_ward(storage)
    await hospital.ticks(T0)
    (round_,) = await hospital.rounds("icu", weeks=["2026-W10"])
    async with storage.writing() as work:
        await work.pulses.mark_sent([pulse.id for pulse in await hospital.pulses(round_.id)], channel=TELEGRAM, at=T0)
    await hospital.applies(replace(a_hospital("amu", "icu"), **quiet), at=after(hours=1))  # type: ignore[arg-type]
    remind = RemindUnanswered(storage=storage)
    assert await remind(now=after(hours=48)) == 0
    assert await remind(now=after(hours=72)) == 0


async def test_on_a_quiet_day_nobody_is_asked_nor_on_the_next_morning_for_it(storage: Storage) -> None:
    days = [QuietDay(date=date(2026, 3, day), units=(ICU,), reason="Holiday") for day in (3, 18)]
    evening = a_weekly(at=time(21))
    hospital = await a_ward(storage, replace(a_hospital("amu", "icu"), quiet_days=tuple(days)))
    assert await hospital.ticks(T0, after(days=1)) == Planned(rounds=1, questions=1)
    in_the_evening = replace(a_hospital("amu", "icu", schedules=[evening]), quiet_days=tuple(days))
    await hospital.applies(in_the_evening, at=after(days=8))
    await hospital.ticks(after(days=8))
    assert await hospital.ticks(T0 + 2 * WEEK + timedelta(hours=12)) == Planned(rounds=1, questions=1), (
        "the question of intensive care would arrive on the morning of its quiet day"
    )


async def test_a_mistake_is_named_and_changes_nothing(storage: Storage) -> None:
    await a_ward(storage)
    with pytest.raises(UnknownUnit):
        await pause(storage, "nowhere", at=T0)
    with pytest.raises(NotPossible, match="not in the future"):
        await pause(storage, at=T0, until=date(2026, 3, 3))
    pausing = PauseEverything(storage=storage, clock=StillClock(T0), entropy=SystemEntropy())
    with pytest.raises(NotPossible, match="one line"):
        await pausing(None, until=None, reason=" ", author=ROOT)
    with pytest.raises(NotPossible, match="nothing is"):
        await resume(storage, at=T0)
    await pause(storage, "icu", at=T0)
    with pytest.raises(NotPossible, match="paused: icu and all below it"):
        await resume(storage, at=T0)


async def test_a_second_pause_takes_the_place_of_the_first(storage: Storage) -> None:
    await a_ward(storage)
    await pause(storage, at=T0)
    await pause(storage, at=after(hours=1), until=date(2026, 3, 9))
    async with storage.reading() as work:
        (halt,) = await work.halts.lasting_after(after(hours=1))
    assert (halt.since, halt.until) == (after(hours=1), datetime(2026, 3, 9, tzinfo=T0.tzinfo))


async def test_who_paused_what_and_why_stands_in_the_log(storage: Storage) -> None:
    await a_ward(storage)
    await pause(storage, "icu", at=T0)
    await resume(storage, "icu", at=after(hours=1))
    async with storage.reading() as work:
        entries = await work.administration_log.entries(since=T0)
    assert [(each.at, each.author, str(each.words)) for each in entries] == [
        (T0, ROOT, "everything paused: icu and all below it, since 2026-03-03 10:00 UTC (Major incident)"),
        (after(hours=1), ROOT, "everything goes on: icu and all below it"),
    ]
    assert {each.words.units for each in entries if each.words} == {frozenset({ICU})}


async def told(storage: Storage, *, at: datetime) -> dict[str, str]:
    """What goes out now, and to whom."""
    async with storage.writing() as work:
        leases = await work.deliveries.lease(TELEGRAM, owner="t", now=at, lease_until=FAR, limit=100)
        going = [lease.delivery for lease in await without_halted(work, leases, now=at)]
        for lease in leases:
            await work.deliveries.mark_sent(lease, None, at=at)
        return {delivery.person: words_of(delivery.message) for delivery in going if delivery.message}


async def test_people_are_told_of_a_pause_once_and_in_it(storage: Storage) -> None:
    await a_ward(storage)
    await pause(storage, at=BEFORE, tell=True)
    said = await told(storage, at=BEFORE)
    assert said.keys() == {"ada", "ben", "cem"}
    assert said["ada"].startswith("There are no questions for now: Major incident.")
    assert await told(storage, at=after(days=1)) == {}


async def test_only_those_whom_a_pause_concerns_are_told_and_until_when(storage: Storage) -> None:
    await a_ward(storage)
    async with storage.writing() as work:
        consent = await work.rosters.consent(PersonId("cem"))
        await work.rosters.set_consent(PersonId("cem"), replace(consent, stopped_at=BEFORE))
    await pause(storage, "icu", at=BEFORE, until=date(2026, 3, 9), tell=True)
    said = await told(storage, at=BEFORE)
    assert said.keys() == {"ben"}, "who has stopped is not written to"
    assert said["ben"].startswith("There are no questions in ICU for now: Major incident. They come again from 9 March")


async def test_who_has_left_by_their_date_is_not_told_of_a_pause(storage: Storage) -> None:
    await a_ward(storage)
    async with storage.writing() as work:
        roster = await work.rosters.current()
        cem = replace(roster.people[PersonId("cem")], ends=BEFORE.date() - timedelta(days=1))
        await work.rosters.save(replace(roster, people={**roster.people, cem.id: cem}), at=BEFORE)
    await pause(storage, at=BEFORE, tell=True)
    assert (await told(storage, at=BEFORE)).keys() == {"ada", "ben"}


async def test_nobody_is_told_unless_it_is_wished_nor_of_what_could_not_begin(storage: Storage) -> None:
    await a_ward(storage)
    await pause(storage, at=BEFORE)
    with pytest.raises(NotPossible):
        await pause(storage, at=BEFORE, until=date(2026, 3, 1), tell=True)
    assert await told(storage, at=after(hours=1)) == {}


async def test_what_has_not_gone_out_when_things_go_on_goes_out_no_more(storage: Storage) -> None:
    await a_ward(storage)
    night = after(hours=11)
    await pause(storage, at=night, tell=True)
    assert await told(storage, at=night) == {}, "quiet hours"
    await pause(storage, "icu", at=night, tell=True)
    await resume(storage, at=night + timedelta(minutes=5))
    said = await told(storage, at=night + timedelta(days=1))
    assert said.keys() == {"ben", "cem"}, "of the pause that goes on"
    assert {words.partition(":")[0] for words in said.values()} == {"There are no questions in ICU for now"}


async def test_a_pause_that_ends_in_their_quiet_hours_is_not_told(storage: Storage) -> None:
    await a_ward(storage)
    night = after(hours=11)
    await pause(storage, at=night, until=date(2026, 3, 4), tell=True)
    assert await told(storage, at=night + timedelta(days=1)) == {}
