"""The whole list, which pages of the console read for every change that they show: what has not changed stays as it is.

Each of its three tables comes as one JSON text. A text that is the one that was read last is not decoded again, and of
another one only the rows that differ. So what is kept is a function of the text, whoever wrote it and whether or not
they commit, and never more than the list that was read last.
"""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Select, Text, cast, func, select

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
        select(_all_of(_PEOPLE, dialect)).where(people.c.left_at.is_(None)),
        select(_all_of(_MEMBERSHIPS, dialect)).where(memberships.c.until.is_(None)),
        select(_all_of(_ADDRESSES, dialect))
        .join(people, people.c.id == addresses.c.person)
        .where(people.c.left_at.is_(None)),
    )


def _all_of(columns: tuple[Column[Any], ...], dialect: str) -> ColumnElement[str]:
    """All rows as one text, in which nothing of one column can be taken for another's."""
    if dialect == "postgresql":
        return func.coalesce(cast(func.json_agg(func.json_build_array(*columns)), Text), "[]")
    return cast(func.json_group_array(func.json_array(*columns)), Text)
