"""The tick: APScheduler wakes one job; what is due is found in the database, so nothing depends on being awake."""

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.cancellation import end, finish

LONGEST = 20.0
SHORTEST = 0.25


def tick_seconds(speed: float) -> float:
    """Real seconds between two ticks when the clock runs `speed` times as fast."""
    return max(SHORTEST, LONGEST / speed) if speed > 0 else LONGEST


class Tick:
    """Calls one coroutine again and again; a late or overlapping call is made once, never dropped for good.

    A call runs in a task of its own, because the scheduler would cancel it without waiting for its end, and would tell
    of the cancellation as of an error.
    """

    def __init__(self, act: Callable[[], Awaitable[None]], *, seconds: float) -> None:
        self._scheduler, self._act = AsyncIOScheduler(timezone="UTC"), act
        self._call: asyncio.Future[None] | None = None
        self._job: asyncio.Task[object] | None = None
        self._scheduler.add_job(
            self._once, IntervalTrigger(seconds=seconds), coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self) -> None:
        """Returns when the call under way, if there is one, has ended."""
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()
        if self._call is not None and self._job is not None:
            await end([self._call])
            await finish(asyncio.wait({self._job}))
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _once(self) -> None:
        call = self._call = asyncio.ensure_future(self._act())
        self._job = asyncio.current_task()
        await asyncio.wait({call})
        if not call.cancelled():
            call.result()
