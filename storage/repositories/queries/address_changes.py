"""Giving people other addresses, and the one order of locks on PostgreSQL that keeps two who change rows of the same
people from waiting for each other.

Whoever takes several of these locks in one transaction takes them in this order, each kind at once and by its ids:

1. people, only against their being erased (`FOR KEY SHARE`: nobody else waits for it; an erasure takes them alone);
2. addresses, by the id of the person who has one;
3. pulses, by their ids;
4. deliveries, by their ids;
5. chats on the web, by the id of the person;
6. people whose row is changed.

What arrives in a chat holds the address there before its own row: see `MARK_SENT`. SQLite has one writer anyway.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, bindparam, delete, exists, select, union_all, update

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Channel, joined_by
from storage.schema.tables import addresses, forgotten, people
from storage.sql.statements import among, put
from storage.sql.transaction import Transaction

WELL: Final[Mapping[str, Any]] = {"unreachable_at": None, "refusals": 0, "refused_at": None}
_OF_PEOPLE = among(addresses.c.person, "people")
_AT_VALUES = and_(among(addresses.c.channel, "channels"), among(addresses.c.value, "values"))
_HELD_BY = union_all(
    select(addresses.c.person, addresses.c.channel, addresses.c.value).where(_OF_PEOPLE),
    select(addresses.c.person, addresses.c.channel, addresses.c.value).where(_AT_VALUES),
)
_NOT_ERASED = (
    select(people.c.id)
    .where(among(people.c.id, "people"))
    .order_by(people.c.id)
    .with_for_update(read=True, key_share=True)
)
_LOCK = select(addresses.c.person).where(_OF_PEOPLE).order_by(addresses.c.person).with_for_update()
_GIVEN_UP = addresses.c.unreachable_at < bindparam("before", type_=addresses.c.unreachable_at.type)
LOCK_GIVEN_UP = select(addresses.c.person).where(_GIVEN_UP).order_by(addresses.c.person).with_for_update()
TRY_AGAIN = update(addresses).where(_GIVEN_UP).values(unreachable_at=None)
_END = delete(addresses).where(_OF_PEOPLE)
_NOT_THE_FIRST = [
    update(addresses)
    .where(among(addresses.c.person, "people"), exists().where(known))
    .values(since=bindparam("at", type_=addresses.c.since.type))
    for known in (
        and_(people.c.id == addresses.c.person, people.c.joined_at.is_not(None)),
        forgotten.c.person == addresses.c.person,  # of open weeks something is still kept
    )
]
_JOIN = (
    update(people)
    .where(among(people.c.id, "people"), people.c.joined_at.is_(None))
    .values(joined_at=bindparam("at", type_=people.c.joined_at.type))
)


async def lock_addresses(
    transaction: Transaction, given: Mapping[PersonId, Address], others: Collection[PersonId]
) -> Mapping[PersonId, Address]:
    """What those have now who are given an address, and these others: nobody gives or takes any of it meanwhile."""
    found = await _locked(transaction, given, others)
    return {person: address for person, address in found.items() if person in given or person in others}


async def save_addresses(transaction: Transaction, given: Mapping[PersonId, Address], *, at: datetime) -> None:
    """Give each of these people their address, taking it from whoever had it; the same again changes nothing."""
    now = await _locked(transaction, given, ())
    changed = {person: address for person, address in given.items() if now.get(person) != address}
    if not changed:
        return
    wanted = set(changed.values())
    ended = changed.keys() | {person for person, address in now.items() if address in wanted}
    await transaction.run(_END, {"people": sorted(ended)})
    await transaction.run(
        put(addresses, transaction.dialect),
        [
            {"person": person, "channel": address.channel, "value": address.value, "since": None, **WELL}
            for person, address in sorted(changed.items())
        ],
    )
    for noted in (*_NOT_THE_FIRST, _JOIN):
        await transaction.run(noted, {"people": sorted(changed), "at": joined_by(at)})


async def _locked(
    transaction: Transaction, given: Mapping[PersonId, Address], others: Collection[PersonId]
) -> Mapping[PersonId, Address]:
    """What those and these others have, and who has one of the addresses that are given: nobody else changes it."""
    if not given and not others:
        return {}
    asked = given.keys() | set(others)
    found = await _held(transaction, asked, given.values())
    if transaction.dialect != "postgresql":
        return found
    while True:
        affected = sorted(asked | found.keys())
        await transaction.run(_NOT_ERASED, {"people": affected})
        locked = {row.person for row in await transaction.rows(_LOCK, {"people": affected})}
        # Whoever was waited for may have put a new row in the place of one, which no wait for the old one finds.
        found = await _held(transaction, asked, given.values())
        if found.keys() <= locked:
            return found


async def _held(
    transaction: Transaction, asked: Collection[PersonId], wanted: Collection[Address]
) -> Mapping[PersonId, Address]:
    """What these people have, and who has one of these addresses."""
    parameters = {
        "people": sorted(asked),
        "channels": sorted({address.channel for address in wanted}),
        "values": sorted({address.value for address in wanted}),
    }
    rows = await transaction.rows(_HELD_BY, parameters)
    sought = set(wanted)
    held = {row.person: Address(channel=Channel(row.channel), value=row.value) for row in rows}
    return {person: address for person, address in held.items() if person in asked or address in sought}
