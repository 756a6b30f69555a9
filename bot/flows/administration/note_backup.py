"""A backup that is complete, in the log of administration: health, the console and figures tell of the last one."""

from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.ports import Entropy, Storage


class NoteBackup:
    """The file itself does not hold the entry: it was complete before."""

    def __init__(self, *, storage: Storage, entropy: Entropy) -> None:
        self._storage, self._entropy = storage, entropy

    async def __call__(self, *, at: datetime, author: Author) -> None:
        """`at` is the moment whose state the backup holds. Where it lies is nobody's business here."""
        entry = LogEntry(at=at, act=AdministrationAct.BACKED_UP, author=author, words=LogWords(what="backup taken"))
        async with self._storage.writing() as work:
            await work.administration_log.add([entry], token=self._entropy.token)
