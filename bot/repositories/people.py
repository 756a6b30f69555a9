"""People."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import (
    PersonId,
    UnitId,
)
from bot.domain.organisation.people import (
    Address,
    Channel,
    Consent,
    Listed,
    Person,
    Role,
    Roster,
    TeamMember,
)
from bot.domain.organisation.refused_addresses import RefusedAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """An address that refused too often."""

    person: PersonId
    refusals: int
    at: datetime


class Rosters(Protocol):
    async def current(self) -> Roster: ...

    async def save(
        self, roster: Roster, *, at: datetime, links: Collection[Channel] = (), standing: Roster | None = None
    ) -> None:
        """Bring people and memberships to this list; who is missing is ended (never deleted), an empty address never
        clears an enrolled one, a new membership starts at `at`; one that ended
        less than `COMES_BACK_WITHIN` ago goes on. `links`: channels whose addresses are secret links;
        whoever leaves loses theirs, and every code, for good. `standing`: what `current` gave in this transaction, so
        that only the rows of those who differ are written; None where nobody has looked."""

    async def person(self, person: PersonId) -> Person | None: ...

    async def to_erase(self, person: PersonId) -> Person | None:
        """Once nothing is filed that they did; what comes from them until the transaction ends waits for it."""

    async def hold(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Who of these is on the list, or was once, and is not being erased: nobody is waited for. Until the
        transaction ends none of them can be erased, so that nothing that it writes stays behind under an id of
        nobody. Needs a writing unit of work."""

    async def known(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Who of these is on the list, or was once; one query."""

    async def at_address(self, address: Address) -> Person | None: ...

    async def team(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[TeamMember]]:
        """Everyone with a role in the units now, ordered by person id; one query, not one per unit."""

    async def listed(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[Listed]]:
        """The people of `team` in the same order, as a closing week needs to know them."""

    async def languages(self, units: Collection[UnitId]) -> Mapping[UnitId, frozenset[str]]:
        """What the people of each unit have asked to be written to in, whether Rounds speaks it or not; one query."""

    async def holding(self, role: Role) -> Sequence[TeamMember]:
        """Everyone who holds a role in any unit now, by person id; `roles` names that role alone."""

    async def holders_since(self, roles: Collection[Role], since: datetime) -> Mapping[UnitId, frozenset[PersonId]]:
        """Who holds one of these roles in each unit, or held it at some time after `since`; one query."""

    async def memberships_of(self, person: PersonId) -> Sequence[TeamMember]: ...

    async def in_several_units(
        self, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[UnitId, frozenset[Role]]]:
        """For those of these people who hold roles in more than one unit now: all their roles by unit; one query."""

    async def listed_at(
        self, addresses: Collection[Address], *, held: bool = False
    ) -> tuple[Mapping[Address, Person], Mapping[PersonId, Sequence[TeamMember]]]:
        """`at_address` for many, and the `members` of those found; one query. None of those `held` can be erased until
        the transaction ends."""

    async def members(self, people: Collection[PersonId]) -> Mapping[PersonId, Sequence[TeamMember]]:
        """The standing memberships of each person (none: an empty sequence); one query."""

    async def address_of(self, person: PersonId) -> Address | None: ...

    async def lock_addresses(
        self, given: Mapping[PersonId, Address], *, others: Collection[PersonId] = ()
    ) -> Mapping[PersonId, Address]:
        """What those have now who will be given an address, and `others`, who may lose one. Until this transaction ends
        nobody else changes it, or who has what is given, and of no message is it noted that it arrived there. Comes
        before any other change of what is theirs."""

    async def enrol(self, person: PersonId, address: Address, *, at: datetime) -> None:
        """Replaces the person's earlier address and takes it from anybody else; the first time sets joined_at to
        `joined_by` that moment."""

    async def mark_unreachable(self, address: Address, *, at: datetime) -> None: ...

    async def mark_reachable(self, address: Address) -> None:
        """Whatever it refused is forgotten."""

    async def note_refused(self, address: Address, *, at: datetime) -> RefusedAddress:
        """Count a refusal, and say how often it was lately; one that nobody has refuses for the first time."""

    async def try_again(self, *, before: datetime) -> int:
        """Addresses that were given up before this moment are reachable until they refuse again; says how many."""

    async def given_up(self) -> Sequence[GivenUp]:
        """People on the list whose address was given up because it refused; not those who shut the bot out."""

    async def without_chat(self) -> int:
        """How many people on the list had joined and have no address any more."""

    async def revoke(self, person: PersonId) -> bool:
        """End a person's address and codes for good; whether there was anything."""

    async def consent(self, person: PersonId) -> Consent: ...

    async def set_consent(self, person: PersonId, consent: Consent) -> None: ...

    async def forget_past_pauses(self, *, before: datetime) -> None:
        """Pauses and nights that ended by then are as if they had never been."""

    async def count_unanswered(self, people: Collection[PersonId]) -> None:
        """Add one to `consent.unanswered` of each."""

    async def forget_unanswered(self, people: Collection[PersonId]) -> None:
        """Set `consent.unanswered` of each to 0."""

    async def ask_less_often(self, people: Collection[PersonId], *, weeks_between: int) -> None:
        """Each is asked so seldom from now on, and `consent.unanswered` begins again. What they wish stays."""


class Codes(Protocol):
    """Enrolment codes, stored hashed, single use."""

    async def replace(self, person: PersonId, digest: bytes, *, expires_at: datetime) -> None: ...

    async def redeem(self, digest: bytes, *, at: datetime) -> PersonId | None:
        """Use up a code, of which nothing is kept; None if it is unknown, used or too old. Of many at once exactly one
        gets it."""

    async def holder(self, digest: bytes, *, at: datetime) -> PersonId | None:
        """Whose code this is, which stays as it is; None if it is unknown, used or too old."""

    async def waiting(self, *, at: datetime) -> Mapping[PersonId, datetime]:
        """Whose code can still be used then, and until when."""

    async def without_address(self) -> Sequence[Person]:
        """People on the list now who cannot be reached yet, by person id."""

    async def note_attempt(self, address: Address, *, at: datetime) -> int:
        """Record a failed try and say how many this address made in the hour before `at`."""

    async def forget_attempts(self, *, before: datetime) -> None:
        """Nobody needs to know of tries that were made by then."""

    async def recent_attempts(self, of: Address | Channel, *, at: datetime) -> int:
        """How many failed tries this address, or all of a channel together, made in the hour before `at`."""
