"""What is said at the moment of sending: the newest state of a question, or nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.answers.epochs import EpochState
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import DeliveryKey, PersonId, PulseId
from bot.domain.messaging.buttons import Answer, OnSelf
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notifications import notification_of
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.ports import Storage
from tests.support import channels
from tests.support.builders import T0, a_delivery, a_programme, a_pulse, a_question, a_roster, a_whole_quarter
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.messages import words_of
from tests.support.ward import TEAM, Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


def a_message(who: str, kind: DeliveryKind = DeliveryKind.QUESTION, key: str = "") -> Delivery:
    return replace(a_delivery(who, kind=kind, key=key or f"{kind.value}:{who}"), message=None)


async def composed(ward: Ward, *deliveries: Delivery) -> Mapping[DeliveryKey, Message | None]:
    async with ward.storage.reading() as work:
        return await ward.compose(work, deliveries)


async def words(ward: Ward, delivery: Delivery) -> str | None:
    message = (await composed(ward, delivery))[delivery.key]
    return None if message is None else words_of(message)


async def test_a_question_is_put_as_it_stands(ward: Ward) -> None:
    message = (await composed(ward, a_message("ana")))[DeliveryKey("question:ana")]
    assert message is not None
    assert words_of(message) == (
        "Intensive care. One question, one tap.\n\nWording of pers-int-1.\n\n"
        "Open until Sunday 10:00. No lead or administrator is shown your answer, or whether you gave one."
    )
    assert (notification_of(message), message.is_silent) == ("One quick question", True)
    assert [button.label for button in message.buttons[-1]] == ["Can't say", "Not now", "More"]


async def test_the_first_question_of_all_introduces_itself(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        newcomers = a_roster({name: f"at-{name}" for name in (*TEAM, "new")})
        await work.rosters.save(newcomers, at=T0)
        await work.pulses.add([a_pulse("new")])
    introduced = await words(ward, a_message("new"))
    assert introduced is not None
    introduction, rest = introduced.split("\n\n", 1)
    assert len(introduction.split("\n")) == 2
    assert rest == await words(ward, a_message("ana"))


async def test_an_introduction_that_the_first_of_two_questions_did_not_bring_comes_with_the_second(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        await work.rosters.save(a_roster({name: f"at-{name}" for name in (*TEAM, "new")}), at=T0)
        first = a_pulse("new")
        second = replace(first, id=PulseId("pulse-second"), position=1)
        await work.pulses.add([replace(first, state=PulseState.EXPIRED), second])
    asked = replace(a_message("new"), pulse=second.id)
    also = replace(asked, key=DeliveryKey("also"))
    said = await composed(ward, asked, also)
    assert ["Hello, this is Rounds." in words_of(each) for each in said.values() if each] == [True, False]


async def test_each_channel_is_introduced_once_with_its_own_command_however_somebody_came_there(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        await work.rosters.save(a_roster({name: f"at-{name}" for name in (*TEAM, "new")}), at=T0)
        await work.pulses.add([a_pulse("new")])
    again = DeliveryKind.REMINDER  # whoever moves while a question is open gets the reminder on the new channel
    for channel, way in ((TELEGRAM, "send “/help”"), (SLACK, "send “/rounds help”"), (WEB, "in the menu")):
        for kind in (DeliveryKind.QUESTION, again):
            said = str(await words(ward, replace(a_message("new", kind), channel=channel)))
            assert f"You can pause or stop under More, or {way}." in said.split("\n\n")[0]
        async with ward.storage.writing() as work:
            await work.pulses.mark_sent([PulseId("pulse-new")], channel=channel, at=T0)
    for channel in channels.ALL:
        assert "Hello" not in str(await words(ward, replace(a_message("new", again), channel=channel)))


async def test_in_a_quarter_that_ends_by_the_earlier_rule_the_introduction_tells_it(ward: Ward) -> None:
    week = a_pulse("new").week
    for first, earlier in ((week - 12, True), (week - 13, False)):
        async with ward.storage.writing() as work:
            await work.rosters.save(a_roster({name: f"at-{name}" for name in (*TEAM, "new")}), at=T0)
            await work.pulses.add([a_pulse("new")] if earlier else [])
            await work.epochs.save(a_whole_quarter(first))
        said = await words(ward, a_message("new"))
        assert said is not None
        assert ("Those to questions that close by Sunday, 8 March 2026 are destroyed by" in said) is earlier
        assert ("Each is destroyed at most 14 weeks after you gave it" in said) is not earlier
        async with ward.storage.writing() as work:
            await work.epochs.save(replace(a_whole_quarter(first), state=EpochState.CLOSED))


async def test_a_reminder_repeats_the_question_with_its_buttons(ward: Ward) -> None:
    found = await composed(ward, a_message("ana"), a_message("ana", DeliveryKind.REMINDER))
    question, reminder = found.values()
    assert question is not None
    assert reminder is not None
    assert question.buttons == reminder.buttons
    assert "This is the only reminder." in words_of(reminder)


async def test_a_question_that_was_put_off_comes_again_and_says_so_whatever_its_key(ward: Ward) -> None:
    again = await words(ward, a_message("ana", DeliveryKind.SNOOZED, key="r:pulse-ana"))
    assert again is not None
    assert "This is the only reminder." not in again
    assert again == await words(ward, a_message("ana", DeliveryKind.SNOOZED))
    assert again != await words(ward, a_message("ana"))


async def test_in_a_chat_begun_anew_it_says_nothing_of_what_became_of_it(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "4"), ward.on_self("ben", OnSelf.STOP_NOW))
    answered, stopped, open_ = (await composed(ward, *(a_message(who, DeliveryKind.ANEW) for who in TEAM[:3]))).values()
    assert answered is not None
    assert answered.document == (stopped and stopped.document) == (open_ and open_.document)
    intents = [button.intent for row in answered.buttons for button in row]
    assert intents
    assert all(isinstance(each, Answer) for each in intents), "other buttons lead to what it was answered"
    ward.clock.at = ward.round.closes_at
    assert await words(ward, a_message("ana", DeliveryKind.ANEW)) is None


async def test_there_is_nothing_to_ask_any_more(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "4"), ward.on_self("ben", OnSelf.STOP_NOW), ward.on_self("cas", OnSelf.ON_NIGHTS))
    async with ward.storage.writing() as work:
        staying = {name: f"at-{name}" for name in TEAM if name != "dee"}
        await work.rosters.save(a_roster(staying), at=ward.clock.now())
    kinds = (DeliveryKind.QUESTION, DeliveryKind.REMINDER, DeliveryKind.SNOOZED)
    asked = [a_message(who, kind) for who in ("ana", "ben", "cas", "dee", "nobody") for kind in kinds]
    assert set((await composed(ward, *asked)).values()) == {None}
    ward.clock.at = ward.round.closes_at
    assert await words(ward, a_message("eve")) is None


async def test_an_earlier_copy_points_to_the_newer_one_while_the_question_is_open(ward: Ward) -> None:
    earlier = a_message("ana", DeliveryKind.REDRAW)
    assert "stands again further down" in str(await words(ward, earlier))
    await ward.do(ward.tap("ana", "4"))
    assert "Your answer for Intensive care counts. It stands further down" in str(await words(ward, earlier))
    ward.clock.at = ward.round.closes_at + timedelta(hours=1)
    assert await words(ward, earlier) is None, "nothing is edited when a round closes"


async def test_what_carries_its_own_words_keeps_them(ward: Ward) -> None:
    assert await words(ward, a_delivery("ana", text="A notice.")) == "A notice."


async def test_a_question_keeps_its_wording_when_a_new_version_comes(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        reworded = a_programme(questions=[a_question(version=2, text={"en-GB": "New words."})])
        await work.programmes.save(reworded, at=ward.clock.now())
    assert "Wording of pers-int-1." in str(await words(ward, a_message("ana")))
    await ward.do(ward.tap("ana", "4"))
    assert (await ward.answers())["ana"].question.version == 1


async def test_a_late_question_or_reminder_is_not_put_to_anybody_who_is_off_duty(ward: Ward) -> None:
    """After an outage, say, or where shifts changed while it was on its way."""
    night = Shift(starts=T0 - timedelta(hours=14), ends=T0 - timedelta(hours=2), kind=ShiftKind.NIGHT)
    known = Span(starts=T0 - timedelta(days=2), ends=T0 + timedelta(days=2))
    day = Shift(starts=T0 - timedelta(hours=6), ends=T0 + timedelta(hours=6), kind=ShiftKind.DAY)
    async with ward.storage.writing() as work:
        asleep, at_work = Rota.of([night], [known]), Rota.of([day], [known])
        await work.rotas.put(RotaSource.IMPORT, {PersonId("ana"): asleep, PersonId("ben"): at_work})
    for kind in (DeliveryKind.QUESTION, DeliveryKind.REMINDER):
        assert await words(ward, a_message("ana", kind)) is None
        assert await words(ward, a_message("ben", kind)) is not None
    assert await words(ward, a_message("ana", DeliveryKind.SNOOZED)) is not None, "their own choice of a time stands"
