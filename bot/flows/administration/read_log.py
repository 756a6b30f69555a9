"""Reading the log of administration: what was done, newest first, of the units that concern whoever reads it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords, Source
from bot.domain.identifiers import UnitId
from bot.ports import Clock, Entropy, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSearch:
    units: frozenset[UnitId]
    """Only what is about these alone."""
    everything: bool
    """Also what is about no unit, or about some that are gone."""
    since: datetime
    words: Sequence[str] = ()
    """Each stands in what an entry says, or in the name of who did it."""
    source: Source | None = None


class ReadLog:
    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def _all(self, search: LogSearch) -> Sequence[LogEntry]:
        """Newest first."""
        async with self._storage.reading() as work:
            entries = await work.administration_log.entries(since=search.since)
        return [each for each in reversed(entries) if _is_wanted(each, search)]

    async def page(self, search: LogSearch, *, before: int | None, count: int) -> tuple[Sequence[LogEntry], int | None]:
        """The newest of those added before a number, and before which number to go on, if any follow. No more is read
        of the database than is needed to find so many."""
        found: list[tuple[int, LogEntry]] = []
        async with self._storage.reading() as work:
            while len(found) <= count:
                read = await work.administration_log.newest(since=search.since, before=before, limit=count + 1)
                found += [each for each in read if _is_wanted(each[1], search)]
                if len(read) <= count:
                    break
                before = read[-1][0]
        shown = found[:count]
        return [entry for _, entry in shown], shown[-1][0] if len(found) > count else None

    async def export(self, search: LogSearch, *, author: Author) -> Sequence[LogEntry]:
        """All of them to be taken away in a file, which stands in the log."""
        found = await self._all(search)
        units = frozenset() if search.everything else search.units
        taken = LogEntry(
            at=self._clock.now(),
            act=AdministrationAct.EXPORTED,
            author=author,
            words=LogWords(what="log exported", units=units),
        )
        async with self._storage.writing() as work:
            await work.administration_log.add([taken], token=self._entropy.token)
        return found


def _is_wanted(entry: LogEntry, search: LogSearch) -> bool:
    if search.source is not None and (entry.author is None or entry.author.source is not search.source):
        return False
    told = " ".join(
        [
            "" if entry.words is None else str(entry.words),
            "" if entry.author is None else entry.author.who.name,
        ]
    ).casefold()
    is_theirs = search.everything or _is_about(entry, search.units)
    return is_theirs and all(word.casefold() in told for word in search.words)


def _is_about(entry: LogEntry, units: Collection[UnitId]) -> bool:
    """Whether it is about some of these units and no others."""
    return entry.words is not None and bool(entry.words.units) and entry.words.units <= frozenset(units)
