"""A backup that is complete, in the log of administration: health, the console and figures tell of the last one."""

from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.ports import Entropy, Storage


class NoteBackup:
    """The file itself does not hold the entry: it was complete before."""

    def __init__(self, *, storage: Storage, entropy: Entropy) -> None:
        self._storage, self._entropy = storage, entropy

    async def __call__(self, *, at: datetime, author: Author) -> bool:
        """`at` is the moment whose state the backup holds. Where it lies is nobody's business here.

        Whether it could be noted; the backup stands anyway.
        """
        entry = LogEntry(at=at, act=AdministrationAct.BACKED_UP, author=author, words=LogWords(what="backup taken"))
        try:
            async with self._storage.writing() as work:
                await work.administration_log.add([entry], token=self._entropy.token)
        except (StorageUnavailable, KeyUnavailable):
            return False
        return True
