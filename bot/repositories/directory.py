"""People as those who run Rounds look them up: who is listed and joined, never what anybody chose or did."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Person, Role


class JoinState(StrEnum):
    """How far somebody has come on the way to their first question."""

    JOINED = "joined"
    INVITED = "invited"
    """They have a code that is still good."""
    NOT_INVITED = "not_invited"
    REFUSED = "refused"
    """Their address has refused too often: a technical matter, and not that they have shut Rounds out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPerson:
    person: Person
    memberships: Sequence[Membership]
    """By unit and role."""
    joining: JoinState
    invited_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCount:
    listed: int = 0
    joined: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationCount:
    """People by the invitation that they have; each is in one of these."""

    joined: int = 0
    """Whoever has an address, whether it refuses or not."""
    open: int = 0
    run_out: int = 0
    none: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSearch:
    units: Collection[UnitId]
    """Only who has a role in one of these."""
    words: Sequence[str] = ()
    """Each stands in the name or in the id, in whatever case."""
    joining: JoinState | None = None
    person: PersonId | None = None
    """Nobody but this one."""
    after: tuple[str, PersonId] | None = None
    """The name and id of the last one who was shown."""
    at_most: int = 50


RoleCounts = Mapping[UnitId, Mapping[Role, int]]
"""How many people hold each role that somebody holds, by unit."""


class Directory(Protocol):
    async def find(self, search: PeopleSearch, *, at: datetime) -> Sequence[FoundPerson]:
        """By name and id."""

    async def count(self, units: Collection[UnitId]) -> PeopleCount:
        """Everybody with a role in one of these units, each once."""

    async def roles(self, units: Collection[UnitId]) -> RoleCounts:
        """Units where nobody holds a role are left out."""

    async def invitations(self, units: Collection[UnitId], *, at: datetime) -> InvitationCount:
        """The same people by the invitation that they have."""

    async def invitations_by_unit(self, units: Collection[UnitId], *, at: datetime) -> Mapping[UnitId, InvitationCount]:
        """The same for each unit that has people: of several units in each, and those below counted for themselves."""
