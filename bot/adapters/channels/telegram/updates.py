"""Telegram updates as what people did: presses, words, commands, comings and goings, in private chats only."""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Bot, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.telegram.render import visible
from bot.callback_text import decode
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import (
    Blocked,
    Event,
    Inbound,
    Pressed,
    Returned,
    Typed,
)
from bot.domain.messaging.orders import ordered
from bot.domain.organisation.people import Address

log = structlog.get_logger()

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@\w+)?(?P<rest>\s.*)?", re.DOTALL)
_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
_HERE = frozenset({ChatMember.MEMBER})


def inbound_of(update: Update) -> Inbound | None:
    """What a person did; None for everything that Rounds does not listen to (groups, media, stale buttons)."""
    if update.callback_query is not None:
        return _pressed(update, update.callback_query)
    if update.message is not None:
        return _written(update, update.message)
    if update.my_chat_member is not None:
        return _changed(update, update.my_chat_member)
    return None


def read_update(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """One update as the library knows it, empty if it cannot read this one; None if it has no number.

    The library refuses a whole batch for one update with a shape it does not know, as has happened after changes of
    the Bot API; that must not silence everybody else.
    """
    number = raw.get("update_id")
    if not isinstance(number, int):
        return None
    try:
        return Update.de_json(dict(raw), bot)
    except Exception as error:  # whatever the library stumbles over
        log.error("update_unreadable", update_id=number, reason=type(error).__name__)
        return Update(update_id=number)


def address_of(chat_id: int) -> Address:
    """The address of a private chat, which has its person's number."""
    return Address(channel=TELEGRAM, value=str(chat_id))


def message_ref(chat_id: int, message_id: int) -> MessageRef:
    return MessageRef(f"{chat_id}:{message_id}")


def chat_and_message(ref: MessageRef) -> tuple[int, int] | None:
    """The two numbers of a reference; None if it is not one of Telegram's."""
    chat, _, message = ref.partition(":")
    if not (chat.isascii() and chat.isdigit() and message.isascii() and message.isdigit()):
        return None
    return int(chat), int(message)


def _pressed(update: Update, query: CallbackQuery) -> Inbound | None:
    data = query.data or ""
    intent = decode(data)
    if intent is None or query.message is None or query.message.chat.type != Chat.PRIVATE:
        return None
    chat_id = query.message.chat.id
    return _from(update, chat_id, Pressed(intent=intent), message_ref(chat_id, query.message.message_id))


def _written(update: Update, message: Message) -> Inbound | None:
    words = visible(message.text or "")
    is_machine = message.from_user is not None and message.from_user.is_bot
    if message.chat.type != Chat.PRIVATE or is_machine or not words:
        return None
    event = _command(words)
    if event is not None:
        return _from(update, message.chat.id, event)
    replied = message.reply_to_message
    ref = message_ref(message.chat.id, replied.message_id) if replied is not None else None
    return _from(update, message.chat.id, Typed(text=words, reply_to=ref), ref)


def _command(text: str) -> Event | None:
    found = _COMMAND.fullmatch(text)
    return None if found is None else ordered(found["name"] + (found["rest"] or ""))


def _changed(update: Update, change: ChatMemberUpdated) -> Inbound | None:
    if change.chat.type != Chat.PRIVATE:
        return None
    status = change.new_chat_member.status
    if status in _GONE:
        return _from(update, change.chat.id, Blocked())
    return _from(update, change.chat.id, Returned()) if status in _HERE else None


def _from(update: Update, chat_id: int, event: Event, message: MessageRef | None = None) -> Inbound:
    return Inbound(
        sender=address_of(chat_id),
        update_id=str(update.update_id),
        sequence=update.update_id,
        event=event,
        message=message,
    )
