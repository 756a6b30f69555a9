"""Rounds whose time is over: they close for everybody at once."""

from datetime import datetime

from bot.domain.batches import batches
from bot.ports import Storage

BATCH_SIZE = 500


class CloseRounds:
    """Close every open round past its closing time. Run it after the round's pulses have expired."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, *, now: datetime) -> int:
        """How many rounds were closed."""
        async with self._storage.reading() as work:
            over = [round_.id for round_ in await work.rounds.to_close(now=now)]
        for batch in batches(over, BATCH_SIZE):
            async with self._storage.writing() as work:
                await work.rounds.close(batch)
        return len(over)
