"""Sending and editing through the real library against the loopback Telegram."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.channel import deep_link
from bot.adapters.channels.telegram.client import TelegramMessenger
from bot.domain.identifiers import ActionId, AnswerCode, DeliveryKey, MessageRef, PromptId, PulseId
from bot.domain.messaging.buttons import (
    ActionPress,
    Answer,
    OnAction,
    OnPrompt,
    OnPulse,
    PromptPress,
    PulsePress,
)
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import Button, MessageKind
from bot.domain.organisation.people import Address
from bot.ports import (
    CannotTell,
    ChannelBroken,
    DeliveryFailed,
    Messenger,
    NotSent,
    RateLimited,
    Rejected,
    ShutOut,
    Unreachable,
    Unsure,
)
from tests.support.channels import TELEGRAM
from tests.support.messages import a_message, words_of
from tests.support.patience import PATIENCE
from tests.support.telegram.harness import PNG, HurriedTimer
from tests.support.telegram.records import (
    CHAT_NOT_FOUND,
    DEACTIVATED,
    REVOKED,
    SERVER_ERROR,
    DropAfter,
    DropBefore,
    Fault,
    Garbled,
    Late,
    Wrong,
    too_many,
)
from tests.support.telegram.server import TelegramServer

NURSE = Address(channel=TELEGRAM, value="501")
KEY = DeliveryKey("k1")
IMPATIENT = 0.2
"""For what never comes."""
QUESTION = a_message(
    "Intensive care. One question, one tap.\n\nI know the first step to take.",
    buttons=(
        (Button(label="Strongly agree", intent=Answer(pulse=PulseId("p1"), code=AnswerCode("4"))),),
        (Button(label="Agree", intent=Answer(pulse=PulseId("p1"), code=AnswerCode("3"))),),
        (
            Button(label="Can't say", intent=Answer(pulse=PulseId("p1"), code=AnswerCode("cs"))),
            Button(label="Not now", intent=PulsePress(pulse=PulseId("p1"), what=OnPulse.NOT_NOW)),
        ),
    ),
)
RECORDED = a_message("Recorded. Change it until Sunday 20:00.")


@asynccontextmanager
async def an_account(
    telegram: TelegramServer, timer: HurriedTimer, *, answer_within: float = PATIENCE
) -> AsyncIterator[TelegramAccount]:
    ours = TelegramAccount(token=telegram.token, timer=timer, api_root=telegram.root, answer_within=answer_within)
    yield ours
    await ours.close()


@pytest.fixture
def messenger(account: TelegramAccount) -> Messenger:
    return TelegramMessenger(account)


async def test_a_pulse_arrives_silently_with_its_buttons_in_order(
    telegram: TelegramServer, messenger: Messenger
) -> None:
    ref = await messenger.send(NURSE, QUESTION, key=KEY)
    [shown] = telegram.sent
    assert shown.text == words_of(QUESTION)
    assert shown.rows == (("Strongly agree",), ("Agree",), ("Can't say", "Not now"))
    assert shown.data("Agree") == "a~p1~3"
    assert shown.silent
    assert not shown.entities
    assert "parse_mode" not in shown.params
    assert ref == f"501:{shown.message_id}"


async def test_an_edit_takes_the_buttons_away_and_may_be_repeated(
    telegram: TelegramServer, messenger: Messenger
) -> None:
    ref = await messenger.send(NURSE, QUESTION, key=KEY)
    await messenger.edit(NURSE, ref, RECORDED)
    await messenger.edit(NURSE, ref, RECORDED)
    [shown] = telegram.sent
    assert (shown.text, shown.rows, len(shown.edits)) == (words_of(RECORDED), (), 1)


async def test_a_picture_arrives_with_its_words_and_can_be_edited(
    telegram: TelegramServer, messenger: Messenger
) -> None:
    chart = a_message(
        "Acute medical unit, 12 weeks.",
        picture=Picture(png=PNG, alt="Line chart: about 6 in 10 each week."),
        kind=MessageKind.CONVERSATION_SUGGESTED,
    )
    ref = await messenger.send(NURSE, chart, key=KEY)
    [shown] = telegram.sent
    assert shown.photo == PNG
    assert shown.text == "Acute medical unit, 12 weeks."
    assert not shown.silent
    newer = a_message("Acute medical unit", picture=Picture(png=PNG + b"2", alt="Acute medical unit: steady."))
    await messenger.edit(NURSE, ref, newer)
    assert (shown.photo, shown.text) == (PNG + b"2", "Acute medical unit")


async def test_a_file_arrives_without_a_sound_with_its_words(telegram: TelegramServer, messenger: Messenger) -> None:
    await messenger.send_file(NURSE, name="rounds.json", body=b'{"kept": []}', words="This is yours.")
    [shown] = telegram.sent
    assert (shown.chat_id, shown.document, shown.text) == (int(NURSE.value), b'{"kept": []}', "This is yours.")
    assert shown.silent
    telegram.fault(DropAfter(), method="sendDocument")
    with pytest.raises(Unsure):
        await messenger.send_file(NURSE, name="rounds.json", body=b"{}", words="This is yours.")
    group = Address(channel=TELEGRAM, value="-100")
    with pytest.raises(Unreachable):
        await messenger.send_file(group, name="rounds.json", body=b"{}", words="This is yours.")


async def test_a_question_in_words_opens_the_reply_box(telegram: TelegramServer, messenger: Messenger) -> None:
    cancel = PromptPress(prompt=PromptId("w1"), what=OnPrompt.CANCEL)
    leave = ((Button(label="Cancel", intent=cancel),),)
    for buttons, kind in (((), MessageKind.QUESTION), (leave, MessageKind.PROMPT)):
        await messenger.send(NURSE, a_message("What first?", kind=kind, buttons=buttons, asks_reply=True), key=KEY)
    assert [sent.markup for sent in telegram.sent] == [{"force_reply": True}] * 2


@pytest.mark.parametrize(
    ("fault", "meaning", "accepted"),
    [
        (too_many(9), RateLimited, 0),
        (Wrong(code=429, description="Too Many Requests"), RateLimited, 0),
        (Wrong(code=403, description="Forbidden: bot was blocked by the user"), ShutOut, 0),
        (DEACTIVATED, Unreachable, 0),
        (CHAT_NOT_FOUND, Unreachable, 0),
        (Wrong(code=400, description="Bad Request: PEER_ID_INVALID"), Unreachable, 0),
        (Wrong(code=400, description="Bad Request: BUTTON_DATA_INVALID"), Rejected, 0),
        (Wrong(code=413, description="Request Entity Too Large"), Rejected, 0),
        (REVOKED, ChannelBroken, 0),
        (Wrong(code=404, description="Not Found"), ChannelBroken, 0),
        (Wrong(code=409, description="Conflict: something"), NotSent, 0),
        (SERVER_ERROR, Unsure, 0),
        (Garbled(502), Unsure, 1),
        (Garbled(200), Unsure, 1),
        (DropBefore(), Unsure, 0),
        (DropAfter(), Unsure, 1),
        (Late(PATIENCE), Unsure, 1),
    ],
)
async def test_a_fault_of_sending_says_what_may_be_done_and_nothing_is_repeated(
    telegram: TelegramServer, timer: HurriedTimer, fault: Fault, meaning: type[DeliveryFailed], accepted: int
) -> None:
    telegram.fault(fault)
    async with an_account(telegram, timer, answer_within=IMPATIENT if isinstance(fault, Late) else PATIENCE) as account:
        with pytest.raises(DeliveryFailed) as caught:
            await TelegramMessenger(account).send(NURSE, QUESTION, key=KEY)
    assert type(caught.value) is meaning
    assert len([call for call in telegram.calls if call.method == "sendMessage"]) == 1
    assert len(telegram.sent) == accepted


async def test_a_platform_that_is_down_was_not_sent_to(telegram: TelegramServer, messenger: Messenger) -> None:
    await telegram.down()
    with pytest.raises(NotSent):
        await messenger.send(NURSE, QUESTION, key=KEY)
    await telegram.up()
    await messenger.send(NURSE, QUESTION, key=KEY)
    assert len(telegram.sent) == 1


async def test_a_name_that_cannot_be_found_was_not_sent_to(timer: HurriedTimer) -> None:
    account = TelegramAccount(token="7:x", timer=timer, api_root="http://telegram.invalid", answer_within=2)
    with pytest.raises(NotSent):
        await TelegramMessenger(account).send(NURSE, QUESTION, key=KEY)
    assert await account.username() == ""
    await account.close()


async def test_after_a_429_nothing_leaves_the_account_before_its_time(
    telegram: TelegramServer, messenger: Messenger, timer: HurriedTimer
) -> None:
    telegram.fault(too_many(3600))
    waits = []
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            await messenger.send(NURSE, QUESTION, key=KEY)
        waits.append(caught.value.retry_after)
    assert waits == sorted(waits, reverse=True)
    assert all(0 < wait <= 3600 for wait in waits)
    assert len(telegram.calls) == 1
    timer.ahead += waits[-1]
    await messenger.send(NURSE, QUESTION, key=KEY)
    assert len(telegram.calls) == 2


async def test_a_message_that_is_gone_cannot_be_edited(telegram: TelegramServer, messenger: Messenger) -> None:
    with pytest.raises(Rejected):
        await messenger.edit(NURSE, MessageRef("501:77"), RECORDED)
    with pytest.raises(Rejected):
        await messenger.edit(NURSE, MessageRef("502:77"), RECORDED)
    with pytest.raises(Rejected):
        await messenger.edit(NURSE, MessageRef("D024BE91L:1355517523.000005"), RECORDED)
    assert len(telegram.calls) == 1


@pytest.mark.parametrize("value", ["-100123", "@channel", "５０１"])
async def test_only_private_chats_are_written_to(telegram: TelegramServer, messenger: Messenger, value: str) -> None:
    with pytest.raises(Unreachable):
        await messenger.send(Address(channel=TELEGRAM, value=value), QUESTION, key=KEY)
    assert telegram.calls == []


async def test_a_button_that_does_not_fit_is_rejected_before_any_call(
    telegram: TelegramServer, messenger: Messenger
) -> None:
    press = ActionPress(action=ActionId("x" * 80), what=OnAction.ACCEPT)
    with pytest.raises(Rejected):
        await messenger.send(NURSE, a_message("?", buttons=((Button(label="Yes", intent=press),),)), key=KEY)
    assert telegram.calls == []


async def test_telegram_has_no_history_to_look_in(messenger: Messenger) -> None:
    found = await messenger.find_sent(NURSE, key=KEY, since=datetime(2026, 3, 2, tzinfo=UTC), near=None)
    assert found == CannotTell()


async def test_the_bot_introduces_itself_and_its_name_makes_links(
    telegram: TelegramServer, account: TelegramAccount
) -> None:
    await account.introduce("en-GB")
    assert [one["command"] for one in telegram.commands["default", ""]] == [
        "help",
        "pause",
        "resume",
        "stop",
        "privacy",
        "why",
        "cancel",
        "team",
        "raise",
        "mydata",
        "forget",
    ]
    assert next(one["description"] for one in telegram.commands["default", "de"]) == "Was Rounds ist"
    assert deep_link(await account.username(), "AbC_-9") == "https://t.me/rounds_loop_bot?start=AbC_-9"


async def test_neither_the_token_nor_words_reach_a_log_even_at_debug(
    telegram: TelegramServer, timer: HurriedTimer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret_words = a_message("CANARY words of a digest")
    async with (
        an_account(telegram, timer) as account,
        an_account(telegram, timer, answer_within=IMPATIENT) as impatient,
    ):
        await account.introduce("en-GB")
        await TelegramMessenger(account).send(NURSE, secret_words, key=KEY)
        for fault in (REVOKED, SERVER_ERROR, DropBefore(), DropAfter(), Garbled(200), Late(PATIENCE), too_many(1)):
            telegram.fault(fault)
            messenger = TelegramMessenger(impatient if isinstance(fault, Late) else account)
            with pytest.raises(DeliveryFailed) as caught:
                await messenger.send(NURSE, secret_words, key=KEY)
            logging.getLogger("anything").error("failed", exc_info=caught.value)
        telegram.say(501, "CANARY reply")
        assert await account.bot.get_updates(timeout=1)
    assert len([call for call in telegram.calls if call.method == "sendMessage"]) == 8
    assert "failed" in caplog.text
    assert telegram.token not in caplog.text
    assert "LOOPBACK" not in caplog.text
    assert "CANARY" not in caplog.text
