"""Reading back what was applied, so that it can be written into files again."""

from bot.domain.errors import ProgrammeMissing
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from bot.ports import Storage


class ExportProgramme:
    """The programme and the roster as they stand together in the database."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self) -> tuple[Programme, Roster]:
        """Raises `ProgrammeMissing` and `StorageUnavailable`."""
        async with self._storage.reading() as work:
            programme, roster = await work.programmes.current(), await work.rosters.current()
        if programme is None:
            raise ProgrammeMissing
        return programme, roster
