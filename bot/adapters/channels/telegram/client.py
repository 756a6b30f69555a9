"""Sending and editing on Telegram; it satisfies `Messenger` by shape and never tries a call twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from telegram import Bot, InputFile, InputMediaPhoto, LinkPreviewOptions
from telegram.error import TelegramError

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.errors import delivery_failed, is_unchanged
from bot.adapters.channels.telegram.keyboards import keyboard_of, markup_of
from bot.adapters.channels.telegram.render import styled_text, visible
from bot.adapters.channels.telegram.updates import chat_and_message, message_ref
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.ports import CannotTell, NotSent, RateLimited, Rejected, Search, Unreachable, Unsure

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)
"""What the library raises when it cannot read an answer: the call itself was made."""


class TelegramMessenger:
    def __init__(self, account: TelegramAccount) -> None:
        self._account = account

    @property
    def _bot(self) -> Bot:
        return self._account.bot

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:  # noqa: ARG002
        """Telegram has no room for the key: what is unsure here stays unsure."""
        chat = _private_chat(to)
        with _rendering():
            markup = markup_of(message)
            words, picture = styled_text(message.document), message.picture
        with self._calling():
            if picture is not None:
                sent = await self._bot.send_photo(
                    chat,
                    picture.png,
                    caption=words.text,
                    caption_entities=words.entities,
                    reply_markup=markup,
                    disable_notification=message.is_silent,
                )
            else:
                sent = await self._bot.send_message(
                    chat,
                    words.text,
                    entities=words.entities,
                    reply_markup=markup,
                    disable_notification=message.is_silent,
                    link_preview_options=_NO_PREVIEW,
                )
        return message_ref(chat, sent.message_id)

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None:  # noqa: ARG002
        """Bring a message to its latest form; one that says so already is a success, one that is gone is rejected."""
        place = chat_and_message(ref)
        if place is None or place[0] != _private_chat(to):
            raise Rejected("not a message of this chat")
        try:
            await self._edit(*place, message)
        except Rejected as rejected:
            if not is_unchanged(rejected.__cause__):
                raise

    async def _edit(self, chat: int, number: int, message: Message) -> None:
        with _rendering():
            markup = keyboard_of(message)
            words, picture = styled_text(message.document), message.picture
        with self._calling():
            if picture is not None:
                photo = InputMediaPhoto(picture.png, caption=words.text, caption_entities=words.entities)
                await self._bot.edit_message_media(photo, chat_id=chat, message_id=number, reply_markup=markup)
            else:
                await self._bot.edit_message_text(
                    words.text,
                    entities=words.entities,
                    chat_id=chat,
                    message_id=number,
                    reply_markup=markup,
                    link_preview_options=_NO_PREVIEW,
                )

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        chat = _private_chat(to)
        with self._calling():
            await self._bot.send_document(
                chat, InputFile(body, filename=name), caption=visible(words), disable_notification=True
            )

    async def check(self) -> None:
        """Ask Telegram who we are; an unclear end of it leaves nothing unsure."""
        try:
            with self._calling():
                await self._bot.get_me()
        except (Unsure, Rejected) as failure:
            raise NotSent(*failure.args) from None

    async def find_sent(
        self,
        to: Address,  # noqa: ARG002
        *,
        key: DeliveryKey,  # noqa: ARG002
        since: datetime,  # noqa: ARG002
        near: MessageRef | None,  # noqa: ARG002
    ) -> Search:
        """Bots cannot read a chat's history."""
        return CannotTell()

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """One call: not begun while the account rests; its fault told in the words of the port."""
        if (left := self._account.rest_left) > 0:
            raise RateLimited(left)
        try:
            yield
        except (TelegramError, *_UNREADABLE) as error:
            failure = delivery_failed(error)
            if isinstance(failure, RateLimited):
                self._account.rest(failure.retry_after)
            raise failure from error


@contextmanager
def _rendering() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise Rejected("a button does not fit") from error


def _private_chat(to: Address) -> int:
    """Only people are written to: groups have negative numbers, channels have names."""
    if not (to.value.isascii() and to.value.isdigit()):
        raise Unreachable("not a private chat")
    return int(to.value)
