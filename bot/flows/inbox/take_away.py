"""Taking somebody out of tables that everything else writes to: it stands in nobody's way, and so it is tried anew."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.domain.errors import RowUnavailable
from bot.ports import Storage, UnitOfWork

TRIES: Final = 60
"""Each waits for half a second at most, so that all of them take half a minute."""
Done = TypeVar("Done")


async def take_away(storage: Storage, act: Callable[[UnitOfWork], Awaitable[Done]], *, tries: int = TRIES) -> Done:
    """Do this in one transaction while nothing is filed; whatever it cannot have soon, it does without, and begins
    again: meanwhile those who hold it come to their end.

    What `act` does besides its transaction comes last, where nothing is left to wait for. Raises `RowUnavailable` once
    the last try has failed, and what `act` raises.
    """
    for _ in range(tries - 1):
        try:
            return await _once(storage, act)
        except RowUnavailable:
            continue
    return await _once(storage, act)


async def _once(storage: Storage, act: Callable[[UnitOfWork], Awaitable[Done]]) -> Done:
    async with storage.writing() as work:
        await work.own_data.give_way()
        await work.inbox.hold()  # before anything that filing touches: it holds those whose acts it writes
        return await act(work)
