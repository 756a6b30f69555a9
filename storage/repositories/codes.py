"""Enrolment codes: hashed, single use, replaced whole; and how often an address tried."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Channel, Person
from bot.domain.retention.tables import TRIES
from storage.repositories.base import Repository
from storage.repositories.queries.members import to_person
from storage.schema.tables import (
    addresses,
    code_attempts,
    codes,
    people,
)

_AT = bindparam("at", type_=codes.c.expires_at.type)
_CLAIM = (
    delete(codes)
    .where(
        codes.c.digest == bindparam("code"),
        codes.c.expires_at > _AT,
    )
    .returning(codes.c.person)
)

_HOLDER = select(codes.c.person).where(
    codes.c.digest == bindparam("code"),
    codes.c.expires_at > _AT,
)

_FORGET_ATTEMPTS = delete(code_attempts).where(code_attempts.c.at <= bindparam("before", type_=code_attempts.c.at.type))
_WAITING = select(codes.c.person, codes.c.expires_at).where(codes.c.expires_at > _AT)


class StoredCodes(Repository):
    __slots__ = ()

    async def replace(self, person: PersonId, digest: bytes, *, expires_at: datetime) -> None:
        await self._transaction.run(delete(codes).where(codes.c.person == person))
        await self._transaction.run(insert(codes), {"digest": digest, "person": person, "expires_at": expires_at})

    async def redeem(self, digest: bytes, *, at: datetime) -> PersonId | None:
        person: PersonId | None = await self._transaction.scalar(_CLAIM, {"code": digest, "at": at})
        return person

    async def holder(self, digest: bytes, *, at: datetime) -> PersonId | None:
        person: PersonId | None = await self._transaction.scalar(_HOLDER, {"code": digest, "at": at})
        return person

    async def waiting(self, *, at: datetime) -> Mapping[PersonId, datetime]:
        return {row.person: row.expires_at for row in await self._transaction.rows(_WAITING, {"at": at})}

    async def without_address(self) -> Sequence[Person]:
        rows: Sequence[Any] = await self._transaction.rows(
            select(people)
            .outerjoin(addresses, addresses.c.person == people.c.id)
            .where(people.c.left_at.is_(None), addresses.c.person.is_(None))
            .order_by(people.c.id)
        )
        return [to_person(row) for row in rows]

    async def note_attempt(self, address: Address, *, at: datetime) -> int:
        await self._transaction.run(
            insert(code_attempts), {"channel": address.channel, "value": address.value, "at": at}
        )
        return await self.recent_attempts(address, at=at)

    async def forget_attempts(self, *, before: datetime) -> None:
        await self._transaction.run(_FORGET_ATTEMPTS, {"before": before})

    async def recent_attempts(self, of: Address | Channel, *, at: datetime) -> int:
        counted = select(func.count()).select_from(code_attempts).where(code_attempts.c.at > TRIES.moment(at))
        if isinstance(of, Address):
            counted = counted.where(code_attempts.c.channel == of.channel, code_attempts.c.value == of.value)
        else:
            counted = counted.where(code_attempts.c.channel == of)
        count: int = await self._transaction.scalar(counted)
        return count
