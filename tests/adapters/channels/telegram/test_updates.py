"""What people do on Telegram, as Rounds hears it."""

from typing import Any

import pytest
from telegram import Bot, Update

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.client import TelegramMessenger
from bot.adapters.channels.telegram.render import units
from bot.adapters.channels.telegram.updates import (
    chat_and_message,
    inbound_of,
    read_update,
)
from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Edited,
    Event,
    Inbound,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.organisation.people import Address
from tests.support.channels import TELEGRAM
from tests.support.messages import a_message
from tests.support.telegram.server import TelegramServer

NURSE = 501


async def heard(bot: Bot) -> list[Inbound | None]:
    return [inbound_of(update) for update in await bot.get_updates()]


async def test_another_bot_is_not_heard(telegram: TelegramServer, bot: Bot) -> None:
    robot = {"id": NURSE, "is_bot": True, "first_name": "Robot"}
    chat = {"id": NURSE, "type": "private", "first_name": "Robot"}
    telegram.push({"message": {"message_id": 1, "date": 1, "chat": chat, "from": robot, "text": "hello"}})
    assert await heard(bot) == [None]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Started(code="")),
        ("/start AbC_-9abcdefghijklmnop", Started(code="AbC_-9abcdefghijklmnop")),
        ("/START  AbC ", Started(code="AbC")),
        ("/help", Commanded(command=Command.HELP)),
        ("/pause", Commanded(command=Command.PAUSE)),
        ("/resume", Commanded(command=Command.RESUME)),
        ("/stop@rounds_loop_bot", Commanded(command=Command.STOP)),
        ("/privacy please", Commanded(command=Command.PRIVACY)),
        ("/why", Commanded(command=Command.WHY)),
        ("/settings", Commanded(command=Command.HELP)),
        ("/join AbC_-9abcdefghijklmnop", Started(code="AbC_-9abcdefghijklmnop")),
    ],
)
async def test_commands(telegram: TelegramServer, bot: Bot, text: str, event: Event) -> None:
    number = telegram.say(NURSE, text)
    assert await heard(bot) == [
        Inbound(
            sender=Address(channel=TELEGRAM, value="501"),
            update_id=str(number),
            sequence=number,
            event=event,
        )
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/start the late round earlier", "/start the late round earlier"),
        ("/join 9990000018", "/join 9990000018"),
        ("more staff at night", "more staff at night"),
        ("and/or", "and/or"),
        ("/ nothing", "/ nothing"),
        ("two\nlines", "two\nlines"),
        ("\u202e 9\u200b99\x00 ", "999"),
    ],
)
async def test_words_name_their_message(telegram: TelegramServer, bot: Bot, text: str, words: str) -> None:
    telegram.say(NURSE, text)
    [update] = await heard(bot)
    assert update is not None
    typed = update.event
    assert isinstance(typed, Typed)
    assert (typed.text, typed.reply_to, update.message) == (words, None, None)
    assert typed.written_in is not None
    assert typed.written_in.startswith("501:")


async def test_a_change_of_words_names_the_message_and_a_moving_place_is_none(
    telegram: TelegramServer, bot: Bot
) -> None:
    telegram.say(NURSE, "more nigths off")
    telegram.edits(NURSE, 1, "more nights off")
    telegram.edits(NURSE, 1, location={"latitude": 51.5, "longitude": 0.1})
    said, changed, moved = await heard(bot)
    assert said is not None
    assert changed is not None
    assert isinstance(said.event, Typed)
    assert (changed.event, changed.message) == (Edited(text="more nights off"), said.event.written_in)
    assert (changed.update_id, moved) != (said.update_id, None)
    assert moved is None


