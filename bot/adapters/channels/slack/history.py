"""Reading a direct message's history within the account's allowance."""

import asyncio
from collections import deque

from bot.ports import Timer

WINDOW = 60.0
"""Seconds: Slack counts calls of a method by the minute."""


class CallAllowance:
    """At most `per_minute` calls in any sixty seconds; whoever comes too early waits for their turn."""

    def __init__(self, *, per_minute: int, timer: Timer) -> None:
        if per_minute < 1:
            raise ValueError("an allowance below one call a minute would never let anybody through")
        self._timer = timer
        self._taken: deque[float] = deque(maxlen=per_minute)
        self._one_by_one = asyncio.Lock()

    async def take(self) -> None:
        async with self._one_by_one:
            while len(self._taken) == self._taken.maxlen and (wait := self._wait()) > 0:
                await self._timer.sleep(wait)
            self._taken.append(self._timer.monotonic())

    def _wait(self) -> float:
        return self._taken[0] + WINDOW - self._timer.monotonic()
