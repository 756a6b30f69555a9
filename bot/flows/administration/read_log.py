"""Reading the log of administration: what was done, newest first, of the units that concern whoever reads it. Whoever
takes entries away in a file stands in the log for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import UnitId
from bot.domain.proof.chain import ChainHead
from bot.ports import Clock, Entropy, Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSearch:
    units: frozenset[UnitId] = frozenset()
    """Only what is about these alone."""
    everything: bool
    """Also what is about no unit, or about some that are gone."""
    unit: UnitId | None = None
    """Of that only what is about this one or any below it, perhaps beside others."""
    since: datetime | None = None
    words: Sequence[str] = ()
    """Each stands in what an entry says, or in the name of who did it."""
    source: RevisionSource | None = None


class ReadLog:
    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def all(self, search: LogSearch) -> Sequence[LogEntry]:
        """Newest first. Raises `UnknownUnit` if there is neither the unit nor an entry about it."""
        async with self._storage.reading() as work:
            entries = await work.administration_log.entries(since=search.since)
            about, known = await _with_below(work, search.unit)
        found = [each for each in reversed(entries) if _is_wanted(each, search, about)]
        if search.unit is not None and not found and search.unit not in known:
            raise UnknownUnit(search.unit, known)
        return found

    async def head(self) -> ChainHead | None:
        """The newest entry, to be written down elsewhere."""
        async with self._storage.reading() as work:
            end = await work.administration_log.end()
        return None if end is None else end.head

    async def page(self, search: LogSearch, *, before: int | None, count: int) -> tuple[Sequence[LogEntry], int | None]:
        """The newest of those added before a number, and before which number to go on, if any follow. No more is read
        of the database than is needed to find so many."""
        found: list[tuple[int, LogEntry]] = []
        async with self._storage.reading() as work:
            about, _ = await _with_below(work, search.unit)
            while len(found) <= count:
                read = await work.administration_log.newest(since=search.since, before=before, limit=count + 1)
                found += [each for each in read if _is_wanted(each[1], search, about)]
                if len(read) <= count:
                    break
                before = read[-1][0]
        shown = found[:count]
        return [entry for _, entry in shown], shown[-1][0] if len(found) > count else None

    async def export(self, search: LogSearch, *, author: Author) -> Sequence[LogEntry]:
        """All of them to be taken away in a file, which stands in the log. Raises `UnknownUnit`, as `all` does."""
        found = await self.all(search)
        units = frozenset() if search.everything else search.units
        taken = LogEntry(
            at=self._clock.now(),
            act=AdministrationAct.EXPORTED,
            author=author,
            words=LogWords(what="log exported", after=search.unit or "", units=units),
        )
        async with self._storage.writing() as work:
            await work.administration_log.add([taken], token=self._entropy.token)
        return found


async def _with_below(work: UnitOfWork, unit: UnitId | None) -> tuple[frozenset[UnitId] | None, Sequence[UnitId]]:
    """A unit and all below it, None for none; and all units there are."""
    if unit is None:
        return None, ()
    programme = await work.programmes.current()
    if programme is None:
        return frozenset({unit}), ()
    organisation = programme.organisation
    return organisation.at_or_below(unit) | {unit}, [each.id for each in organisation.units]


def _is_wanted(entry: LogEntry, search: LogSearch, about: frozenset[UnitId] | None) -> bool:
    if about is not None and (entry.words is None or entry.words.units.isdisjoint(about)):
        return False
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
