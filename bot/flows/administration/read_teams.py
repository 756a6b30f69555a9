"""The tree of units with how many hold which role in each, for those who administer them."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import CO_LEADS, Person, Role
from bot.ports import Storage
from bot.repositories.directory import RoleCounts


class ReadTeams:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, units: Collection[UnitId]) -> RoleCounts:
        async with self._storage.reading() as work:
            return await work.directory.roles(units)

    async def leads(self, unit: UnitId) -> Mapping[Role, Sequence[Person]]:
        """Who holds each of the co-lead roles in a unit, by id."""
        async with self._storage.reading() as work:
            held = {role: await work.rosters.holding(role) for role in Role if role in CO_LEADS}
        return {role: [each.person for each in people if each.unit == unit] for role, people in held.items()}
