"""Waiting for what nothing announces. No test may depend on how fast a machine is, so whoever waits is patient."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 60.0
"""Seconds after which something that ought to happen is given up: only a fault lets anybody wait so long."""


async def until(holds: Callable[[], object]) -> None:
    """Return as soon as it holds; TimeoutError if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - nothing announces it
            await asyncio.sleep(0.01)


async def until_seen(look: Callable[[], Awaitable[object]]) -> None:
    """Look again and again until there is something to see."""
    async with asyncio.timeout(PATIENCE):
        while not await look():  # noqa: ASYNC110 - nothing announces it
            await asyncio.sleep(0.05)


async def let_others_run() -> None:
    """Everybody who need not wait for anything outside comes to where they have to."""
    for _ in range(50):
        await asyncio.sleep(0)
