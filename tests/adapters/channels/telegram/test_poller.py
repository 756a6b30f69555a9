"""Receiving by polling: nothing is confirmed before it is committed, and nothing ends the polling."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.client import TelegramMessenger
from bot.adapters.channels.telegram.intake import TelegramIntake
from bot.adapters.channels.telegram.poller import PART, TelegramPoller
from bot.domain.identifiers import AnswerCode, DeliveryKey, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Pressed, Returned
from bot.domain.messaging.messages import Button
from bot.domain.organisation.people import Address
from bot.flows.operations.health import HealthBoard
from tests.support.boards import is_well, said
from tests.support.channels import TELEGRAM
from tests.support.locales import OneLocale
from tests.support.messages import a_message
from tests.support.patience import until
from tests.support.telegram.harness import (
    HurriedTimer,
    PaperInbox,
)
from tests.support.telegram.records import (
    REVOKED,
    SERVER_ERROR,
    DropBefore,
    Wrong,
    too_many,
)
from tests.support.telegram.server import TelegramServer

NURSE = 501
HOME = Address(channel=TELEGRAM, value="501")
AGREE = Answer(pulse=PulseId("p1"), code=AnswerCode("3"))
QUESTION = a_message("One question.", buttons=((Button(label="Agree", intent=AGREE),),))


@pytest.fixture
def poller(
    account: TelegramAccount, intake: TelegramIntake, health: HealthBoard, timer: HurriedTimer
) -> TelegramPoller:
    return TelegramPoller(account=account, intake=intake, health=health, timer=timer, long_poll=30)


@asynccontextmanager
async def running(poller: TelegramPoller) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(poller.run())
    try:
        yield task
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_pulse_makes_the_round_trip(
    telegram: TelegramServer, account: TelegramAccount, poller: TelegramPoller, inbox: PaperInbox, health: HealthBoard
) -> None:
    messenger = TelegramMessenger(account)
    async with running(poller):
        ref = await messenger.send(HOME, QUESTION, key=DeliveryKey("k"))
        [shown] = telegram.sent
        tap = telegram.tap(NURSE, shown.data("Agree"))
        await telegram.until(lambda: tap.query_id in telegram.answered_queries)
        filed = inbox.filed[str(tap.update_id)]
        assert (filed.event, filed.message, filed.sender) == (Pressed(intent=AGREE), ref, HOME)
        await messenger.edit(HOME, ref, a_message("Recorded."))
        await telegram.until(lambda: not telegram.unconfirmed)
    assert (shown.text, shown.rows) == ("Recorded.", ())
    assert telegram.answered_queries[tap.query_id] == ""
    assert health.parts == {PART: ()}
    poll = next(call for call in telegram.calls if call.method == "getUpdates")
    assert sorted(poll.params["allowed_updates"]) == ["callback_query", "edited_message", "message", "my_chat_member"]
    assert not any(call.params.get("drop_pending_updates") for call in telegram.calls)


async def test_an_offset_is_raised_only_after_the_commit(
    telegram: TelegramServer, poller: TelegramPoller, inbox: PaperInbox, health: HealthBoard
) -> None:
    inbox.broken = True
    tap = telegram.tap_stale(NURSE, "a~p1~3", 3)
    async with running(poller):
        await telegram.until(lambda: tap.query_id in telegram.answered_queries)
        await until(lambda: not is_well(health))
        assert telegram.answered_queries[tap.query_id] == "Not saved yet. Please tap again."
        assert said(health)["receiving on telegram"] == "answers cannot be saved; they wait at Telegram"
        polls = len(telegram.calls)
        await telegram.until(lambda: len(telegram.calls) > polls + 3)
        assert telegram.unconfirmed == [tap.update_id]
        assert inbox.filed == {}
        assert [call.method for call in telegram.calls].count("answerCallbackQuery") == 1
        inbox.broken = False
        await telegram.until(lambda: not telegram.unconfirmed)
        await until(lambda: is_well(health))
    assert list(inbox.filed) == [str(tap.update_id)]


async def test_an_update_committed_but_not_confirmed_comes_again_and_is_the_same(
    telegram: TelegramServer, account: TelegramAccount, inbox: PaperInbox, health: HealthBoard, timer: HurriedTimer
) -> None:
    number = telegram.say(NURSE, "a thought")
    for _ in range(2):  # the process is killed after its commit, twice
        intake = TelegramIntake(account=account, receive=inbox, locale_of=OneLocale())
        await TelegramPoller(account=account, intake=intake, health=health, timer=timer).poll()
        await intake.close()
    assert telegram.unconfirmed == [number]
    assert inbox.batches == [[str(number)], [str(number)]]
    assert list(inbox.filed) == [str(number)]


async def test_refused_words_are_taken_out_of_the_chat_and_never_repeated(
    telegram: TelegramServer, poller: TelegramPoller
) -> None:
    async with running(poller):
        telegram.say(NURSE, "the patient 999 123 4567 fell")
        await telegram.until(lambda: bool(telegram.sent))
        assert telegram.said == {}
        refused = "This looks like it may identify a patient. Nothing has been saved."
        deleted = "I have deleted your message from this chat, too. I keep no copy, so please write it again."
        assert telegram.sent[0].text == f"{refused} {deleted}"
        telegram.fault(Wrong(code=400, description="Bad Request: message can't be deleted"), method="deleteMessage")
        telegram.say(NURSE, "again 999 123 4567")
        await telegram.until(lambda: len(telegram.sent) == 2)
    assert telegram.sent[1].text.endswith("What you wrote is still in this chat. Please delete it here, too.")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (too_many(1), "Telegram asks to wait"),
        (Wrong(code=409, description="Conflict: terminated by other getUpdates request"), "another program receives"),
        (REVOKED, "Telegram refuses the token"),
        (SERVER_ERROR, "Telegram cannot be reached"),
        (DropBefore(), "Telegram cannot be reached"),
    ],
)
async def test_a_fault_of_the_platform_is_said_and_healed(
    telegram: TelegramServer, poller: TelegramPoller, inbox: PaperInbox, health: HealthBoard, wrong: Wrong, why: str
) -> None:
    telegram.fault(wrong, method="getUpdates", times=4)
    telegram.say(NURSE, "a thought")
    async with running(poller):
        await until(lambda: not is_well(health))
        assert said(health)["receiving on telegram"].startswith(why)
        await until(lambda: bool(inbox.filed))
        await until(lambda: is_well(health))


async def test_a_platform_that_is_away_at_the_start_is_waited_for(
    telegram: TelegramServer, poller: TelegramPoller, inbox: PaperInbox, health: HealthBoard
) -> None:
    telegram.say(NURSE, "a thought")
    await telegram.down()
    async with running(poller):
        await until(lambda: not is_well(health))
        await telegram.up()
        await until(lambda: bool(inbox.filed) and is_well(health))
    assert telegram.commands


async def test_a_webhook_left_behind_is_taken_away_and_its_updates_are_kept(
    telegram: TelegramServer, account: TelegramAccount, poller: TelegramPoller, inbox: PaperInbox
) -> None:
    await account.bot.set_webhook("http://127.0.0.1:9/old")
    number = telegram.say(NURSE, "kept")
    async with running(poller):
        await until(lambda: str(number) in inbox.filed)
    assert telegram.webhook == {}


async def test_one_update_nobody_can_read_does_not_hold_up_the_others(
    telegram: TelegramServer, poller: TelegramPoller, inbox: PaperInbox
) -> None:
    before = telegram.say(NURSE, "before")
    telegram.push({"message": {"message_id": 1, "chat": 3}})
    after = telegram.say(NURSE, "after")
    async with running(poller):
        await telegram.until(lambda: not telegram.unconfirmed)
    assert list(inbox.filed) == [str(before), str(after)]


async def test_a_bug_met_by_one_update_does_not_hold_up_the_others(
    telegram: TelegramServer, poller: TelegramPoller, inbox: PaperInbox
) -> None:
    first, bad, last = (telegram.say(NURSE, word) for word in ("first", "bad", "last"))
    inbox.stumbles_over = {str(bad)}
    async with running(poller):
        await telegram.until(lambda: not telegram.unconfirmed)
    assert list(inbox.filed) == [str(first), str(last)]


@pytest.mark.drill
async def test_a_thousand_mixed_updates_and_faults_lose_nothing(
    telegram: TelegramServer, poller: TelegramPoller, inbox: PaperInbox, health: HealthBoard
) -> None:
    chance = random.Random(7)
    readable: set[str] = set()
    for index in range(1_000):
        person = 500 + index % 40
        match chance.randrange(8):
            case 0:
                telegram.say_in_group(-100, person, "hello")
            case 1:
                telegram.push({"message": {"message_id": index, "chat": {"id": person}, "text": index}})
            case 2:
                readable.add(str(telegram.block(person) if chance.random() < 0.5 else telegram.unblock(person)))
            case 3:
                telegram.tap_stale(person, chance.choice(["", "~~", "x" * 64, "a~\x00~3"]), index)
            case 4:
                readable.add(str(telegram.start(person, "C" * 22)))
            case 5:
                readable.add(str(telegram.say(person, chance.choice(["/help", "words", "\u202ewords", "x" * 4_000]))))
            case _:
                readable.add(str(telegram.tap_stale(person, f"a~p{index}~3", index).update_id))
    telegram.judge = lambda call: (
        chance.choice([SERVER_ERROR, DropBefore(), too_many(1), None, None, None])
        if call.method in ("getUpdates", "answerCallbackQuery")
        else None
    )
    async with running(poller):
        inbox.broken = True
        await until(lambda: not is_well(health))
        inbox.broken = False
        await telegram.until(lambda: not telegram.unconfirmed, within=20)
        telegram.judge = None
        await until(lambda: is_well(health))
    returns = [filed for number, filed in inbox.filed.items() if number not in readable]
    assert readable <= inbox.filed.keys()
    assert all(filed.event == Returned() for filed in returns)  # Start lets a blocked bot in again, by itself
