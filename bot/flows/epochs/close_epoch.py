"""The end of an epoch: what was sealed under its key is deleted, and the key that could link it is destroyed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import structlog

from bot.domain.answers.epochs import Epoch, EpochState
from bot.domain.identifiers import EpochId
from bot.ports import Clock, KeyStore, Storage, UnitOfWork

log = structlog.get_logger()

REST = timedelta(hours=24)
LAST_ZONE = timedelta(hours=12)
"""How far the westernmost zone lags behind UTC."""


class CloseEpoch:
    """Nothing of single people's answers remains of an epoch once it closes.

    - Not before its last week ended 24 hours ago in every zone, and never before that week was closed here: a clock
      that jumps ahead destroys nothing.
    - Answers and workings are deleted, then the key is destroyed, then the epoch is closed. It needs no key, and a
      crash at any point is continued by the next run to the same end.
    - Deleted answers may linger in free pages and backups: without the key nobody can read them.
    """

    def __init__(self, *, storage: Storage, keys: KeyStore, clock: Clock) -> None:
        self._storage, self._keys, self._clock = storage, keys, clock

    async def __call__(self) -> Sequence[EpochId]:
        """The epochs that were closed. Raises `KeyUnavailable` when the key folder cannot be used."""
        async with self._storage.reading() as work:
            due = [epoch for epoch in await work.epochs.not_closed() if await self._is_due(work, epoch)]
        for epoch in due:
            async with self._storage.writing() as work:
                deleted = await work.answers.delete_epoch(epoch.id)
            self._keys.destroy(epoch.id)
            async with self._storage.writing() as work:
                await work.epochs.save(replace(epoch, state=EpochState.CLOSED))
            log.info("epoch_closed", epoch=epoch.id, answers=deleted)
        return [epoch.id for epoch in due]

    async def _is_due(self, work: UnitOfWork, epoch: Epoch) -> bool:
        newest = await work.weeks.newest_closed()
        week_closed = newest is not None and newest >= epoch.last and not await work.rounds.open_in_week(epoch.last)
        return week_closed and self._clock.now() >= closes_at(epoch)


def closes_at(epoch: Epoch) -> datetime:
    """24 hours after the Sunday of the last week is over everywhere on earth, UTC."""
    over = datetime.combine((epoch.last + 1).monday(), time(0, 0), tzinfo=UTC)
    return over + LAST_ZONE + REST
