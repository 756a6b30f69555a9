"""The only place that reads the clock, sleeps or draws chance."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one ambient clock


@dataclass(slots=True)
class ShiftedClock:
    """Time that starts at a chosen instant and runs at a chosen speed, for demos and drills (ROUNDS_CLOCK).

    It changes what time it is for people; pacing, time-outs and leases stay on the `Timer`.
    """

    start: datetime
    speed: float = 1.0
    _started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self._started) * self.speed)

    def set_speed(self, speed: float) -> None:
        """Go on from the present instant at another speed; 0 stands still."""
        self.start, self._started = self.now(), time.monotonic()
        self.speed = speed

    def jump(self, to: datetime) -> None:
        self.start, self._started = to, time.monotonic()


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
