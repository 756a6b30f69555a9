"""A restore that is complete, in the log of administration of the database that it filled."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.certificates.kept_week import reworded_evidence
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.proof.chain import NotedHead, key_begins
from bot.ports import Clock, Entropy, Storage
from bot.repositories.chain import ChainKeeper


class NoteRestore:
    """The chain of the log goes on from the newest entry of the backup. The entry names the head that is kept beside
    the keys: a check then knows that what came after the backup was not taken away by stealth.

    Where the key in force at the backup is gone, another one begins: its own entry comes before.
    """

    def __init__(self, *, storage: Storage, keeper: ChainKeeper, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._keeper, self._clock, self._entropy = storage, keeper, clock, entropy

    async def __call__(self, *, taken_at: datetime, author: Author, erased: int = 0) -> bool:
        """`taken_at`: the moment whose state the backup held. `erased`: how many people were erased again. Whether it
        could be noted; the restore stands anyway."""
        now, noted = self._clock.now(), self._noted()
        entry = LogEntry(
            at=now,
            act=AdministrationAct.RESTORED,
            author=author,
            words=LogWords(what="restored", after=f"from a backup of {taken_at:%Y-%m-%d %H:%M} UTC"),
            evidence=b"" if noted is None else noted.head.hash,
        )
        try:
            async with self._storage.writing() as work:
                end = await work.administration_log.end()
                begins = []
                if end is not None and end.signing_key is not None and not self._keeper.can_sign(end.signing_key):
                    begins.append(key_begins(self._keeper.usable(), at=now, author=author))
                again = [_erased_again(erased, await work.certificates.reworded(), author, at=now)] if erased else []
                await work.administration_log.add([*begins, entry, *again], token=self._entropy.token)
        except (StorageUnavailable, KeyUnavailable):
            return False
        return True

    def _noted(self) -> NotedHead | None:
        try:
            return self._keeper.noted()
        except KeyUnavailable:
            return None


def _erased_again(
    people: int, reworded: Mapping[tuple[UnitId, IsoWeek], str], author: Author, *, at: datetime
) -> LogEntry:
    words = LogWords(what=f"{people} people were erased again")
    evidence = reworded_evidence(reworded)
    return LogEntry(at=at, act=AdministrationAct.ERASED, author=author, words=words, evidence=evidence)
