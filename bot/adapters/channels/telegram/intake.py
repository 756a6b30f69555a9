"""What happens to updates, however they came: committed to the inbox first, then the person's phone is answered."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import structlog
from telegram import Bot, Message, Update
from telegram.error import RetryAfter, TelegramError

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.errors import seconds_of
from bot.adapters.channels.telegram.render import units, visible
from bot.adapters.channels.telegram.updates import address_of, inbound_of
from bot.cancellation import end
from bot.channel_port import ReceiveUpdates
from bot.domain.messaging.fit import shortened
from bot.domain.messaging.inbound import Inbound
from bot.domain.texts import say
from bot.flows.inbox.choose_locale import LocaleOf

log = structlog.get_logger()

CONCURRENCY = 4
"""Answers to phones under way at the same time; more would only take the connection from the questions."""
WAITING_AT_MOST = 1_000
"""A spinner stops by itself after a while; beyond so many it is not worth the memory."""
_TOAST = 200
_BEHIND = 0.02
"""Seconds that a spinner turns on, so that the answer in the message itself comes first."""


class TelegramIntake:
    """Commit, then stop the spinner; the reason is said for words that were refused, and those that surely identify
    somebody are taken out of the chat.

    Answering the phone never holds up the commit of the next updates, and its failures concern nobody else.
    """

    def __init__(self, *, account: TelegramAccount, receive: ReceiveUpdates, locale_of: LocaleOf) -> None:
        self._account, self._receive, self.locale_of = account, receive, locale_of
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def _bot(self) -> Bot:
        return self._account.bot

    async def take(self, updates: Sequence[Update]) -> None:
        """Returns when all of them are committed; whatever `receive` raises means that none is."""
        events = [event for update in updates if (event := _read(update)) is not None]
        receipts = await self._receive(events) if events else []
        refused = {receipt.update_id: receipt for receipt in receipts if receipt.refused is not None}
        for update in updates:
            receipt = refused.get(str(update.update_id))
            if update.callback_query is not None and isinstance(update.callback_query.id, str):
                words = receipt.explanation if receipt is not None else ""
                self._start(self._stop_spinner(update.callback_query.id, words))
                continue
            written = update.message or update.edited_message
            if receipt is not None and written is not None and not receipt.is_told:
                back = self._give_back if receipt.may_stay else self._take_back
                self._start(back(written, receipt.explanation))

    def not_saved(self, updates: Sequence[Update]) -> None:
        """Tell those who wait for a press that it is not stored yet."""
        for update in updates:
            event = _read(update)
            if event is not None and update.callback_query is not None:
                locale = self.locale_of.last_known(event.sender)
                self._start(self._stop_spinner(update.callback_query.id, say("chat-not_saved", locale)))

    async def close(self) -> None:
        await end(self._tasks)

    def _start(self, answer: Coroutine[Any, Any, None]) -> None:
        if len(self._tasks) >= WAITING_AT_MOST:
            answer.close()
            return
        task = asyncio.create_task(answer)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop_spinner(self, query_id: str, words: str) -> None:
        await asyncio.sleep(_BEHIND)
        async with self._slots:
            toast = shortened(visible(words), _TOAST, units) or None
            await self._attempt(lambda: self._bot.answer_callback_query(query_id, toast))

    async def _take_back(self, refused: Message, words: str) -> None:
        """Refused words leave the chat too, as far as a bot may. They are never repeated, in part neither: where one
        thing is found that identifies somebody, there may be others that are not."""
        chat = refused.chat.id
        async with self._slots:
            locale = await self.locale_of(address_of(chat))
            is_gone = await self._attempt(lambda: self._bot.delete_message(chat, refused.message_id))
            words = f"{words} {say('chat-taken_out' if is_gone else 'chat-sent_in_chat', locale)}"
            await self._attempt(lambda: self._bot.send_message(chat, visible(words)))

    async def _give_back(self, refused: Message, words: str) -> None:
        """The words stay, for their writer to change."""
        chat = refused.chat.id
        async with self._slots:
            await self._attempt(lambda: self._bot.send_message(chat, visible(words)))

    async def _attempt(self, call: Callable[[], Awaitable[object]]) -> bool:
        """One try, unless the account rests."""
        if self._account.rest_left > 0:
            return False
        try:
            await call()
        except RetryAfter as error:
            self._account.rest(seconds_of(error))
            return False
        except TelegramError:
            return False  # unsaid: a line would tell that somebody has just pressed something
        return True


def _read(update: Update) -> Inbound | None:
    try:
        return inbound_of(update)
    except Exception as error:  # a shape nobody foresaw must not hold up the others
        log.warning("update_unreadable", reason=type(error).__name__)
        return None
