"""Who works with somebody: the names that their words must not hold."""

from collections.abc import Collection

from bot.domain.organisation.people import Address
from bot.ports import Storage


class NameColleagues:
    """The people of all teams that whoever is at an address belongs to; for a stranger nobody."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, address: Address) -> Collection[str]:
        """Raises `StorageUnavailable`: without it no words can be saved either."""
        async with self._storage.reading() as work:
            person = await work.rosters.at_address(address)
            if person is None:
                return ()
            units = [each.unit for each in await work.rosters.memberships_of(person.id)]
            teams = await work.rosters.team(units)
        return {each.person.name for members in teams.values() for each in members}
