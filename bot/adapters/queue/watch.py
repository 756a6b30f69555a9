"""Whether any worker is there: a web process takes in answers happily while nobody asks, sends or closes anything."""

import structlog
from procrastinate.exceptions import ProcrastinateException

from bot.adapters.queue.shared import SharedQueue
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import keep_running
from bot.ports import Timer

log = structlog.get_logger()

PART = Part(kind=PartKind.WORKERS)
EVERY = 5.0
SILENT_AFTER = 60.0
"""Seconds without a sign of life. A worker that died is replaced sooner; see `worker.STALLED_AFTER`."""
_AGE = "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))::float AS age FROM procrastinate_workers"


class WatchWorkers:
    """Says on the health board of a web process when no worker has given a sign of life for a minute."""

    def __init__(self, queue: SharedQueue, *, timer: Timer, health: HealthBoard) -> None:
        self._queue, self._timer, self._health = queue, timer, health

    async def run(self) -> None:
        """Until cancelled."""
        await keep_running(PART, self._watch, health=self._health, wait=self._timer.sleep, again=EVERY)

    async def _watch(self) -> float:
        await self()
        return EVERY

    async def __call__(self) -> None:
        try:
            age = (await self._queue.app.connector.execute_query_one_async(_AGE))["age"]
        except ProcrastinateException as error:
            log.info("workers_not_asked_for", reason=type(error).__name__)
            self._health.troubled(PART, Trouble(kind=TroubleKind.QUEUE_UNUSABLE))
            return
        if age is None or age > SILENT_AFTER:
            self._health.troubled(PART, Trouble(kind=TroubleKind.NO_WORKER))
        else:
            self._health.well(PART)
