"""The whole list, which pages of the console read for every change that they show: what has not changed stays as it is.

Each of its three tables comes as one JSON text. A text that is the one that was read last is not decoded again, and of
another one only the rows that differ. So what is kept is a function of the text, whoever wrote it and whether or not
they commit, and never more than the list that was read last.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Address, Channel, Membership, Person, Profession, Role, Roster
from storage.schema.tables import addresses, memberships, people
from storage.sql.transaction import Transaction

Row = tuple[Hashable, ...]
Made = TypeVar("Made")
Whole = TypeVar("Whole")

_PEOPLE = tuple(
    people.c[name] for name in ("id", "name", "channel", "profession", "timezone", "locale", "starts", "ends")
)
_MEMBERSHIPS = memberships.c.person, memberships.c.unit, memberships.c.role
_ADDRESSES = addresses.c.person, addresses.c.channel, addresses.c.value
_ROLES = {role.value: role for role in Role}
"""Looked up ten thousand times for one list."""


@dataclass(slots=True)
class _KeptTable(Generic[Made, Whole]):
    """What was read last of one table."""

    make: Callable[..., Made]
    together: Callable[[Mapping[Row, Made]], Whole]
    text: str = ""
    rows: Mapping[Row, Made] | None = None
    whole: Whole | None = None

    def read(self, text: str) -> Whole:
        if self.whole is None or text != self.text:
            before = self.rows or {}
            found = [tuple(row) for row in json.loads(text)]
            rows = {row: before[row] if row in before else self.make(*row) for row in found}
            self.text, self.rows, self.whole = text, rows, self.together(rows)
        return self.whole


class RosterCache:
    """The list that was read last, kept for as long as the tables say the same."""

    __slots__ = ("_addresses", "_memberships", "_people")

    def __init__(self) -> None:
        self._people = _KeptTable(_person, lambda rows: {person.id: person for person in rows.values()})
        self._memberships = _KeptTable(_membership, lambda rows: frozenset(rows.values()))
        self._addresses = _KeptTable(_address, _by_person)

    async def read(self, transaction: Transaction) -> Roster:
        listed, standing, enrolled = [await transaction.scalar(each) for each in _statements(transaction.dialect)]
        return Roster(
            people=self._people.read(listed),
            memberships=self._memberships.read(standing),
            addresses=self._addresses.read(enrolled),
        )


def _person(
    identity: str,
    name: str,
    channel: str,
    profession: str | None,
    timezone: str | None,
    locale: str | None,
    starts: str | None,
    ends: str | None,
) -> Person:
    return Person(
        id=PersonId(identity),
        name=name,
        channel=Channel(channel),
        profession=Profession(profession) if profession else None,
        timezone=timezone,
        locale=locale,
        starts=date.fromisoformat(starts) if starts else None,
        ends=date.fromisoformat(ends) if ends else None,
    )


def _membership(person: str, unit: str, role: str) -> Membership:
    return Membership(person=PersonId(person), unit=UnitId(unit), role=_ROLES[role])


def _address(person: str, channel: str, value: str) -> tuple[PersonId, Address]:
    return PersonId(person), Address(channel=Channel(channel), value=value)


def _by_person(rows: Mapping[Row, tuple[PersonId, Address]]) -> Mapping[PersonId, Address]:
    return dict(rows.values())


@cache
def _statements(dialect: str) -> tuple[Select[Any], Select[Any], Select[Any]]:
    return (
        _all_of(select(*_PEOPLE).where(people.c.left_at.is_(None)), ("id",), dialect),
        _all_of(select(*_MEMBERSHIPS).where(memberships.c.until.is_(None)), ("person", "unit", "role"), dialect),
        _all_of(
            select(*_ADDRESSES).join(people, people.c.id == addresses.c.person).where(people.c.left_at.is_(None)),
            ("person",),
            dialect,
        ),
    )


def _all_of(wanted: Select[Any], key: Sequence[str], dialect: str) -> Select[Any]:
    """All rows as one text, in which nothing of one column can be taken for another's.

    In the order of their key: PostgreSQL gives rows as they lie, and a person's is written anew where they answered, or
    did not, so whoever saw the list would see who was silent.
    """
    if dialect == "postgresql":
        rows = wanted.subquery()
        in_order = aggregate_order_by(func.json_build_array(*rows.c), *(rows.c[name].collate("C") for name in key))
        return select(func.coalesce(cast(func.json_agg(in_order), Text), "[]"))
    rows = wanted.order_by(*(wanted.selected_columns[name] for name in key)).subquery()
    return select(cast(func.json_group_array(func.json_array(*rows.c)), Text))
