"""Reading back what was applied, so that it can be written into files again."""

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.errors import ProgrammeMissing
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from bot.ports import Clock, Entropy, Storage


class ExportProgramme:
    """The programme and the roster as they stand together in the database, and the number of that revision.

    Whoever takes them away stands in the log for it.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, *, author: Author) -> tuple[Programme, Roster, int]:
        """Raises `ProgrammeMissing` and `StorageUnavailable`."""
        async with self._storage.writing() as work:
            await work.revisions.claim()
            programme, roster = await work.programmes.current(), await work.rosters.current()
            number = await work.revisions.newest()
            if programme is None:
                raise ProgrammeMissing
            entry = LogEntry(
                at=self._clock.now(),
                act=AdministrationAct.EXPORTED,
                author=author,
                words=LogWords(what="programme and people exported", after=f"revision {number}"),
            )
            await work.administration_log.add([entry], token=self._entropy.token)
        return programme, roster, number
