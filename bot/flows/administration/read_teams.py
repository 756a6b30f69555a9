"""The tree of units with how many hold which role in each, for those who administer them."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from bot.domain.disclosure.small_teams import SmallTeam, small_teams
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import CO_LEADS, Person, Role
from bot.domain.organisation.unit_roles import UnitRoles
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Privacy
from bot.ports import Storage
from bot.repositories.directory import RoleCounts


class ReadTeams:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, units: Collection[UnitId]) -> RoleCounts:
        async with self._storage.reading() as work:
            return await work.directory.roles(units)

    async def small(self, tree: UnitTree, privacy: Privacy) -> Mapping[UnitId, SmallTeam]:
        """Teams that are not counted by themselves: of the whole tree, since neighbours count."""
        async with self._storage.reading() as work:
            roster = await work.rosters.current()

        def counted() -> Mapping[UnitId, SmallTeam]:
            return small_teams(tree, UnitRoles.of(roster.memberships), minimum_team=privacy.minimum_team)

        return await asyncio.to_thread(counted)  # half a second for 10,000 teams, in which others press

    async def leads(self, unit: UnitId) -> Mapping[Role, Sequence[Person]]:
        """Who holds each of the co-lead roles in a unit, by id."""
        async with self._storage.reading() as work:
            held = {role: await work.rosters.holding(role) for role in Role if role in CO_LEADS}
        return {role: [each.person for each in people if each.unit == unit] for role, people in held.items()}
