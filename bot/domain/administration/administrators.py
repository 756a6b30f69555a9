"""Rounds is never left without anybody who administers it."""

from collections.abc import Container
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
    return not _is_administered(after, after.people, today=today) and _is_administered(
        before, before.people, today=today
    )


def leaves_nobody_joined(before: Roster, after: Roster, *, today: date) -> bool:
    """Whether of those who administer then nobody has a chat, and so a way to sign in, as somebody before had.

    `after` may lack addresses that people gave: a list changes none.
    """
    joined = before.addresses.keys() | after.addresses.keys()
    return not _is_administered(after, joined, today=today) and _is_administered(before, joined, today=today)


def _is_administered(roster: Roster, among: Container[PersonId], *, today: date) -> bool:
    """Whether one of these administers some unit today: found without looking at everybody."""
    return any(
        each.role is Role.ADMINISTRATOR
        and each.person in among
        and each.person in roster.people
        and roster.people[each.person].is_listed(today)
        for each in roster.memberships
    )
