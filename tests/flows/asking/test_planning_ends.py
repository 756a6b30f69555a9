"""What happens to a question that is not answered: one reminder, a quiet end, and more patience."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.domain.asking.pulses import PulseState, RoundState
from bot.domain.identifiers import PersonId, PulseId, RoundId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.programme.programme import QuietHours
from bot.flows.asking.close_rounds import CloseRounds
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.remind import RemindUnanswered
from bot.ports import Storage
from tests.flows.asking.planning import (
    SEAL,
    Hospital,
    Watched,
    a_hospital,
    a_weekly,
    members,
)
from tests.support.builders import T0, after
from tests.support.channels import TELEGRAM
from tests.support.delivery_states import delivery_states
from tests.support.messages import words_of

BEFORE = after(hours=-1)
WEEK = timedelta(weeks=1)
LATER = after(days=300)
ROUND = RoundId("weekly-pulse/2026-03-03/10:00/icu")


async def asked(storage: Storage, *people: str, sent: bool = True, **schedule: object) -> dict[str, PulseId]:
    """A round at T0 whose question has arrived; says each person's pulse."""
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(schedules=[a_weekly(**schedule)]), members({"icu": people}), at=BEFORE)  # type: ignore[arg-type]
    await hospital.ticks(BEFORE, T0)
    pulses: dict[str, PulseId] = {pulse.person: pulse.id for pulse in await hospital.pulses(ROUND)}
    if sent:
        await arrives(storage, *pulses.values())
    return pulses


async def arrives(storage: Storage, *pulses: PulseId, at: datetime = T0) -> None:
    async with storage.writing() as work:
        await work.pulses.mark_sent(pulses, channel=TELEGRAM, at=at)
        await work.deliveries.expire_keys([f"q:{pulse}" for pulse in pulses])  # type: ignore[misc]


async def due(storage: Storage, *, now: datetime = LATER) -> list[tuple[str, DeliveryKind, datetime]]:
    async with storage.writing() as work:
        claims = await work.deliveries.lease(TELEGRAM, owner="t", now=now, lease_until=now, limit=1000)
    return [(claim.delivery.key, claim.delivery.kind, claim.delivery.due_at) for claim in claims]


async def test_whoever_has_not_answered_is_reminded_once(storage: Storage) -> None:
    pulses = await asked(storage, "ada", "ben", "cem")
    async with storage.writing() as work:
        await work.pulses.set_state([pulses["ben"]], PulseState.ANSWERED)
        await work.pulses.set_state([pulses["cem"]], PulseState.SKIPPED)
    remind = RemindUnanswered(storage=storage)
    assert await remind(now=after(hours=48, seconds=-1)) == 0
    assert await remind(now=after(hours=48)) == 1
    assert await remind(now=after(hours=49)) == 0
    assert await due(storage) == [(f"r:{pulses['ada']}", DeliveryKind.REMINDER, after(hours=48))]


async def test_a_schedule_may_remind_never(storage: Storage) -> None:
    await asked(storage, "ada", remind_after_hours=0)
    assert await RemindUnanswered(storage=storage)(now=after(days=4)) == 0


@pytest.mark.drill
@pytest.mark.parametrize("wish", [{"stopped_at": T0}, {"paused_until": after(days=5)}, {"away_until": after(hours=49)}])
async def test_nobody_is_reminded_who_has_stopped_paused_or_gone_on_nights(
    storage: Storage, wish: dict[str, datetime]
) -> None:
    await asked(storage, "ada")
    await Hospital(storage).consents("ada", **wish)
    remind = RemindUnanswered(storage=storage)
    assert await remind(now=after(hours=48)) == 0
    await Hospital(storage).consents("ada", **dict.fromkeys(wish))
    assert await remind(now=after(hours=50)) == 0, "and not later either"


