"""A worker of several: it takes jobs of accounts, ticks, and retries the jobs of dead workers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from procrastinate.app import WorkerOptions
from procrastinate.exceptions import ConnectorException, ProcrastinateException, UniqueViolation
from procrastinate.jobs import Job, Status

from bot.adapters.queue.shared import DISPATCH, QUEUE, RETRY_STALLED, TICK, SharedQueue
from bot.cancellation import end
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.organisation.people import Channel
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled, keep_running
from bot.ports import Timer

log = structlog.get_logger()

PART = Part(kind=PartKind.QUEUE)
EVERY_SECONDS = 20
HEARTBEAT, STALLED_AFTER = 10.0, 30.0
"""Seconds. A dead worker's jobs are free after at most STALLED_AFTER + EVERY_SECONDS."""
CONCURRENCY = 8
"""Jobs at the same time: one for each account, the tick, the retry of stalled jobs, and one to spare."""
POLL = 2.0
"""Seconds between looks for jobs, should a notification get lost."""
AGAIN_AFTER = 2.0
_STOP_WITHIN = 25.0
"""Seconds that a stop waits for jobs, which have been told to end; calls under way may take most of it."""

Serve = Callable[[], Awaitable[object]]


class QueueWorker:
    """Runs the jobs that `SharedQueue` defers.

    - The lock on the account lets one worker at a time send on it, so its limiter is the limiter of all.
    - The tick is a periodic task that the database gives to one worker; it ends by waking every account, so nothing
      waits for a job that got lost.
    - Jobs of a worker that died are handed out again.
    """

    def __init__(
        self,
        *,
        queue: SharedQueue,
        serve: Mapping[Channel, Serve],
        tick: Serve,
        timer: Timer,
        health: HealthBoard,
        every_seconds: int = EVERY_SECONDS,
        heartbeat: float = HEARTBEAT,
        stalled_after: float = STALLED_AFTER,
    ) -> None:
        """`serve` works an account off until nothing is due; `every_seconds` has to divide a minute."""
        self._queue, self._serve, self._tick = queue, serve, tick
        self._timer, self._health = timer, health
        self._heartbeat, self._stalled_after = heartbeat, stalled_after
        self._is_stopping = asyncio.Event()
        app, cron = queue.app, f"* * * * * */{every_seconds}"
        app.task(name=DISPATCH, queue=QUEUE)(self._dispatch)
        app.periodic(cron=cron)(app.task(name=TICK, queue=QUEUE, lock=TICK, queueing_lock=TICK)(self._tick_once))
        app.periodic(cron=cron)(
            app.task(name=RETRY_STALLED, queue=QUEUE, queueing_lock=RETRY_STALLED)(self._retry_stalled)
        )

    async def run(self) -> None:
        """Work until cancelled; a database that is away is said on the health board and tried again."""
        options: WorkerOptions = {
            "queues": [QUEUE],
            "concurrency": CONCURRENCY,
            "fetch_job_polling_interval": POLL,
            "delete_jobs": "always",
            "install_signal_handlers": False,
            "update_heartbeat_interval": self._heartbeat,
            "stalled_worker_timeout": self._stalled_after,
            "shutdown_graceful_timeout": _STOP_WITHIN,
        }

        async def work() -> float:
            self._health.well(PART)
            try:
                await self._work(options)
            except (ProcrastinateException, OSError) as error:
                log.warning("queue_worker_interrupted", reason=type(error).__name__)
                raise Troubled(Trouble(kind=TroubleKind.QUEUE_UNUSABLE)) from error
            return AGAIN_AFTER

        await keep_running(PART, work, health=self._health, wait=self._timer.sleep, again=AGAIN_AFTER)

    async def _work(self, options: WorkerOptions) -> None:
        """Run the library's worker. When cancelled it waits for its jobs, which could go on for as long as something
        is due: so they are told to end, too. A second cancellation would make it leave them behind."""
        self._is_stopping.clear()
        worker = asyncio.ensure_future(self._queue.app.run_worker_async(**options))
        try:
            await asyncio.wait({worker})
        finally:
            self._is_stopping.set()
            await end([worker], again=_STOP_WITHIN, patience=_STOP_WITHIN)
        worker.result()

    async def _until_stopping(self, job: Serve) -> None:
        """A job that ends early when this worker stops; what it leaves is due still, and the next tick wakes others."""
        working = asyncio.ensure_future(job())
        stopping = asyncio.ensure_future(self._is_stopping.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end([stopping])
            await end([] if working.done() else [working], patience=_STOP_WITHIN)
        if not working.cancelled():
            working.result()

    async def _dispatch(self, account: str) -> None:
        serve = self._serve.get(Channel(account))
        if serve is None:
            log.warning("account_is_off_here", channel=account)
        else:
            await self._until_stopping(serve)
            if self._is_stopping.is_set():
                await self._queue.wake(Channel(account))  # whoever is still there goes on at once

    async def _tick_once(self, timestamp: int) -> None:  # noqa: ARG002 - what procrastinate gives a periodic task
        await self._until_stopping(self._tick)
        for channel in self._serve:
            await self._queue.wake(channel)

    async def _retry_stalled(self, timestamp: int) -> None:  # noqa: ARG002
        for job in await self._queue.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled_after):
            try:
                await self._retry(job)
            except ConnectorException as error:  # it has just ended, or the database is away
                log.info("stalled_job_not_retried", job=job.id, reason=type(error).__name__)
            else:
                log.warning("stalled_job_retried", job=job.id, task=job.task_name)

    async def _retry(self, job: Job) -> None:
        """Let the job be done again. If its successor is waiting already, retrying would break the one-waiting rule,
        and the dead one would hold the account's lock for ever: then it is buried instead."""
        jobs = self._queue.app.job_manager
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
