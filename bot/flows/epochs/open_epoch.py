"""The epoch that covers a week, with its key, created when the first answer needs it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.answers.epochs import (
    Epoch,
    EpochKey,
    EpochState,
    planned_epoch,
)
from bot.domain.errors import KeyUnavailable
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import Programme
from bot.ports import KeyStore, Sealer, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEpoch:
    """An epoch together with its key."""

    epoch: Epoch
    key: EpochKey


class OpenEpoch:
    """Every week lies in exactly one epoch: the first starts with the first round's week, each next one where the last
    ended. The key is on disk before the database names the epoch, and the database keeps the key's fingerprint: a lost
    or foreign key stops everything that needs it instead of starting a second truth.

    What is answered goes under the key of the week in which its round closes, whatever week it is: a round may open
    before its block begins.
    """

    def __init__(self, *, keys: KeyStore, sealer: Sealer) -> None:
        self._keys, self._sealer = keys, sealer

    async def __call__(self, work: UnitOfWork, week: IsoWeek, *, programme: Programme) -> HeldEpoch | None:
        """The open epoch over a week, created at need; None once it has ended.

        Raises `KeyUnavailable`.
        """
        epoch = await work.epochs.covering(week)
        if epoch is None:
            epoch = await epoch_over(work, week, programme=programme)
            key = self._keys.create(epoch.id)
            epoch = replace(epoch, fingerprint=self._sealer.fingerprint(key))
            await work.epochs.save(epoch)
            return HeldEpoch(epoch=epoch, key=key)
        return None if epoch.state is not EpochState.OPEN else HeldEpoch(epoch=epoch, key=self.key_of(epoch))

    async def closing(self, work: UnitOfWork, week: IsoWeek, *, programme: Programme) -> HeldEpoch | None:
        """The epoch over a week that is closed, also where nobody answered in it; None before the first answer."""
        if await work.epochs.covering(week) is None and (await work.epochs.neighbours(week))[0] is None:
            return None
        return await self(work, week, programme=programme)

    async def earlier(self, work: UnitOfWork, week: IsoWeek) -> Sequence[HeldEpoch]:
        """The epochs before the one over a week whose keys its close still needs, newest first.

        Raises `KeyUnavailable`.
        """
        known = await work.epochs.not_closed()
        return [
            HeldEpoch(epoch=epoch, key=self.key_of(epoch))
            for epoch in reversed(known)
            if epoch.last < week <= epoch.lives_through
        ]

    def key_of(self, epoch: Epoch) -> EpochKey:
        """The key of an epoch; raises `KeyUnavailable` when it is lost or not the one the database remembers."""
        key = self._keys.load(epoch.id)
        if key is None:
            raise KeyUnavailable(f"the key of the block from {epoch.first} is missing from the keys folder")
        if self._sealer.fingerprint(key) != epoch.fingerprint:
            raise KeyUnavailable(
                f"the key of the block from {epoch.first} is not the one this database was filed under"
            )
        return key


async def epoch_over(work: UnitOfWork, week: IsoWeek, *, programme: Programme) -> Epoch:
    """The epoch that covers a week, or the one that will: in step with the epoch before; where a clock once ran ahead,
    a shorter one fills the gap it left."""
    covering = await work.epochs.covering(week)
    if covering is not None:
        return covering
    before, after = await work.epochs.neighbours(week)
    oldest = await work.weeks.oldest_open_week() if before is None else None
    return planned_epoch(
        week,
        before=before,
        start=week if oldest is None else min(week, oldest),
        after=None if after is None else after.first,
        quarter_weeks=programme.privacy.quarter_weeks,
        live_blocks=programme.privacy.answers_live_blocks,
        weeks_of_life=programme.weeks_of_life,
    )
