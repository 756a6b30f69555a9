"""Rounds is never left without anybody who administers it."""

from collections.abc import Collection
from datetime import date

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Role, Roster


def administrators(roster: Roster, *, today: date) -> frozenset[PersonId]:
    """Who administers some unit today."""
    return frozenset(
        each.person
        for each in roster.memberships
        if each.role is Role.ADMINISTRATOR
        and each.person in roster.people
        and roster.people[each.person].is_listed(today)
    )


def leaves_nobody(before: Roster, after: Roster, *, today: date) -> bool:
    """Whether a change of the list takes the last administrator away."""
    return bool(administrators(before, today=today)) and not administrators(after, today=today)


def leaves_nobody_joined(before: Roster, after: Roster, *, today: date) -> bool:
    """Whether of those who administer then nobody has a chat, and so a way to sign in, as somebody before had.

    `after` may lack addresses that people gave: a list changes none.
    """
    joined = before.addresses.keys() | after.addresses.keys()
    return _some(administrators(before, today=today), joined) and not _some(administrators(after, today=today), joined)


def _some(people: frozenset[PersonId], among: Collection[PersonId]) -> bool:
    return any(person in among for person in people)