async def test_nobody_is_reminded_who_was_excused_or_left_the_team(storage: Storage) -> None:
    await asked(storage, "ada", "ben", "eve")
    async with storage.writing() as work:
        await work.pulses.excuse(PersonId("ada"), now=after(hours=1))
        await work.rosters.save(members({"icu": ["ada", "eve"]}), at=after(hours=1))
    assert await RemindUnanswered(storage=storage)(now=after(hours=48)) == 1
    assert len(await due(storage)) == 1


async def test_a_reminder_found_late_waits_for_the_end_of_quiet_hours(storage: Storage) -> None:
    await asked(storage, "ada")
    assert await RemindUnanswered(storage=storage)(now=after(hours=58)) == 1  # 20:00 on Thursday, after an outage
    assert [due_at for _, _, due_at in await due(storage)] == [after(hours=71)]


async def test_no_reminder_is_due_after_closing(storage: Storage) -> None:
    await asked(storage, "ada", open_hours=71)
    assert await RemindUnanswered(storage=storage)(now=after(hours=58)) == 0


async def test_a_question_that_may_not_have_arrived_is_healed_by_its_reminder(storage: Storage) -> None:
    pulses = await asked(storage, "ada", "ben", sent=False)
    async with storage.writing() as work:
        claims = await work.deliveries.lease(TELEGRAM, owner="t", now=T0, lease_until=after(hours=1), limit=1)
        [claim] = claims
        await work.deliveries.mark_sending(claim, at=T0)
        await work.deliveries.mark_unsure(claim, at=T0)
    assert await RemindUnanswered(storage=storage)(now=after(hours=48)) == 1
    reminders = [key for key, kind, _ in await due(storage) if kind is DeliveryKind.REMINDER]
    assert reminders == [f"r:{claim.delivery.pulse}"]
    assert claim.delivery.pulse in pulses.values()


async def test_many_are_reminded_in_one_call(storage: Storage) -> None:
    await asked(storage, *(f"p{number}" for number in range(450)))
    assert await RemindUnanswered(storage=storage)(now=after(hours=48)) == 450


async def test_after_closing_pulses_expire_rounds_close_and_nothing_is_sent(storage: Storage) -> None:
    pulses = await asked(storage, "ada", "ben", "cem", sent=False)
    await arrives(storage, pulses["ada"])
    async with storage.writing() as work:
        await work.pulses.set_state([pulses["cem"]], PulseState.ANSWERED)
    hospital = Hospital(storage)
    assert await ExpirePulses(storage=storage, seal=SEAL)(now=after(days=5, seconds=-1)) == 0
    await hospital.ends(after(days=5))
    states = {pulse.person: pulse.state for pulse in await hospital.pulses(ROUND)}
    assert states == {"ada": PulseState.EXPIRED, "ben": PulseState.EXPIRED, "cem": PulseState.ANSWERED}
    [round_] = await hospital.rounds(weeks=["2026-W10"])
    assert round_.state is RoundState.CLOSED
    assert [key for key, _, _ in await due(storage)] == [f"q:{pulses['cem']}"]
    async with storage.reading() as work:
        unanswered = {person: (await work.rosters.consent(PersonId(person))).unanswered for person in pulses}
        counts = await delivery_states(work)
    assert unanswered == {"ada": 1, "ben": 0, "cem": 0}, "what never arrived is no silence"
    assert counts[DeliveryState.EXPIRED] == 2


async def test_who_was_excused_is_not_counted_as_silent(storage: Storage) -> None:
    await asked(storage, "ada")
    async with storage.writing() as work:
        await work.pulses.excuse(PersonId("ada"), now=after(hours=1))
    await ExpirePulses(storage=storage, seal=SEAL)(now=after(days=5))
    async with storage.reading() as work:
        assert (await work.rosters.consent(PersonId("ada"))).unanswered == 0


