"""Looking people up: those of the units that somebody administers, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Address, Channel, Role
from bot.domain.texts.characters import is_one_line, tidy
from bot.ports import Clock, Storage, UnitOfWork
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


class FindAdministrators:
    """Where those who run Rounds are reached on a channel, each with their language."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, channel: Channel) -> Mapping[Address, str]:
        """Raises `StorageUnavailable`."""
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            held = await work.rosters.holding(Role.ADMINISTRATOR)
        if programme is None:
            return {}
        locale_for = programme.organisation.locale_for
        return {
            each.address: locale_for(each.person, [each.unit])
            for each in held
            if each.address is not None and each.address.channel == channel
        }


LONGEST_SEARCH: Final = 80
WORDS_AT_MOST: Final = 5
TOO_MANY: Final = 6


async def find_by_words(
    work: UnitOfWork, text: str, units: Collection[UnitId], *, at: datetime
) -> Sequence[FoundPerson]:
    """Whoever has just this id, or else the first of those in whose name or id each word stands; nobody for no word."""
    words = tidy(text[:LONGEST_SEARCH])
    if not words or not is_one_line(words):
        return []
    exact = await work.directory.find(PeopleSearch(units=units, person=PersonId(words)), at=at)
    if exact:
        return exact
    search = PeopleSearch(units=units, words=words.split()[:WORDS_AT_MOST], at_most=TOO_MANY)
    return await work.directory.find(search, at=at)
