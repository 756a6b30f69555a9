"""Working one account off while this process alone has it, as a job of several machines does."""

import asyncio

from bot.cancellation import end, finish
from bot.flows.sending.dispatch import Dispatch
from bot.flows.sending.reconcile import Reconcile
from bot.ports import Timer


class ServeAccount:
    """Send what is due until nothing is left, resting as the platform asks, and look for what is unsure meanwhile.

    Whatever is leased and not sent is let go in the end, so that the next worker need not wait for a lease.
    """

    def __init__(self, *, dispatch: Dispatch, reconcile: Reconcile, timer: Timer) -> None:
        self._dispatch, self._reconcile, self._timer = dispatch, reconcile, timer

    async def __call__(self) -> None:
        """Raises `StorageUnavailable`; the tick comes back to it."""
        looking = asyncio.create_task(self._reconcile())
        try:
            await self._work_off()
            if await looking:  # what never arrived is due again
                await self._work_off()
        finally:
            await end([looking])
            await finish(self._dispatch.release_leases())

    async def _work_off(self) -> None:
        while rest := await self._dispatch.drain():
            await self._timer.sleep(rest)
