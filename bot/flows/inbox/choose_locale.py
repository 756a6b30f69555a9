"""Which language an address is written to in, for what is said outside any message: a warning, a menu, a page."""

from contextlib import suppress
from typing import Protocol

from bot.domain.errors import StorageUnavailable
from bot.domain.organisation.people import Address
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.ports import Storage


class LocaleOf(Protocol):
    """What the adapters ask."""

    async def __call__(self, address: Address | None = None, /) -> str:
        """The locale for a person; without an address, or with that of a stranger, the organisation's."""

    def last_known(self, address: Address, /) -> str:
        """The same without a look into the database, which may be what has failed."""


class ChooseLocale:
    """A person's own language, else that of their team, else the organisation's.

    That something could not be saved has to be said while the database cannot be read, so the last answers are kept.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._organisation = DEFAULT_LOCALE
        self._people: dict[Address, str] = {}

    async def __call__(self, address: Address | None = None, /) -> str:
        with suppress(StorageUnavailable):  # what was known last is better than no word at all
            await self._look(address)
        return self._organisation if address is None else self.last_known(address)

    def last_known(self, address: Address, /) -> str:
        return self._people.get(address, self._organisation)

    async def _look(self, address: Address | None) -> None:
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            people, members = await work.rosters.listed_at([] if address is None else [address])
        if programme is None:
            return
        self._organisation = programme.organisation.locale_for()
        for at, person in people.items():
            units = [team.unit for team in members.get(person.id, ())]
            self._people[at] = programme.organisation.locale_for(person, units)
