"""People as those who run Rounds look them up, in memory."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role
from bot.domain.organisation.refused_addresses import WAITS
from bot.repositories.directory import FoundPerson, InvitationCount, JoinState, PeopleCount, PeopleSearch, RoleCounts
from tests.support.memory.state import State


class MemoryDirectory:
    def __init__(self, state: State) -> None:
        self._state = state

    async def find(self, search: PeopleSearch, *, at: datetime) -> Sequence[FoundPerson]:
        found = []
        for identity in self._in(search.units):
            person, (joining, until) = self._state.people[identity], self._joining(identity, at)
            holds = all(
                word.lower() in person.name.lower() or word.lower() in person.id.lower() for word in search.words
            )
            is_after = search.after is None or (person.name, person.id) > search.after
            is_asked_for = search.person in (None, identity)
            if holds and is_after and is_asked_for and search.joining in (None, joining):
                standing = sorted(place for place in self._state.standing if place[0] == identity)
                memberships = [Membership(person=identity, unit=unit, role=role) for _, unit, role in standing]
                found.append(FoundPerson(person=person, memberships=memberships, joining=joining, invited_until=until))
        found.sort(key=lambda each: (each.person.name, each.person.id))
        return found[: search.at_most]

    async def count(self, units: Collection[UnitId]) -> PeopleCount:
        people = self._in(units)
        return PeopleCount(
            listed=len(people),
            joined=sum(each in self._state.addresses for each in people),
            refused=sum(self._refused(each) for each in people),
        )

    async def roles(self, units: Collection[UnitId]) -> RoleCounts:
        found: dict[UnitId, Counter[Role]] = {}
        for _, unit, role in self._state.standing:
            if unit in units:
                found.setdefault(unit, Counter())[role] += 1
        return found

    async def invitations(self, units: Collection[UnitId], *, at: datetime) -> InvitationCount:
        found = Counter(self._invitation(each, at) for each in self._in(units))
        return InvitationCount(**found)

    async def invitations_by_unit(self, units: Collection[UnitId], *, at: datetime) -> Mapping[UnitId, InvitationCount]:
        there = {unit for _, unit, _ in self._state.standing if unit in units}
        return {unit: await self.invitations([unit], at=at) for unit in there if self._in([unit])}

    def _invitation(self, person: PersonId, at: datetime) -> str:
        if person in self._state.addresses:
            return "joined"
        ends = [code.expires_at for code in self._state.codes.values() if code.person == person]
        if not ends:
            return "none"
        return "open" if max(ends) > at else "run_out"

    def _in(self, units: Collection[UnitId]) -> set[PersonId]:
        return {
            person for person, unit, _ in self._state.standing if unit in units and not self._state.left.get(person)
        }

    def _refused(self, person: PersonId) -> bool:
        address = self._state.addresses.get(person)
        if address is None or address not in self._state.unreachable:
            return False
        refused = self._state.refused.get(address)
        return refused is not None and refused.times > len(WAITS)

    def _joining(self, person: PersonId, at: datetime) -> tuple[JoinState, datetime | None]:
        if self._refused(person):
            return JoinState.REFUSED, None
        if person in self._state.addresses:
            return JoinState.JOINED, None
        until = max(
            (code.expires_at for code in self._state.codes.values() if code.person == person and code.expires_at > at),
            default=None,
        )
        return (JoinState.NOT_INVITED if until is None else JoinState.INVITED), until
