"""The tick: APScheduler wakes one job; what is due is found in the database, so nothing depends on being awake."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

LONGEST = 20.0
SHORTEST = 0.25


def tick_seconds(speed: float) -> float:
    """Real seconds between two ticks when the clock runs `speed` times as fast."""
    return max(SHORTEST, LONGEST / speed) if speed > 0 else LONGEST


class Tick:
    """Calls one coroutine again and again; a late or overlapping call is made once, never dropped for good."""

    def __init__(self, act: Callable[[], Awaitable[None]], *, seconds: float) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            act, IntervalTrigger(seconds=seconds), coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
