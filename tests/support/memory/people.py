"""Rosters and enrolment codes in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import COMES_BACK_WITHIN
from bot.domain.organisation.people import (
    Address,
    Channel,
    Consent,
    Listed,
    Membership,
    Person,
    Role,
    Roster,
    TeamMember,
    joined_by,
)
from bot.domain.organisation.refused_addresses import RefusedAddress
from bot.domain.rota.shifts import RotaSource
from bot.repositories.people import GivenUp
from tests.support.memory.state import Code, State, newest_number


class MemoryRosters:
    def __init__(self, state: State) -> None:
        self._state = state

    async def current(self) -> Roster:
        state = self._state
        listed = {identity: person for identity, person in state.people.items() if not state.left[identity]}
        return Roster(
            people=listed,
            memberships=frozenset(
                Membership(person=person, unit=unit, role=role) for person, unit, role in state.standing
            ),
            addresses={person: address for person, address in state.addresses.items() if person in listed},
        )

    async def save(
        self, roster: Roster, *, at: datetime, links: Collection[Channel] = (), standing: Roster | None = None
    ) -> None:
        assert standing is None or standing == await self.current()
        state = self._state
        for identity, person in roster.people.items():
            state.people[identity] = person
            state.consents.setdefault(identity, Consent())
        for identity in state.people:
            state.left[identity] = identity not in roster.people
            if state.left[identity]:
                state.consents[identity] = replace(state.consents[identity], unanswered=0)
                self._end_codes(identity)
                state.own_calendars.pop(identity, None)
                state.rotas.pop((identity, RotaSource.OWN), None)
                held = state.addresses.get(identity)
                if held is not None and held.channel in links:
                    del state.addresses[identity]
        came: dict[tuple[PersonId, UnitId], datetime] = {}
        for (held_by, unit, _), since in state.standing.items():
            came[held_by, unit] = min(since, came.get((held_by, unit), since))
        recently = {place for place, until in state.ended.items() if until >= at - COMES_BACK_WITHIN}
        for place in sorted(recently, key=lambda place: state.ended[place]):
            came.setdefault(place[:2], state.came[place])
        wanted = {(held.person, held.unit, held.role) for held in roster.memberships if held.unit not in state.retired}
        before = dict(state.standing)
        state.standing.clear()
        for place in wanted:
            state.standing[place] = before.get(place) or came.get(place[:2], at)
        gone = [place for place in before if place not in wanted]
        state.ended.update(dict.fromkeys(gone, at))
        state.came.update({place: before[place] for place in gone})
        for identity, address in roster.addresses.items():
            if state.addresses.get(identity) != address:
                await self.enrol(identity, address, at=at)

    async def person(self, person: PersonId) -> Person | None:
        return self._state.people.get(person)

    async def to_erase(self, person: PersonId) -> Person | None:
        return await self.person(person)

    async def hold(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        return await self.known(people)

    async def known(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        return frozenset(people) & self._state.people.keys()

    async def at_address(self, address: Address) -> Person | None:
        for identity, theirs in self._state.addresses.items():
            if theirs == address and not self._state.left[identity]:
                return self._state.people[identity]
        return None

    async def team(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[TeamMember]]:
        found: dict[UnitId, list[TeamMember]] = {unit: [] for unit in units}
        for member in sorted(self._members(units=found.keys()), key=lambda member: member.person.id):
            found[member.unit].append(member)
        return found

    async def holding(self, role: Role) -> Sequence[TeamMember]:
        held = [replace(member, roles=frozenset({role})) for member in self._members() if role in member.roles]
        return sorted(held, key=lambda member: (member.person.id, member.unit))

    async def listed(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[Listed]]:
        return {
            unit: [
                Listed(
                    person=member.person.id,
                    roles=member.roles,
                    joined=member.consent.joined_at is not None,
                    since=member.since,
                    stopped_at=member.consent.stopped_at,
                    paused_until=member.consent.paused_until,
                    elsewhere_since=_before(member.consent.joined_at, member.since),
                )
                for member in team
            ]
            for unit, team in (await self.team(units)).items()
        }

    async def languages(self, units: Collection[UnitId]) -> Mapping[UnitId, frozenset[str]]:
        teams = await self.team(units)
        asked = {unit: frozenset(each.person.locale or "" for each in team) - {""} for unit, team in teams.items()}
        return {unit: locales for unit, locales in asked.items() if locales}

    async def holders_since(self, roles: Collection[Role], since: datetime) -> Mapping[UnitId, frozenset[PersonId]]:
        held: dict[UnitId, set[PersonId]] = {}
        places = [*self._state.standing, *(place for place, until in self._state.ended.items() if until > since)]
        for person, unit, role in places:
            if role in roles:
                held.setdefault(unit, set()).add(person)
        return {unit: frozenset(people) for unit, people in held.items()}

    async def memberships_of(self, person: PersonId) -> Sequence[TeamMember]:
        return (await self.members([person]))[person]

    async def listed_at(
        self,
        addresses: Collection[Address],
        *,
        held: bool = False,  # noqa: ARG002 - nobody else acts meanwhile
    ) -> tuple[Mapping[Address, Person], Mapping[PersonId, Sequence[TeamMember]]]:
        everywhere = {address: await self.at_address(address) for address in addresses}
        found = {address: person for address, person in everywhere.items() if person is not None}
        return found, await self.members({person.id for person in found.values()})

    async def members(self, people: Collection[PersonId]) -> Mapping[PersonId, Sequence[TeamMember]]:
        found: dict[PersonId, list[TeamMember]] = {person: [] for person in people}
        for member in sorted(self._members(people=found.keys()), key=lambda member: member.unit):
            found[member.person.id].append(member)
        return found

    async def in_several_units(
        self, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[UnitId, frozenset[Role]]]:
        held = {
            person: {member.unit: member.roles for member in theirs}
            for person, theirs in (await self.members(people)).items()
        }
        return {person: units for person, units in held.items() if len(units) > 1}

    async def address_of(self, person: PersonId) -> Address | None:
        return self._state.addresses.get(person)

    async def lock_addresses(
        self, given: Mapping[PersonId, Address], *, others: Collection[PersonId] = ()
    ) -> Mapping[PersonId, Address]:
        held = self._state.addresses
        return {person: held[person] for person in given.keys() | set(others) if person in held}

    async def enrol(self, person: PersonId, address: Address, *, at: datetime) -> None:
        state = self._state
        for other in [other for other, theirs in state.addresses.items() if theirs == address]:
            del state.addresses[other]
        if state.addresses.get(person) != address and (
            state.consents[person].joined_at is not None or person in state.forgotten
        ):
            state.not_the_first[person] = joined_by(at)
        state.addresses[person] = address
        state.unreachable.pop(address, None)
        if state.consents[person].joined_at is None:
            state.consents[person] = replace(state.consents[person], joined_at=joined_by(at))

    async def forget_past_pauses(self, *, before: datetime) -> None:
        for person, consent in list(self._state.consents.items()):
            paused, away = (
                None if until is not None and until <= before else until
                for until in (consent.paused_until, consent.away_until)
            )
            self._state.consents[person] = replace(consent, paused_until=paused, away_until=away)

    async def mark_unreachable(self, address: Address, *, at: datetime) -> None:
        if address in self._state.addresses.values():
            self._state.unreachable[address] = at

    async def mark_reachable(self, address: Address) -> None:
        self._state.unreachable.pop(address, None)
        self._state.refused.pop(address, None)

    async def note_refused(self, address: Address, *, at: datetime) -> RefusedAddress:
        now = self._state.refused.get(address, RefusedAddress()).once_more(at)
        if address in self._state.addresses.values():
            self._state.refused[address] = now
        return now

    async def try_again(self, *, before: datetime) -> int:
        old = [address for address, at in self._state.unreachable.items() if at < before]
        for address in old:
            del self._state.unreachable[address]
        return len(old)

    async def given_up(self) -> Sequence[GivenUp]:
        found = []
        for person, address in sorted(self._state.addresses.items()):
            refused = self._state.refused.get(address)
            if address in self._state.unreachable and refused and refused.newest and refused.wait is None:
                found.append(GivenUp(person=person, refusals=refused.times, at=refused.newest))
        return [each for each in found if not self._state.left[each.person]]

    async def without_chat(self) -> int:
        state = self._state
        listed = [person for person, left in state.left.items() if not left and person not in state.addresses]
        return sum(state.consents[person].joined_at is not None for person in listed)

    async def revoke(self, person: PersonId) -> bool:
        had = self._state.addresses.pop(person, None) is not None
        for endpoint in [each for each, (who, _) in self._state.bells.items() if who == person]:
            del self._state.bells[endpoint]
        return self._end_codes(person) or had

    def _end_codes(self, person: PersonId) -> bool:
        held = [digest for digest, code in self._state.codes.items() if code.person == person]
        for digest in held:
            del self._state.codes[digest]
        return bool(held)

    async def consent(self, person: PersonId) -> Consent:
        return self._state.consents.get(person, Consent())

    async def set_consent(self, person: PersonId, consent: Consent) -> None:
        if person in self._state.consents:
            self._state.consents[person] = consent

    async def count_unanswered(self, people: Collection[PersonId]) -> None:
        for person in people:
            consent = self._state.consents[person]
            self._state.consents[person] = replace(consent, unanswered=consent.unanswered + 1)

    async def forget_unanswered(self, people: Collection[PersonId]) -> None:
        for person in people:
            self._state.consents[person] = replace(self._state.consents[person], unanswered=0)

    async def ask_less_often(self, people: Collection[PersonId], *, weeks_between: int) -> None:
        for person in people:
            consent = replace(self._state.consents[person], weeks_between=weeks_between, unanswered=0)
            self._state.consents[person] = consent

    def _members(
        self, *, people: Collection[PersonId] | None = None, units: Collection[UnitId] | None = None
    ) -> Sequence[TeamMember]:
        """Of these people or units alone, where any are given."""
        state = self._state
        roles: dict[tuple[PersonId, UnitId], set[Role]] = {}
        since: dict[tuple[PersonId, UnitId], datetime] = {}
        for (person, unit, role), came in state.standing.items():
            if (people is not None and person not in people) or (units is not None and unit not in units):
                continue
            roles.setdefault((person, unit), set()).add(role)
            since[person, unit] = min(came, since.get((person, unit), came))
        return [
            TeamMember(
                person=state.people[person],
                unit=unit,
                roles=frozenset(held),
                address=None if (address := state.addresses.get(person)) in state.unreachable else address,
                consent=state.consents[person],
                since=since[person, unit],
            )
            for (person, unit), held in roles.items()
        ]


class MemoryCodes:
    def __init__(self, state: State) -> None:
        self._state = state

    async def replace(self, person: PersonId, digest: bytes, *, expires_at: datetime) -> None:
        for earlier in [key for key, code in self._state.codes.items() if code.person == person]:
            del self._state.codes[earlier]
        self._state.codes[digest] = Code(person=person, expires_at=expires_at)

    async def redeem(self, digest: bytes, *, at: datetime) -> PersonId | None:
        code = self._state.codes.get(digest)
        if code is None or code.expires_at <= at:
            return None
        return self._state.codes.pop(digest).person

    async def holder(self, digest: bytes, *, at: datetime) -> PersonId | None:
        code = self._state.codes.get(digest)
        return None if code is None or code.expires_at <= at else code.person

    async def waiting(self, *, at: datetime) -> Mapping[PersonId, datetime]:
        return {code.person: code.expires_at for code in self._state.codes.values() if code.expires_at > at}

    async def without_address(self) -> Sequence[Person]:
        state = self._state
        return [
            state.people[person]
            for person in sorted(state.people)
            if not state.left[person] and person not in state.addresses
        ]

    async def note_attempt(self, address: Address, *, at: datetime) -> int:
        attempts = self._state.attempts
        attempts[newest_number(attempts) + 1] = (address, at)
        return await self.recent_attempts(address, at=at)

    async def forget_attempts(self, *, before: datetime) -> None:
        attempts = self._state.attempts
        for number in [number for number, (_, at) in attempts.items() if at <= before]:
            del attempts[number]

    async def recent_attempts(self, of: Address | Channel, *, at: datetime) -> int:
        since = at - timedelta(hours=1)
        return sum(1 for where, when in self._state.attempts.values() if of in (where, where.channel) and when > since)


def _before(joined: datetime | None, came: datetime) -> datetime | None:
    return joined if joined is not None and joined < came else None
