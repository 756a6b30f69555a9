"""The end of an epoch: what was sealed under its key is deleted, and the key that could link it is destroyed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.answers.epochs import Epoch, EpochState
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.epochs.unknown_keys import outlived_unknown
from bot.ports import Clock, Entropy, KeyStore, Storage, UnitOfWork

log = structlog.get_logger()


class CloseEpoch:
    """Nothing of single people's answers remains of an epoch once it closes.

    - With its last week closed an epoch is finished: nothing is filed under its key any more.
    - It is destroyed when the last week whose close needs its key ended 24 hours ago in every zone and is closed. A
      week later that is not waited for any more: people were told how long their answers live. That holds, whatever
      the programme says by now.
    - Answers and workings are deleted, then the key is destroyed, then the epoch is closed. It needs no key, and a
      crash at any point is continued by the next run to the same end.
    - The key of a block that the database knows nothing of since a restore is destroyed when it may live no longer.
    - Deleted answers may linger in free pages and backups: without the key nobody can read them.
    """

    def __init__(self, *, storage: Storage, keys: KeyStore, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._keys, self._clock, self._entropy = storage, keys, clock, entropy

    async def __call__(self) -> Sequence[EpochId]:
        """The epochs that were closed. Raises `KeyUnavailable` when the key folder cannot be used."""
        now = self._clock.now()
        async with self._storage.reading() as work:
            living = await work.epochs.not_closed()
            newest = await work.weeks.newest_closed()
            due = [epoch for epoch in living if await self._is_due(work, epoch, now=now)]
        for epoch in living:
            if epoch.state is EpochState.OPEN and newest is not None and epoch.last <= newest:
                async with self._storage.writing() as work:
                    await work.epochs.save(replace(epoch, state=EpochState.FINISHED))
        for epoch in due:
            async with self._storage.writing() as work:
                await work.answers.delete_epoch(epoch.id)
            self._keys.destroy(epoch.id)
            async with self._storage.writing() as work:
                await work.epochs.save(replace(epoch, state=EpochState.CLOSED))
                await work.administration_log.add([_destroyed(epoch, now=now)], token=self._entropy.token)
            log.info("epoch_closed", epoch=epoch.id)
        await self._destroy_unknown({epoch.id for epoch in living}, now=now)
        return [epoch.id for epoch in due]

    async def _destroy_unknown(self, known: Collection[EpochId], *, now: datetime) -> None:
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
        if programme is None:
            return
        through = IsoWeek.of(now.date()) - programme.weeks_of_life
        for name in outlived_unknown(self._keys, known, through=through):
            self._keys.destroy(name)
            words = LogWords(what="key destroyed", after=f"of the block from {name}, by its age")
            entry = LogEntry(at=now, act=AdministrationAct.KEY_DESTROYED, author=None, words=words)
            async with self._storage.writing() as work:
                await work.administration_log.add([entry], token=self._entropy.token)

    @staticmethod
    async def _is_due(work: UnitOfWork, epoch: Epoch, *, now: datetime) -> bool:
        opened = await work.rounds.first_opening(epoch.first, epoch.last)
        if now >= epoch.destroyed_by(first_opening=opened):
            return True
        newest, last = await work.weeks.newest_closed(), epoch.lives_through
        week_closed = newest is not None and newest >= last and not await work.rounds.open_in_week(last)
        return week_closed and now >= epoch.destroyed_at


def _destroyed(epoch: Epoch, *, now: datetime) -> LogEntry:
    words = LogWords(what="key destroyed", after=f"of the block {epoch.first} to {epoch.last}")
    return LogEntry(at=now, act=AdministrationAct.KEY_DESTROYED, author=None, words=words)
