"""Telegram updates as what people did: presses, words, commands, comings and goings, in private chats only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

import structlog
from telegram import Bot, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update, User

from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.telegram.render import visible
from bot.callback_text import decode
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import (
    Blocked,
    Edited,
    Event,
    Inbound,
    Pressed,
    Returned,
    Typed,
    Wordless,
    is_plain_id,
)
from bot.domain.messaging.orders import ordered
from bot.domain.organisation.colleagues import as_mention
from bot.domain.organisation.people import Address

log = structlog.get_logger()

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@\w+)?(?P<rest>\s.*)?", re.DOTALL)
_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
_HERE = frozenset({ChatMember.MEMBER})
_NUMBERS_END = 2**52
"""Telegram's numbers of people, messages and updates stay below."""


def inbound_of(update: Update) -> Inbound | None:
    """What a person did; None for everything that Rounds does not listen to (groups, machines)."""
    if update.callback_query is not None:
        return _pressed(update, update.callback_query)
    if update.message is not None:
        return _written(update, update.message)
    if update.edited_message is not None:
        return _edited(update, update.edited_message)
    if update.my_chat_member is not None:
        return _changed(update, update.my_chat_member)
    return None


def read_update(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """One update as the library knows it, empty if it cannot read this one; None if it has no number.

    The library refuses a whole batch for one update with a shape it does not know, as has happened after changes of
    the Bot API; that must not silence everybody else.
    """
    number = raw.get("update_id")
    if not _is_number(number):
        return None
    try:
        return Update.de_json(dict(raw), bot)
    except Exception as error:  # whatever the library stumbles over
        log.warning("update_unreadable", reason=type(error).__name__)
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
    intent = decode(query.data or "")
    if intent is None or query.message is None or not _is_own_chat(query.message.chat, query.from_user):
        return None
    return _from(update, query.from_user, Pressed(intent=intent), query.message.message_id)


def _written(update: Update, message: Message) -> Inbound | None:
    words = _words(message)
    sender = _own_sender(message)
    if sender is None:
        return None
    if not words:
        return _without_words(update, message, sender)
    event = _command(words)
    if event is not None:
        return _from(update, sender, event)
    here = message_ref(sender.id, message.message_id)
    if message.reply_to_message is None:
        return _from(update, sender, Typed(text=words, written_in=here))
    replied = message.reply_to_message.message_id
    typed = Typed(text=words, reply_to=message_ref(sender.id, replied), written_in=here)
    return _from(update, sender, typed, replied)


def _edited(update: Update, message: Message) -> Inbound | None:
    """A change of words; a place that moves, or other words under a picture, change nothing that is kept."""
    words, sender = _words(message), _own_sender(message)
    if sender is None or not words:
        return None
    replied = message.reply_to_message
    reply_to = message_ref(sender.id, replied.message_id) if replied and _is_number(replied.message_id) else None
    return _from(update, sender, Edited(text=words, reply_to=reply_to), message.message_id)


def _words(message: Message) -> str:
    """What can be seen. Whoever has no username is mentioned by a name without @: it gets one, for the guard."""
    rest, parts = (message.text or "").encode("utf-16-le", "surrogatepass"), []
    for start, end in sorted(_mentioned(message), reverse=True):
        name = as_mention(visible(_from_units(rest[start:end])))
        parts += [_from_units(rest[end:]), name, " " if _from_units(rest[:start])[-1:].isalnum() else ""]
        rest = rest[:start]
    return visible("".join([_from_units(rest), *reversed(parts)]))


def _from_units(text: bytes) -> str:
    return text.decode("utf-16-le", "surrogatepass")


def _mentioned(message: Message) -> Iterator[tuple[int, int]]:
    """The bytes of each person mentioned without a username; Telegram counts in UTF-16 units."""
    for each in message.entities:
        if each.type == MessageEntity.TEXT_MENTION and _is_number(each.length) and type(each.offset) is int:
            start = max(each.offset, 0)
            yield 2 * start, 2 * (start + each.length)


def _own_sender(message: Message) -> User | None:
    """Who wrote this in their own chat; None for machines, and where the message has no number that Telegram gives."""
    sender = message.from_user
    if sender is None or sender.is_bot or not _is_own_chat(message.chat, sender):
        return None
    return sender if _is_number(message.message_id) else None


def _without_words(update: Update, message: Message, sender: User) -> Inbound | None:
    """What people send besides words; several pictures sent together are one. Nothing where the chat itself speaks,
    for example of a message that was pinned."""
    if message.text is None and message.effective_attachment is None:
        return None
    inbound = _from(update, sender, Wordless())
    together = f"together:{message.media_group_id}"
    if inbound is None or not message.media_group_id or not is_plain_id(together):
        return inbound
    return replace(inbound, update_id=together)


def _command(text: str) -> Event | None:
    found = _COMMAND.fullmatch(text)
    return None if found is None else ordered(found["name"] + (found["rest"] or ""))


def _changed(update: Update, change: ChatMemberUpdated) -> Inbound | None:
    if not _is_own_chat(change.chat, change.from_user):
        return None
    status = change.new_chat_member.status
    if status in _GONE:
        return _from(update, change.from_user, Blocked())
    return _from(update, change.from_user, Returned()) if status in _HERE else None


def _is_own_chat(chat: Chat, sender: User) -> bool:
    """A private chat has its person's number: an answer is taken only where the two agree."""
    return chat.type == Chat.PRIVATE and chat.id == sender.id


def _from(update: Update, sender: User, event: Event, message: int | None = None) -> Inbound | None:
    """None where a number is none that Telegram gives; the library takes anything for one."""
    if not all(_is_number(each) for each in (update.update_id, sender.id, *(() if message is None else (message,)))):
        return None
    return Inbound(
        sender=address_of(sender.id),
        update_id=str(update.update_id),
        sequence=update.update_id,
        event=event,
        message=None if message is None else message_ref(sender.id, message),
    )


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 < value < _NUMBERS_END
