"""Reading the log of administration: what was done, newest first, of the units that concern whoever reads it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.administration.log import LogEntry, Source
from bot.domain.identifiers import UnitId
from bot.ports import Storage


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
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, search: LogSearch) -> Sequence[LogEntry]:
        """Newest first."""
        async with self._storage.reading() as work:
            entries = await work.administration_log.entries(since=search.since)
        return [each for each in reversed(entries) if _is_wanted(each, search)]


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
