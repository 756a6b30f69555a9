"""The loopback Telegram, seen through the real library."""

import asyncio
import time

import httpx
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.support.patience import PATIENCE
from tests.support.telegram.harness import PNG
from tests.support.telegram.records import (
    DEACTIVATED,
    SERVER_ERROR,
    DropAfter,
    DropBefore,
    Garbled,
    Late,
    too_many,
)
from tests.support.telegram.server import TelegramServer

NURSE = 501
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Agree", callback_data="a~1~3")],
        [InlineKeyboardButton("Can't say", callback_data="a~1~cs")],
    ]
)


async def ids(bot: Bot, offset: int | None = None, wait: int = 0) -> list[int]:
    return [update.update_id for update in await bot.get_updates(offset=offset, timeout=wait)]


async def test_the_library_learns_who_it_is(telegram: TelegramServer, bot: Bot) -> None:
    assert bot.username == telegram.me["username"]


async def test_a_wrong_token_is_refused(telegram: TelegramServer) -> None:
    stranger = Bot("1:wrong", base_url=f"{telegram.root}/bot")
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(InvalidToken):
            await stranger.initialize()
    await stranger.shutdown()


async def test_a_message_is_shown_with_its_buttons_tapped_and_edited(telegram: TelegramServer, bot: Bot) -> None:
    sent = await bot.send_message(NURSE, "How was it? <b>&</b>", reply_markup=KEYBOARD, disable_notification=True)
    [shown] = telegram.shown_in(NURSE)
    assert (shown.text, shown.rows, shown.silent) == (
        "How was it? <b>&</b>",
        (("Agree",), ("Can't say",)),
        True,
    )

    tap = telegram.tap(NURSE, shown.data("Agree"))
    [update] = await bot.get_updates(timeout=1)
    assert update.update_id == tap.update_id
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("a~1~3", NURSE)
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == sent.message_id
    assert await bot.answer_callback_query(update.callback_query.id, "Thanks")
    await bot.edit_message_text("Recorded.", chat_id=NURSE, message_id=sent.message_id)

    assert telegram.answered_queries == {tap.query_id: "Thanks"}
    assert (shown.text, shown.rows, len(shown.edits)) == ("Recorded.", (), 1)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(tap.query_id)


async def test_updates_come_again_until_a_higher_offset_confirms_them(telegram: TelegramServer, bot: Bot) -> None:
    first, second = telegram.say(NURSE, "one"), telegram.say(NURSE, "two")
    assert await ids(bot) == [first, second]
    assert await ids(bot) == [first, second]
    assert await ids(bot, offset=first + 1) == [second]
    assert await ids(bot) == [second]
    assert await ids(bot, offset=second + 1) == []
    assert telegram.unconfirmed == []


async def test_a_long_poll_waits_for_the_first_update(telegram: TelegramServer, bot: Bot) -> None:
    waiting = asyncio.create_task(ids(bot, wait=50))
    await telegram.until(lambda: telegram.calls[-1].method == "getUpdates")
    assert not waiting.done()
    number = telegram.say(NURSE, "hello")
    assert await waiting == [number]


async def test_a_long_poll_ends_empty_when_its_time_is_over(bot: Bot) -> None:
    before = time.monotonic()
    assert await ids(bot, wait=1) == []
    assert time.monotonic() - before >= 0.9


async def test_only_the_kinds_asked_for_are_kept(telegram: TelegramServer, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=[Update.CALLBACK_QUERY], timeout=0)
    telegram.say(NURSE, "hello")
    assert await ids(bot) == []


async def test_a_second_poller_throws_the_first_one_out(telegram: TelegramServer, bot: Bot) -> None:
    first = asyncio.create_task(ids(bot, wait=5))
    await telegram.until(lambda: any(call.method == "getUpdates" for call in telegram.calls))
    second = asyncio.create_task(ids(bot, wait=5))
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await first
    number = telegram.say(NURSE, "hello")
    assert await second == [number]


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nowhere")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await ids(bot) == []


