"""People as those who run Rounds look them up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, or_, select, tuple_

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role
from bot.repositories.directory import FoundPerson, InvitationCount, JoinState, PeopleCount, PeopleSearch, RoleCounts
from storage.repositories.base import Repository
from storage.repositories.queries.members import to_person
from storage.repositories.queries.unreached import REFUSED
from storage.schema.tables import addresses, codes, memberships, people
from storage.sql.statements import among
from storage.sql.transaction import AnyRow

_WITH_ADDRESSES = people.outerjoin(addresses, addresses.c.person == people.c.id)


class StoredDirectory(Repository):
    __slots__ = ()

    async def find(self, search: PeopleSearch, *, at: datetime) -> Sequence[FoundPerson]:
        invited = select(codes.c.person, func.max(codes.c.expires_at).label("until")).where(codes.c.expires_at > at)
        invitations = invited.group_by(codes.c.person).subquery()
        joining = case(
            (REFUSED, JoinState.REFUSED.value),
            (addresses.c.person.is_not(None), JoinState.JOINED.value),
            (invitations.c.person.is_not(None), JoinState.INVITED.value),
            else_=JoinState.NOT_INVITED.value,
        )
        wanted: list[ColumnElement[bool]] = [people.c.left_at.is_(None), _in(search.units)]
        for word in search.words:
            wanted.append(or_(_holds(people.c.name, word), _holds(people.c.id, word)))
        if search.joining is not None:
            wanted.append(joining == search.joining.value)
        if search.person is not None:
            wanted.append(people.c.id == search.person)
        if search.after is not None:
            wanted.append(tuple_(people.c.name, people.c.id) > tuple_(*search.after))
        rows = await self._transaction.rows(
            select(people, joining.label("joining"), invitations.c.until.label("invited_until"))
            .select_from(_WITH_ADDRESSES.outerjoin(invitations, invitations.c.person == people.c.id))
            .where(*wanted)
            .order_by(people.c.name, people.c.id)
            .limit(search.at_most)
        )
        roles = await self._memberships([row.id for row in rows])
        return [_found(row, roles.get(row.id, ())) for row in rows]

    async def count(self, units: Collection[UnitId]) -> PeopleCount:
        row = await self._transaction.row(
            select(
                func.count(people.c.id).label("listed"),
                func.count(addresses.c.person).label("joined"),
                func.count(case((REFUSED, addresses.c.person))).label("refused"),
            )
            .select_from(_WITH_ADDRESSES)
            .where(people.c.left_at.is_(None), _in(units))
        )
        return PeopleCount() if row is None else PeopleCount(listed=row.listed, joined=row.joined, refused=row.refused)

    async def roles(self, units: Collection[UnitId]) -> RoleCounts:
        rows = await self._transaction.rows(
            select(memberships.c.unit, memberships.c.role, func.count().label("people"))
            .where(memberships.c.until.is_(None), among(memberships.c.unit, units))
            .group_by(memberships.c.unit, memberships.c.role)
        )
        found: dict[UnitId, dict[Role, int]] = {}
        for row in rows:
            found.setdefault(row.unit, {})[Role(row.role)] = row.people
        return found

    async def invitations(self, units: Collection[UnitId], *, at: datetime) -> InvitationCount:
        row = await self._transaction.row(
            select(*_counted(people.c.id, at))
            .select_from(_WITH_ADDRESSES.outerjoin(codes, codes.c.person == people.c.id))
            .where(people.c.left_at.is_(None), _in(units))
        )
        return InvitationCount() if row is None else _invitation_count(row)

    async def invitations_by_unit(self, units: Collection[UnitId], *, at: datetime) -> Mapping[UnitId, InvitationCount]:
        joined = memberships.join(people, people.c.id == memberships.c.person)
        joined = joined.outerjoin(addresses, addresses.c.person == people.c.id)
        rows = await self._transaction.rows(
            select(memberships.c.unit, *_counted(people.c.id, at))
            .select_from(joined.outerjoin(codes, codes.c.person == people.c.id))
            .where(memberships.c.until.is_(None), people.c.left_at.is_(None), among(memberships.c.unit, units))
            .group_by(memberships.c.unit)
        )
        return {row.unit: _invitation_count(row) for row in rows}

    async def _memberships(self, of: Collection[PersonId]) -> Mapping[PersonId, Sequence[Membership]]:
        rows = await self._transaction.rows(
            select(memberships.c.person, memberships.c.unit, memberships.c.role)
            .where(memberships.c.until.is_(None), among(memberships.c.person, of))
            .order_by(memberships.c.unit, memberships.c.role)
        )
        found: dict[PersonId, list[Membership]] = {}
        for row in rows:
            membership = Membership(person=row.person, unit=row.unit, role=Role(row.role))
            found.setdefault(row.person, []).append(membership)
        return found


def _in(units: Collection[UnitId]) -> ColumnElement[bool]:
    standing = select(memberships.c.person).where(memberships.c.until.is_(None), among(memberships.c.unit, units))
    return people.c.id.in_(standing)


def _holds(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word.lower(), autoescape=True)


def _counted(person: ColumnElement[str], at: datetime) -> Sequence[ColumnElement[int]]:
    """How many different people have joined, and how many of the rest have which code."""
    waits = addresses.c.person.is_(None)
    states = {
        "joined": addresses.c.person.is_not(None),
        "open": and_(waits, codes.c.expires_at > at),
        "run_out": and_(waits, codes.c.expires_at <= at),
        "none": and_(waits, codes.c.person.is_(None)),
    }
    return [func.count(distinct(case((state, person)))).label(name) for name, state in states.items()]


def _invitation_count(row: AnyRow) -> InvitationCount:
    return InvitationCount(joined=row.joined, open=row.open, run_out=row.run_out, none=row.none)


def _found(row: AnyRow, of: Sequence[Membership]) -> FoundPerson:
    invited_until: Any = row.invited_until
    joining = JoinState(row.joining)
    return FoundPerson(
        person=to_person(row),
        memberships=of,
        joining=joining,
        invited_until=invited_until if joining is JoinState.INVITED else None,
    )
