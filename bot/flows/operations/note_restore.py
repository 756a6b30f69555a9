"""A restore that is complete, in the log of administration of the database that it filled."""

from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.errors import StorageUnavailable
from bot.ports import Clock, Entropy, Storage


class NoteRestore:
    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, *, taken_at: datetime, author: Author) -> bool:
        """`taken_at`: the moment whose state the backup held. Whether it could be noted; the restore stands anyway."""
        entry = LogEntry(
            at=self._clock.now(),
            act=AdministrationAct.RESTORED,
            author=author,
            words=LogWords(what="restored", after=f"from a backup of {taken_at:%Y-%m-%d %H:%M} UTC"),
        )
        try:
            async with self._storage.writing() as work:
                await work.administration_log.add([entry], token=self._entropy.token)
        except StorageUnavailable:
            return False
        return True
