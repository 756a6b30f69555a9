"""Time for tests: it stands still until a test moves it, and sleeping moves it at once."""

import asyncio
from datetime import UTC, datetime, timedelta

from tests.support.builders import T0


class StillClock:
    """A `Clock` that a test sets."""

    def __init__(self, at: datetime = T0) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> datetime:
        self.at += timedelta(**parts)
        return self.at


class VirtualTimer:
    """A `Timer` whose sleeps take no real time; clocks given to it move along."""

    def __init__(self, *clocks: StillClock) -> None:
        self._now, self._clocks = 1000.0, clocks
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += max(seconds, 0.0)
        for clock in self._clocks:
            clock.advance(seconds=max(seconds, 0.0))
        await asyncio.sleep(0)


class HurriedTimer:
    """A `Timer` on real time that sleeps a twentieth of what it is asked to."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 20)
