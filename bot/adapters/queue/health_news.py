"""What is not well in the workers, told to the processes that answer `/readyz`: a worker itself listens on no port."""

from dataclasses import replace

import psycopg
import structlog
from procrastinate.exceptions import ProcrastinateException

from bot.adapters.queue.health_codec import read_news, written_news
from bot.adapters.queue.shared import SharedQueue
from bot.cancellation import stop_if_cancelled
from bot.domain.health.parts import Part
from bot.domain.health.troubles import Parts
from bot.flows.operations.health import HealthBoard
from bot.ports import Timer

log = structlog.get_logger()

CHANNEL = "rounds_health"
EVERY = 5.0
FORGOTTEN_AFTER = 30.0
"""Seconds; what a worker said before it fell silent is no news any more. That none is there is said by another."""
AGAIN_AFTER = 1.0
_TELL = "SELECT pg_notify(%(channel)s, %(said)s)"


class HealthNews:
    """Workers tell their troubles every few seconds; a web process shows them on its own board, by part."""

    def __init__(self, queue: SharedQueue, *, timer: Timer, health: HealthBoard, worker: str = "") -> None:
        """`worker` names the process that tells; no two may have the same."""
        self._queue, self._timer, self._health, self._worker = queue, timer, health, worker
        self._said: dict[str, tuple[Parts, float]] = {}
        self._shown: set[Part] = set()

    async def tell(self) -> None:
        """Tell until cancelled."""
        while True:
            stop_if_cancelled()
            said = written_news(self._worker, self._health.parts)
            try:
                await self._queue.app.connector.execute_query_async(_TELL, channel=CHANNEL, said=said)
            except ProcrastinateException as error:
                log.info("health_news_not_told", reason=type(error).__name__)
            await self._timer.sleep(EVERY)

    async def listen(self) -> None:
        """Show what is told until cancelled; a lost connection is made again."""
        while True:
            stop_if_cancelled()
            try:
                async with await self._queue.connection_of_its_own() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    while True:
                        async for notice in connection.notifies(timeout=EVERY, stop_after=1):
                            self._hear(notice.payload)
                        self._show()
            except (psycopg.Error, OSError) as error:
                log.info("health_news_interrupted", reason=type(error).__name__)
            await self._timer.sleep(AGAIN_AFTER)

    def _hear(self, said: str) -> None:
        try:
            worker, parts = read_news(said)
        except ValueError:  # another version, until the last process of it has ended
            log.warning("health_news_unreadable")
        else:
            self._said[worker] = parts, self._timer.monotonic()

    def _show(self) -> None:
        oldest = self._timer.monotonic() - FORGOTTEN_AFTER
        self._said = {worker: said for worker, said in self._said.items() if said[1] >= oldest}
        now = {
            replace(part, is_of_a_worker=True): troubles
            for parts, _ in self._said.values()
            for part, troubles in parts.items()
        }
        for part in self._shown - now.keys():
            self._health.well(part)
        for part, troubles in now.items():
            self._health.troubled(part, *troubles)
        self._shown |= now.keys()
