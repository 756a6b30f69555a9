"""The way out when the key of a block is lost for good: the block ends without its answers, a new one begins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.answers.epochs import Epoch, EpochState
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.week_close.skipped_weeks import weeks_over
from bot.flows.epochs.inbox_keys import INBOX, InboxKeys
from bot.ports import Clock, Entropy, KeyStore, Storage, UnitOfWork

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandoned:
    first: IsoWeek
    last: IsoWeek
    """The last week that the block now has."""
    answers: int
    """Sealed answers that were deleted; nobody could read them."""
    updates: int
    """Things that people did which waited to be filed under a lost key of the inbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxAbandoned:
    """Only what waited to be filed was lost; no block is touched."""

    updates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyIsThere:
    """There is a key, if perhaps a wrong one, or it cannot be told: nothing was changed."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchLoss:
    """The block named is not one that waits for its key."""

    lost: Sequence[EpochId]


class AbandonEpoch:
    """Close an epoch without its answers, when an administrator says so by name and its key is gone.

    - Its sealed answers and workings are deleted, and it is kept as lost: nobody waits for it.
    - Who was asked and who answered stays, and so does everything that was shown.
    - It ends with the week before the one that runs, so that what is answered from now on goes under a fresh key.
      An epoch lost in its very first week keeps that week, whose answers are not taken any more.
    - What waits under a lost key of the inbox is given up with it; under the name `inbox`, nothing but that.
    """

    def __init__(
        self, *, storage: Storage, keys: KeyStore, inbox_keys: InboxKeys, clock: Clock, entropy: Entropy
    ) -> None:
        self._storage, self._keys, self._inbox_keys = storage, keys, inbox_keys
        self._clock, self._entropy = clock, entropy

    async def __call__(self, name: EpochId, *, author: Author) -> Abandoned | InboxAbandoned | KeyIsThere | NoSuchLoss:
        """`author` stands in the log for it. Raises `StorageUnavailable` and `KeyUnavailable`."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            if name == INBOX and (updates := await self._inbox_keys.give_up_lost(work, now=now)):
                await self._note(work, "what waited in the inbox under a lost key given up", author=author)
                log.warning("inbox_abandoned")
                return InboxAbandoned(updates=updates)
            programme = await work.programmes.current()
            standing = {epoch.id: epoch for epoch in await work.epochs.not_closed()}
            epoch = standing.get(name)
            if epoch is None or programme is None:
                return NoSuchLoss(lost=[each for each in standing if not self._why_not_lost(each)])
            if because := self._why_not_lost(name):
                return KeyIsThere(because=because)
            zones = UnitTree.of(programme.organisation).zones.values()
            lost = replace(epoch, weeks=self._weeks_over(epoch, zones), state=EpochState.LOST)
            answers = await work.answers.delete_epoch(name)
            await work.epochs.save(lost)
            updates = await self._inbox_keys.give_up_lost(work, now=now)
            after = f"{lost.first} to {lost.last}"
            await self._note(work, "block given up, because its key is lost", after, author=author)
        log.warning("epoch_abandoned", epoch=name)
        return Abandoned(first=lost.first, last=lost.last, answers=answers, updates=updates)

    async def _note(self, work: UnitOfWork, what: str, after: str = "", *, author: Author) -> None:
        entry = LogEntry(
            at=self._clock.now(),
            act=AdministrationAct.BLOCK_ABANDONED,
            author=author,
            words=LogWords(what=what, after=after),
        )
        await work.administration_log.add([entry], token=self._entropy.token)

    def _why_not_lost(self, name: EpochId) -> str:
        try:
            key = self._keys.load(name)
        except KeyUnavailable as error:  # a folder that cannot be read may hold it
            return str(error)
        return "" if key is None else f"there is a key of {name} in the key folder"

    def _weeks_over(self, epoch: Epoch, zones: Collection[str]) -> int:
        over = len(weeks_over(epoch.first, zones, at=self._clock.now()))
        return min(max(over, 1), epoch.weeks)
