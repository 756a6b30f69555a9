"""What a process does first that is alone with its database."""

from collections.abc import Mapping

from bot.domain.organisation.people import Channel
from bot.flows.sending.dispatch import Dispatch
from bot.ports import Storage


class TakeOver:
    """A single process owns everything that an earlier one left claimed, and begins so at every start."""

    def __init__(self, *, storage: Storage, dispatchers: Mapping[Channel, Dispatch]) -> None:
        self._storage, self._dispatchers = storage, dispatchers

    async def __call__(self) -> None:
        """Raises `StorageUnavailable`."""
        async with self._storage.writing() as work:
            for channel in self._dispatchers:
                await work.deliveries.release_leases(channel)
        for dispatcher in self._dispatchers.values():
            await dispatcher.take_over()
