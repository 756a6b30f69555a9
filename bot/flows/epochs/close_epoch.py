"""Closing an epoch: sealed answers become tallies, the answers go, and the key that could link them is destroyed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import structlog

from bot.domain.answers.answer_body import AnswerBody, unpack
from bot.domain.answers.epochs import Epoch, EpochState
from bot.domain.answers.tallies import Tallying
from bot.domain.errors import KeyUnavailable, ProgrammeMissing
from bot.domain.identifiers import EpochId
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.ports import Clock, KeyStore, SealedAnswer, Sealer, Storage, UnitOfWork

log = structlog.get_logger()

REST = timedelta(hours=24)
LAST_ZONE = timedelta(hours=12)
"""How far the westernmost zone lags behind UTC."""


class CloseEpoch:
    """Only counts remain of an epoch once it closes.

    - Not before its last week ended 24 hours ago in every zone, and never before that week was closed here: a clock
      that jumps ahead destroys nothing.
    - Tallies are written, answers deleted and the epoch marked as tallied in one transaction; then the key is
      destroyed; then the epoch is closed. A crash at any point is continued by the next run to the same end.
    - Deleted answers may linger in free pages and backups: without the key nobody can read them.
    """

    def __init__(
        self, *, storage: Storage, keys: KeyStore, sealer: Sealer, open_epoch: OpenEpoch, clock: Clock
    ) -> None:
        self._storage, self._keys, self._sealer = storage, keys, sealer
        self._open_epoch, self._clock = open_epoch, clock

    async def __call__(self) -> Sequence[EpochId]:
        """The epochs that were closed. Raises `KeyUnavailable` when an epoch cannot be opened any more, in the end: the
        others do not wait for it."""
        closed: list[EpochId] = []
        unopened: KeyUnavailable | None = None
        async with self._storage.reading() as work:
            waiting = [epoch for epoch in await work.epochs.not_closed() if await self._is_due(work, epoch)]
        for epoch in waiting:
            try:
                if epoch.state is EpochState.OPEN:
                    await self._tally(epoch)
            except KeyUnavailable as error:
                unopened = error
                continue
            self._keys.destroy(epoch.id)
            await self._mark_closed(epoch.id)
            log.info("epoch_closed", epoch=epoch.id)
            closed.append(epoch.id)
        if unopened is not None:
            raise unopened
        return closed

    async def _is_due(self, work: UnitOfWork, epoch: Epoch) -> bool:
        if epoch.state is EpochState.TALLIED:
            return True
        newest = await work.weeks.newest_closed()
        week_closed = newest is not None and newest >= epoch.last and not await work.rounds.open_in_week(epoch.last)
        return week_closed and self._clock.now() >= closes_at(epoch)

    async def _tally(self, epoch: Epoch) -> None:
        """Every week of the epoch is closed, so its answers no longer change and can be counted beside other work."""
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                raise ProgrammeMissing
            tallying = Tallying(programme.organisation, minimum=programme.privacy.minimum_group)
            for unit in await work.answers.units_of(epoch.id):
                sealed = await work.answers.of_epoch(epoch.id, unit)
                tallying.count(unit, self._opened(epoch, sealed))
            tallies = tallying.finish(epoch.id)
        async with self._storage.writing() as work:
            now = await work.epochs.get(epoch.id)
            if now is None or now.state is not EpochState.OPEN:
                return
            await work.epochs.add_tallies(tallies)
            deleted = await work.answers.delete_epoch(epoch.id)
            await work.epochs.save(replace(now, state=EpochState.TALLIED))
        log.info("epoch_tallied", epoch=epoch.id, answers=deleted, tallies=len(tallies))

    def _opened(self, epoch: Epoch, sealed: Sequence[SealedAnswer]) -> Iterator[AnswerBody]:
        """A single answer that does not open under the right key is damaged: it is counted as lost, not waited for."""
        if not sealed:
            return
        key = self._open_epoch.key_of(epoch)
        damaged = 0
        for answer in sealed:
            try:
                body = unpack(self._sealer.unseal(key, sealed=answer.body, bound_to=answer.id))
            except (KeyUnavailable, ValueError):
                damaged += 1
            else:
                yield body
        if damaged:
            log.error("answers_damaged", epoch=epoch.id, count=damaged)

    async def _mark_closed(self, epoch: EpochId) -> None:
        async with self._storage.writing() as work:
            now = await work.epochs.get(epoch)
            if now is not None and now.state is EpochState.TALLIED:
                await work.epochs.save(replace(now, state=EpochState.CLOSED))


def closes_at(epoch: Epoch) -> datetime:
    """24 hours after the Sunday of the last week is over everywhere on earth, UTC."""
    over = datetime.combine((epoch.last + 1).monday(), time(0, 0), tzinfo=UTC)
    return over + LAST_ZONE + REST
