"""Telling the processes that serve pages that a chat has changed: PostgreSQL's LISTEN and NOTIFY.

What is told is an opaque key for each chat, nothing that is in it. Pages also look by themselves every two seconds, so
a notice that gets lost only delays.
"""

from collections.abc import Collection
from typing import Protocol

import psycopg
import structlog
from procrastinate.exceptions import ProcrastinateException

from bot.adapters.queue.shared import SharedQueue
from bot.cancellation import stop_if_cancelled
from bot.domain.batches import batches
from bot.ports import Timer

log = structlog.get_logger()

CHANNEL = "rounds_chats"
IN_ONE_NOTICE = 200
"""PostgreSQL takes up to 8,000 bytes in one notice."""
AGAIN_AFTER = 1.0
_TELL = "SELECT pg_notify(%(channel)s, %(keys)s)"


class WakePages(Protocol):
    async def __call__(self, keys: Collection[str] | None) -> None:
        """Wake the pages with these chats; with None all, since nobody knows which have changed."""


class ChatNews:
    """One process tells, others listen, on the database that they share."""

    def __init__(self, queue: SharedQueue, *, timer: Timer) -> None:
        """`queue` must be open before anything is told."""
        self._queue, self._timer = queue, timer

    async def tell(self, keys: Collection[str]) -> None:
        """These chats have changed; call it after the commit that changed them."""
        for some in batches(sorted(keys), IN_ONE_NOTICE):
            try:
                await self._queue.app.connector.execute_query_async(_TELL, channel=CHANNEL, keys=",".join(some))
            except ProcrastinateException as error:
                log.warning("chat_news_not_told", reason=type(error).__name__)  # the pages look by themselves
                return

    async def listen(self, ring: WakePages) -> None:
        """Ring whatever is told until cancelled; a lost connection is made again."""
        while True:
            stop_if_cancelled()
            try:
                async with await self._queue.connection_of_its_own() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await ring(None)  # nobody listened until now
                    async for notice in connection.notifies():
                        await ring(notice.payload.split(","))
            except (psycopg.Error, OSError) as error:
                log.info("chat_news_interrupted", reason=type(error).__name__)
            await self._timer.sleep(AGAIN_AFTER)