MARY = {"id": 502, "is_bot": False, "first_name": "Mary"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\U0001f622 Mary shouted", "\U0001f622 @Mary shouted"),
        ("andMary shouted", "and @Mary shouted"),
        ("Jo shouted", "@colleague Jo shouted"),
        ("Mary and Mary", "@Mary and @Mary"),
        ("\u200bMary\u200b left", "@Mary left"),
    ],
)
@pytest.mark.parametrize("is_change", [False, True])
async def test_whoever_is_mentioned_without_a_username_gets_an_at(
    telegram: TelegramServer, bot: Bot, text: str, words: str, is_change: bool
) -> None:
    telegram.say(NURSE, "before")
    mentions = [
        {"type": "text_mention", "offset": units(text[:at]), "length": len(name), "user": MARY}
        for name in ("Mary", "Jo")
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    if is_change:
        telegram.edits(NURSE, 1, text, entities=mentions)
    else:
        telegram.sends(NURSE, text=text, entities=mentions)
    _, update = await heard(bot)
    assert update is not None
    assert isinstance(update.event, Typed | Edited)
    assert update.event.text == words


@pytest.mark.parametrize(("offset", "length"), [(-4, 3), (40, 3), (0, 2**40), (3, 0), (0, -1)])
async def test_a_mention_at_a_strange_place_takes_no_words_away(
    telegram: TelegramServer, bot: Bot, offset: int, length: int
) -> None:
    mention = {"type": "text_mention", "offset": offset, "length": length, "user": MARY}
    telegram.sends(NURSE, text="she left", entities=[mention])
    [update] = await heard(bot)
    assert update is not None
    assert isinstance(update.event, Typed)
    assert "she left" in update.event.text.replace("@", "")


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 8, "height": 8}]
VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 3}
STICKER = VOICE | {"type": "regular", "width": 8, "height": 8, "is_animated": False, "is_video": False}


@pytest.mark.parametrize(
    "what",
    [
        {"photo": PHOTO},
        {"photo": PHOTO, "caption": "more nights off"},
        {"voice": VOICE},
        {"sticker": STICKER},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"location": {"latitude": 51.5, "longitude": 0.1}},
        {"document": {"file_id": "f", "file_unique_id": "u"}},
        {"video_note": VOICE | {"length": 8}},
        {"text": "\u200b\x00"},
    ],
)
async def test_whatever_has_no_words_is_heard_as_such(telegram: TelegramServer, bot: Bot, what: dict[str, Any]) -> None:
    telegram.sends(NURSE, **what)
    [update] = await heard(bot)
    assert update is not None
    assert update.event == Wordless()


async def test_several_pictures_sent_together_are_one(telegram: TelegramServer, bot: Bot) -> None:
    for _ in range(3):
        telegram.sends(NURSE, photo=PHOTO, media_group_id="77")
    assert {update.update_id for update in await heard(bot) if update} == {"together:77"}


async def test_a_forwarded_message_is_words(telegram: TelegramServer, bot: Bot) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    telegram.sends(NURSE, text="more nights off", forward_origin=origin)
    [update] = await heard(bot)
    assert update is not None
    assert isinstance(update.event, Typed)


