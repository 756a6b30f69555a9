"""The log of administration for a shell, of everything or of one unit and those below it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.errors import RoundsError
from bot.domain.identifiers import UnitId
from bot.ports import Clock, Entropy, Storage


class NoSuchUnit(RoundsError):
    """Neither a unit of the programme nor one that an entry is about."""


class PrintLog:
    """Entries in their order. Whoever takes them away in a file stands in the log for it."""

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(
        self, *, unit: UnitId | None = None, since: datetime | None = None, exported_by: Author | None = None
    ) -> Sequence[LogEntry]:
        """Raises `NoSuchUnit`."""
        async with self._storage.reading() as work:
            entries = await work.administration_log.entries(since=since)
            programme = await work.programmes.current()
        if unit is not None:
            below = frozenset[UnitId]() if programme is None else programme.organisation.at_or_below(unit)
            entries = [entry for entry in entries if entry.words and entry.words.units & {unit, *below}]
            if not entries and not below:
                raise NoSuchUnit(unit)
        if exported_by is not None:
            taken = LogEntry(
                at=self._clock.now(),
                act=AdministrationAct.EXPORTED,
                author=exported_by,
                words=LogWords(what="log exported", after="" if unit is None else unit),
            )
            async with self._storage.writing() as work:
                await work.administration_log.add([taken], token=self._entropy.token)
        return entries
