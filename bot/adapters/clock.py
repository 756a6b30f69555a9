"""The only place that reads the clock, sleeps or draws chance."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.ports import Clock

CLOCK = Part(kind=PartKind.CLOCK)


class SystemClock:
    """Real time in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one ambient clock


def _since_boot() -> float:
    """Seconds that a clock change does not touch; where the system can tell, those that it slept too."""
    source: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(source)


class SteadyClock:
    """Real time in UTC that does not follow a jump at once: a clock that runs a year ahead for a minute would close
    every week of that year, and nothing brings those back.

    After a jump it goes on from the time it believed, and says so on the health board. It follows when the clock has
    come back, or when it has been right by itself for `BELIEVED_AFTER`.
    """

    AHEAD, BEHIND = timedelta(days=7), timedelta(hours=1)
    """Jumps up to these are believed at once; they happen when a machine is paused or its clock is set."""
    BELIEVED_AFTER = 3600.0

    def __init__(
        self, *, health: HealthBoard, clock: Clock | None = None, elapsed: Callable[[], float] = _since_boot
    ) -> None:
        self._clock, self._elapsed, self._health = clock or SystemClock(), elapsed, health
        self._believed, self._at = self._clock.now(), elapsed()
        self._doubted: tuple[timedelta, float] | None = None
        """By how much the clock is off, and since when."""

    def now(self) -> datetime:
        reading, at = self._clock.now(), self._elapsed()
        expected = self._believed + timedelta(seconds=at - self._at)
        off = reading - expected
        if -self.BEHIND <= off <= self.AHEAD or self._is_settled(off, at):
            if self._doubted is not None:
                self._doubted = None
                self._health.well(CLOCK)
            self._believed, self._at = reading, at
            return reading
        return expected

    def _is_settled(self, off: timedelta, at: float) -> bool:
        if self._doubted is None or abs(off - self._doubted[0]) > self.BEHIND:
            self._doubted = off, at
            self._health.troubled(CLOCK, Trouble(kind=TroubleKind.CLOCK_JUMPED, days=off / timedelta(days=1)))
        return at - self._doubted[1] >= self.BELIEVED_AFTER


@dataclass(slots=True)
class ShiftedClock:
    """Time that starts at a chosen instant and runs at a chosen speed, for demos and drills (ROUNDS_CLOCK).

    It changes what time it is for people; pacing, time-outs and leases stay on the `Timer`.
    """

    start: datetime
    speed: float = 1.0
    _started: float = field(default_factory=time.monotonic)
    _stands_at: datetime | None = None

    def now(self) -> datetime:
        reached = self.start + timedelta(seconds=(time.monotonic() - self._started) * self.speed)
        return reached if self._stands_at is None else min(reached, self._stands_at)

    def set_speed(self, speed: float) -> None:
        """Go on from the present instant at another speed; 0 stands still."""
        self.start, self._started = self.now(), time.monotonic()
        self.speed = speed

    def go_on_until(self, moment: datetime) -> None:
        """Go on from the present instant and stand still at `moment`; one that has passed changes only how far it may
        go, never the present."""
        now = self.now()
        self.start, self._started, self._stands_at = now, time.monotonic(), max(moment, now)

    def jump(self, to: datetime) -> None:
        self.start, self._started, self._stands_at = to, time.monotonic(), None


class SystemTimer:
    """Real elapsed time."""

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class SystemEntropy:
    """Chance from the operating system."""

    def token(self, size: int) -> bytes:
        return secrets.token_bytes(size)