async def test_what_people_do_reads_like_telegram(telegram: TelegramServer, bot: Bot) -> None:
    question = await bot.send_message(NURSE, "Anything to add?")
    telegram.start(NURSE, "CODE22")
    telegram.say(NURSE, "a thought", reply_to=question.message_id)
    telegram.block(NURSE)
    telegram.say_in_group(-100, NURSE, "hi all")
    telegram.tap_stale(NURSE, "a~1~3", 3)
    started, replied, blocked, group, stale = await bot.get_updates()
    assert started.message is not None
    assert started.message.entities[0].type == "bot_command"
    assert replied.message is not None
    assert replied.message.reply_to_message is not None
    assert replied.message.reply_to_message.text == "Anything to add?"
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert group.effective_chat is not None
    assert group.effective_chat.type == "supergroup"
    assert stale.callback_query is not None
    assert stale.callback_query.message is not None
    assert not stale.callback_query.message.is_accessible


async def test_a_photo_arrives_with_its_caption(telegram: TelegramServer, bot: Bot) -> None:
    await bot.send_photo(NURSE, PNG, caption="Line chart.", reply_markup=KEYBOARD)
    [shown] = telegram.sent
    assert (shown.photo, shown.text, shown.rows[0]) == (PNG, "Line chart.", ("Agree",))


async def test_a_blocked_bot_is_told_so_until_the_person_returns(telegram: TelegramServer, bot: Bot) -> None:
    telegram.block(NURSE)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(NURSE, "hello")
    telegram.start(NURSE)
    await bot.send_message(NURSE, "hello again")
    assert [sent.text for sent in telegram.sent] == ["hello again"]


async def test_impossible_messages_are_refused_in_the_official_words(telegram: TelegramServer, bot: Bot) -> None:
    sent = await bot.send_message(NURSE, "hello", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("hello", chat_id=NURSE, message_id=sent.message_id, reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(NURSE, sent.message_id)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(NURSE, sent.message_id)
    await bot.delete_message(NURSE, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("late", chat_id=NURSE, message_id=sent.message_id)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(NURSE, "  ")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(NURSE, "x" * 4097)
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(
            NURSE,
            "x",
            reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("a", callback_data="x" * 65)),
        )
    telegram.unknown_chats_refused = True
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "who are you?")


async def test_faults_happen_once_and_the_record_knows(telegram: TelegramServer, bot: Bot) -> None:
    telegram.fault(too_many(7))
    with pytest.raises(RetryAfter, match="0:00:07"):
        await bot.send_message(NURSE, "one")
    telegram.fault(DEACTIVATED)
    with pytest.raises(Forbidden):
        await bot.send_message(NURSE, "two")
    telegram.fault(SERVER_ERROR)
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(NURSE, "three")
    telegram.fault(DropBefore())
    with pytest.raises(NetworkError):
        await bot.send_message(NURSE, "four")
    assert telegram.sent == []

    telegram.fault(DropAfter())
    with pytest.raises(NetworkError):
        await bot.send_message(NURSE, "five")
    telegram.fault(Garbled())
    with pytest.raises(NetworkError):
        await bot.send_message(NURSE, "six")
    telegram.fault(Late(PATIENCE))
    with pytest.raises(TimedOut):
        await bot.send_message(NURSE, "seven", read_timeout=0.2)
    await bot.send_message(NURSE, "eight")
    assert [(sent.text, sent.in_doubt) for sent in telegram.sent] == [
        ("five", True),
        ("six", True),
        ("seven", True),
        ("eight", False),
    ]


async def test_a_server_that_is_down_refuses_and_comes_back_where_it_was(telegram: TelegramServer, bot: Bot) -> None:
    root, number = telegram.root, telegram.say(NURSE, "kept")
    await telegram.down()
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(NURSE, "one")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    await telegram.up()
    assert telegram.root == root
    assert await ids(bot) == [number]


async def test_commands_are_kept_by_language(telegram: TelegramServer, bot: Bot) -> None:
    await bot.set_my_commands([("help", "What this is")])
    await bot.set_my_commands([("help", "Was das ist")], language_code="de")
    assert [command.description for command in await bot.get_my_commands(language_code="de")] == ["Was das ist"]
    assert telegram.commands["default", ""] == [{"command": "help", "description": "What this is"}]


async def test_the_webhook_gets_each_update_in_order_until_it_says_yes(telegram: TelegramServer, bot: Bot) -> None:
    received: list[tuple[int, str | None]] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        received.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=503 if len(received) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s-3_cret")
    one, two = telegram.say(NURSE, "one"), telegram.say(NURSE, "two")
    await telegram.until(lambda: not telegram.unconfirmed)
    await runner.cleanup()
    assert received == [(one, "s-3_cret"), (one, "s-3_cret"), (two, "s-3_cret")]
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (
        0,
        "Wrong response from the webhook: 503",
    )
