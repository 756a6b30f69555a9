"""Looking people up: those of the units that somebody administers, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.identifiers import PersonId, UnitId
from bot.ports import Clock, Storage
from bot.repositories.directory import FoundPerson, PeopleSearch


class FindPeople:
    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock

    async def __call__(self, search: PeopleSearch) -> tuple[Sequence[FoundPerson], bool]:
        """The page that was asked for, and whether more follow."""
        async with self._storage.reading() as work:
            one_more = replace(search, at_most=search.at_most + 1)
            found = await work.directory.find(one_more, at=self._clock.now())
        return found[: search.at_most], len(found) > search.at_most

    async def one(self, person: PersonId, units: Collection[UnitId]) -> FoundPerson | None:
        """Somebody with a role in one of these units."""
        async with self._storage.reading() as work:
            found = await work.directory.find(PeopleSearch(units=units, person=person), at=self._clock.now())
        return found[0] if found else None