async def test_after_four_unanswered_in_a_row_a_person_is_asked_less_often_and_told_once(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ada"]}), at=BEFORE)
    await hospital.ticks(BEFORE)
    questions = []
    for week in range(12):
        opens_at = T0 + week * WEEK
        await hospital.ticks(opens_at)
        round_ = RoundId(f"weekly-pulse/{opens_at.date()}/10:00/icu")
        questions.append(len(await hospital.pulses(round_)))
        await arrives(storage, *(pulse.id for pulse in await hospital.pulses(round_)), at=opens_at)
        await hospital.ends(opens_at + timedelta(days=5))
    assert questions == [1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    async with storage.writing() as work:
        claims = await work.deliveries.lease(TELEGRAM, owner="t", now=after(days=99), lease_until=T0, limit=99)
        (kept,) = [claim.delivery for claim in claims if claim.delivery.kind is DeliveryKind.NOTICE]
        (word,) = await SEAL.opened(work, [kept])
    assert (kept.message, word.message is not None) == (None, True), "it lies sealed"
    assert word.message is not None
    intents = [button.intent for row in word.message.buttons for button in row]
    assert intents == [SelfPress(what=OnSelf.WEEKLY_AGAIN), SelfPress(what=OnSelf.STOP)]
    assert "four" in words_of(word.message) or "4" in words_of(word.message)


async def test_who_has_left_by_their_date_hears_nothing_of_being_asked_less_often(storage: Storage) -> None:
    """Though they stay on the list until their row is taken out."""
    hospital, roster = Hospital(storage), members({"icu": ["ada", "ben"]})
    await hospital.applies(a_hospital(), roster, at=BEFORE)
    for person in ("ada", "ben"):
        await hospital.consents(person, unanswered=3)
    await hospital.ticks(BEFORE, T0)
    round_ = RoundId(f"weekly-pulse/{T0.date()}/10:00/icu")
    await arrives(storage, *(pulse.id for pulse in await hospital.pulses(round_)), at=T0)
    ada = replace(roster.people[PersonId("ada")], ends=T0.date())
    await hospital.applies(a_hospital(), replace(roster, people={**roster.people, ada.id: ada}), at=T0)
    await hospital.ends(after(days=5))
    async with storage.writing() as work:
        claims = await work.deliveries.lease(TELEGRAM, owner="t", now=after(days=99), lease_until=T0, limit=99)
    told = {claim.delivery.person for claim in claims if claim.delivery.kind is DeliveryKind.NOTICE}
    assert told == {"ben"}


async def test_two_silences_at_once_count_twice_and_the_word_waits_for_the_morning(storage: Storage) -> None:
    hospital = Hospital(storage)
    schedules = [a_weekly("first", open_hours=59), a_weekly("second", at=time(10, 1), open_hours=59)]
    programme = replace(a_hospital(schedules=schedules), quiet=QuietHours(starts=time(20), ends=time(8)))
    await hospital.applies(programme, members({"icu": ["ada", "ben"]}), at=BEFORE)
    await hospital.consents("ada", unanswered=2)
    await hospital.consents("ben", unanswered=1)
    await hospital.ticks(BEFORE, after(minutes=2))
    pulses = [
        pulse
        for name, slot in (("first", "10:00"), ("second", "10:01"))
        for pulse in await hospital.pulses(RoundId(f"{name}/2026-03-03/{slot}/icu"))
    ]
    await arrives(storage, *(pulse.id for pulse in pulses))
    night = after(hours=60)
    assert await ExpirePulses(storage=storage, seal=SEAL)(now=night) == 4
    async with storage.reading() as work:
        ada, ben = [await work.rosters.consent(PersonId(person)) for person in ("ada", "ben")]
    assert (ada.weeks_between, ada.unanswered) == (4, 0)
    assert (ben.weeks_between, ben.unanswered) == (1, 3)
    [(_, kind, due_at)] = await due(storage)
    assert (kind, due_at) == (DeliveryKind.NOTICE, after(hours=70))


async def test_idle_ends_write_nothing(storage: Storage) -> None:
    await asked(storage, "ada")
    watched = Watched(storage)
    await Hospital(watched).ends(after(hours=1))
    assert watched.writings == 0
    assert await CloseRounds(storage=storage)(now=after(days=5)) == 1
