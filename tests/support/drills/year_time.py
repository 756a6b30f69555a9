"""Time in a long drill: it stands still until the drill goes on, and then moves as fast as it can."""

import asyncio
from datetime import datetime, timedelta

import structlog

from tests.support.clocks import StillClock

log = structlog.get_logger()


class VirtualTime(StillClock):
    """The clock on the wall and the timer in one: sleeping takes no time but moves it on."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self._elapsed = 1000.0  # apart, since a clock has only microseconds and a pace can ask for less

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        self._elapsed += max(seconds, 0.0)
        self.advance(seconds=max(seconds, 0.0))
        await asyncio.sleep(0)

    def go_on_to(self, moment: datetime) -> None:
        if moment > self.at:
            self._elapsed += (moment - self.at).total_seconds()
            self.at = moment


def next_moment(at: datetime) -> datetime:
    """Every half hour while questions go out, every hour by day, every four hours by night."""
    if at.weekday() == 1 and 8 <= at.hour < 14:
        step = timedelta(minutes=30)
    else:
        step = timedelta(hours=1) if 8 <= at.hour < 20 else timedelta(hours=4)
    begin = at.replace(minute=0, second=0, microsecond=0)
    while begin <= at:
        begin += step
    return begin
