"""Which ids were somebody's who was erased or forgotten, and the word of an administrator that one may come back."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.identifiers import PersonId
from bot.flows.inbox.place_stone import moment_of
from bot.ports import Clock, Entropy, Storage, Tombstones, UnitOfWork
from bot.repositories.tombstones import Stone

_NEVER = datetime.min.replace(tzinfo=UTC)


class ErasedIds:
    """All block, and raise `KeyUnavailable`."""

    def __init__(self, *, tombstones: Tombstones) -> None:
        self._tombstones = tombstones

    def __call__(self, people: Collection[PersonId]) -> Collection[PersonId]:
        """Who of them was erased, and not readmitted since."""
        return [each for each in people if self.erased_at(each) is not None]

    def forgotten(self, people: Collection[PersonId]) -> Mapping[PersonId, datetime]:
        """Who of them has asked to be forgotten, and when; not who was readmitted since. They may have joined again."""
        placed = {each: self._standing(each, Stone.FORGOTTEN) for each in people}
        return {person: at for person, at in placed.items() if at is not None}

    def erased_at(self, person: PersonId) -> datetime | None:
        """None for whoever was never erased, or may be on the list again."""
        return self._standing(person, Stone.ERASED)

    def _standing(self, person: PersonId, stone: Stone) -> datetime | None:
        placed = self._tombstones.placed_at(person, stone)
        if placed is None or placed <= (self._tombstones.placed_at(person, Stone.READMITTED) or _NEVER):
            return None
        return placed


class ReadmitPerson:
    """Nothing of before comes back by it, not even with an older backup. It stands in the log without a name: what
    was erased is not to come back by way of the log."""

    def __init__(self, *, storage: Storage, tombstones: Tombstones, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._tombstones, self._clock, self._entropy = storage, tombstones, clock, entropy

    async def __call__(self, person: PersonId, *, author: Author) -> bool:
        """Whether there was a reason to. Raises `KeyUnavailable`."""
        now, stone = self._clock.now(), Stone.READMITTED
        async with self._storage.writing() as work:
            if not await self._is_wanting(work, person):
                return False
            at = await asyncio.to_thread(moment_of, self._tombstones, person, stone, at=now)
            await work.administration_log.add([_entry(author, at=at)], token=self._entropy.token)
            await asyncio.to_thread(self._tombstones.put, person, stone, at=at)
        return True

    async def _is_wanting(self, work: UnitOfWork, person: PersonId) -> bool:
        """Whether they are erased, or the log lacks the entry: the tombstone stands before the entry is committed."""
        if await asyncio.to_thread(ErasedIds(tombstones=self._tombstones).erased_at, person) is not None:
            return True
        noted = await asyncio.to_thread(self._tombstones.placed_at, person, Stone.READMITTED)
        if noted is None:
            return False
        entries = await work.administration_log.entries(since=noted)
        return all(each.act is not AdministrationAct.READMITTED or each.at != noted for each in entries)


def _entry(author: Author, *, at: datetime) -> LogEntry:
    words = LogWords(what="somebody who was erased may be on the list again, as somebody new")
    return LogEntry(at=at, act=AdministrationAct.READMITTED, author=author, words=words)
