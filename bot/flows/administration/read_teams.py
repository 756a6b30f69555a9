"""The tree of units with how many hold which role in each, for those who administer them."""

from collections.abc import Collection

from bot.domain.identifiers import UnitId
from bot.ports import Storage
from bot.repositories.directory import RoleCounts


class ReadTeams:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, units: Collection[UnitId]) -> RoleCounts:
        async with self._storage.reading() as work:
            return await work.directory.roles(units)
