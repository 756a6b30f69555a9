"""The epoch that covers a week, with its key, created when the first answer needs it."""

from dataclasses import dataclass, replace

from bot.domain.answers.epochs import (
    Epoch,
    EpochKey,
    EpochState,
)
from bot.domain.errors import KeyUnavailable
from bot.domain.iso_weeks import IsoWeek
from bot.ports import KeyStore, Sealer, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEpoch:
    """An open epoch together with its key."""

    epoch: Epoch
    key: EpochKey


class OpenEpoch:
    """Every week lies in exactly one epoch: the first starts with the first round's week, each next one where the last
    ended. The key is on disk before the database names the epoch, and the database keeps the key's fingerprint: a lost
    or foreign key stops everything that needs it instead of starting a second truth.
    """

    def __init__(self, *, keys: KeyStore, sealer: Sealer) -> None:
        self._keys, self._sealer = keys, sealer

    async def __call__(self, work: UnitOfWork, week: IsoWeek, *, weeks: int) -> HeldEpoch | None:
        """The open epoch over a week, created at need with `weeks` weeks; None once it has ended.

        Raises `KeyUnavailable`.
        """
        epoch = await work.epochs.covering(week)
        if epoch is None:
            epoch = await self._planned(work, week, weeks=weeks)
            key = self._keys.create(epoch.id)
            await work.epochs.save(replace(epoch, fingerprint=self._sealer.fingerprint(key)))
            return HeldEpoch(epoch=replace(epoch, fingerprint=self._sealer.fingerprint(key)), key=key)
        return None if epoch.state is not EpochState.OPEN else HeldEpoch(epoch=epoch, key=self.key_of(epoch))

    def key_of(self, epoch: Epoch) -> EpochKey:
        """The key of an open epoch; raises `KeyUnavailable` when it is lost or not the one the database remembers."""
        key = self._keys.load(epoch.id)
        if key is None:
            raise KeyUnavailable(f"the key of the epoch from {epoch.first} is missing from the keys folder")
        if self._sealer.fingerprint(key) != epoch.fingerprint:
            raise KeyUnavailable(
                f"the key of the epoch from {epoch.first} is not the one this database was filed under"
            )
        return key

    @staticmethod
    async def _planned(work: UnitOfWork, week: IsoWeek, *, weeks: int) -> Epoch:
        """In step with the epoch before; where a clock once ran ahead, a shorter one fills the gap it left."""
        known = [*await work.epochs.not_closed()]
        newest = await work.epochs.newest()
        if newest is not None:
            known.append(newest)
        before = max((epoch.last for epoch in known if epoch.last < week), default=None)
        after = min((epoch.first for epoch in known if epoch.first > week), default=None)
        if before is None:
            oldest = await work.weeks.oldest_open_week()
            first = week if oldest is None else min(week, oldest)
            first += (week - first) // weeks * weeks
        else:
            first = before + 1 + (week - before - 1) // weeks * weeks
        return Epoch(first=first, weeks=weeks if after is None else min(weeks, after - first))