async def test_what_the_chat_itself_says_is_not_answered(telegram: TelegramServer, bot: Bot) -> None:
    telegram.sends(NURSE, message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    assert await heard(bot) == [None]


async def test_a_reply_names_what_it_replies_to(telegram: TelegramServer, bot: Bot) -> None:
    question = await bot.send_message(NURSE, "What should we change?")
    telegram.say(NURSE, "the rota", reply_to=question.message_id)
    [reply] = await heard(bot)
    ref = MessageRef(f"501:{question.message_id}")
    assert reply is not None
    assert isinstance(reply.event, Typed)
    assert (reply.event.text, reply.event.reply_to, reply.message) == ("the rota", ref, ref)


async def test_a_press_names_its_message_even_a_very_old_one(telegram: TelegramServer, bot: Bot) -> None:
    tap = telegram.tap_stale(NURSE, "a~p1~3", 12)
    [press] = await heard(bot)
    assert press == Inbound(
        sender=Address(channel=TELEGRAM, value="501"),
        update_id=str(tap.update_id),
        sequence=tap.update_id,
        event=Pressed(intent=Answer(pulse=PulseId("p1"), code=AnswerCode("3"))),
        message=MessageRef("501:12"),
    )


async def test_coming_and_going(telegram: TelegramServer, bot: Bot) -> None:
    telegram.block(NURSE)
    telegram.start(NURSE, "CODE")
    assert [inbound.event for inbound in await heard(bot) if inbound] == [
        Blocked(),
        Returned(),
        Started(code="CODE"),
    ]


async def test_groups_and_strange_buttons_are_not_listened_to(telegram: TelegramServer, bot: Bot) -> None:
    telegram.say_in_group(-100, NURSE, "/stop")
    telegram.tap_stale(NURSE, "not one of ours", 12)
    group = {"id": -100, "type": "supergroup", "title": "Ward"}
    person = {"id": NURSE, "is_bot": False, "first_name": "N"}
    telegram.push({"message": {"message_id": 1, "date": 1, "from": person, "chat": {"id": NURSE, "type": "private"}}})
    telegram.push(
        {
            "callback_query": {
                "id": "1",
                "from": person,
                "chat_instance": "1",
                "data": "a~p1~3",
                "message": {"message_id": 1, "date": 1, "chat": group, "text": "?"},
            }
        }
    )
    telegram.push({"callback_query": {"id": "1", "from": person, "chat_instance": "1", "data": "a~p1~3"}})
    telegram.push({"edited_message": {"message_id": 1, "date": 1, "chat": {"id": NURSE, "type": "private"}}})
    telegram.push({"some_new_thing": {"x": 1}})
    telegram.tap_stale(NURSE, "a~\x00~3", 12)
    assert await heard(bot) == [None] * 8


@pytest.mark.parametrize("number", [502, -501, 0, True, "501", 501.0, 2**63])
async def test_an_answer_counts_only_where_sender_and_chat_agree(number: object) -> None:
    bot = Bot("1:loopback")
    other = {"id": number, "is_bot": False, "first_name": "Other"}
    chat = {"id": NURSE, "type": "private", "first_name": "Nurse"}
    shown = {"message_id": 3, "date": 1, "chat": chat, "text": "?"}
    bot_itself = {"user": {"id": 1, "is_bot": True, "first_name": "Rounds"}}
    member, gone = bot_itself | {"status": "member"}, bot_itself | {"status": "kicked", "until_date": 0}
    left = {"chat": chat, "date": 1, "old_chat_member": member, "new_chat_member": gone}
    for happened in (
        {"message": shown | {"from": other, "text": "hello"}},
        {"message": shown | {"text": "hello"}},
        {"callback_query": {"id": "1", "from": other, "message": shown, "chat_instance": "1", "data": "a~p1~3"}},
        {"my_chat_member": left | {"from": other}},
    ):
        update = read_update({"update_id": 5, **happened}, bot)
        assert update is not None
        assert inbound_of(update) is None


@pytest.mark.parametrize("number", [True, -1, 0, 2**60, "5", 5.0, None])
def test_an_update_without_a_number_of_telegrams_is_none(number: object) -> None:
    assert read_update({"update_id": number}, Bot("1:loopback")) is None


def test_an_update_the_library_cannot_read_keeps_its_number() -> None:
    offline = Bot("7:offline")
    broken = {"update_id": 7, "message": {"message_id": 1, "chat": 3}}
    assert read_update(broken, offline) == Update(7)
    assert read_update({"message": {}}, offline) is None


@pytest.mark.parametrize("ref", ["", "501", "501:", ":7", "a:b", "-100:7", "D02:13.5", "１:２"])
def test_foreign_references_are_not_taken_for_ours(ref: str) -> None:
    assert chat_and_message(MessageRef(ref)) is None


async def test_what_the_messenger_returns_is_what_a_press_will_name(
    telegram: TelegramServer, account: TelegramAccount, bot: Bot
) -> None:
    to = Address(channel=TELEGRAM, value="501")
    ref = await TelegramMessenger(account).send(to, a_message("?"), key=DeliveryKey("k"))
    telegram.say(NURSE, "!", reply_to=telegram.sent[0].message_id)
    [reply] = await heard(bot)
    assert reply is not None
    assert reply.message == ref
