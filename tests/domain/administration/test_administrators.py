"""Rounds is never left without anybody who administers it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.administration.administrators import administrators, leaves_nobody, leaves_nobody_joined
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Address, Membership, Role, Roster
from tests.support.builders import a_person
from tests.support.channels import WEB

TODAY = date(2026, 3, 3)
ADA, BEN = PersonId("ada"), PersonId("ben")


def a_list(*people: str, role: Role = Role.ADMINISTRATOR, joined: str = "", ends: date | None = None) -> Roster:
    return Roster(
        people={PersonId(each): replace(a_person(each, channel=WEB), ends=ends) for each in people},
        memberships=frozenset(Membership(person=PersonId(each), unit=UnitId("icu"), role=role) for each in people),
        addresses={PersonId(joined): Address(channel=WEB, value=joined)} if joined else {},
    )


@pytest.mark.parametrize(
    ("before", "after", "nobody"),
    [
        (a_list("ada"), a_list("ada", role=Role.MEMBER), True),
        (a_list("ada"), a_list("ada", ends=date(2026, 3, 2)), True),
        (a_list("ada"), a_list("ben"), False),
        (a_list("ada", "ben"), a_list("ben"), False),
        (a_list("ada", role=Role.MEMBER), a_list("ben", role=Role.MEMBER), False),
    ],
)
def test_a_change_leaves_nobody_who_administers(before: Roster, after: Roster, nobody: bool) -> None:
    assert leaves_nobody(before, after, today=TODAY) is nobody
    assert administrators(a_list("ada"), today=TODAY) == {ADA}


def test_those_who_stay_should_have_joined_if_those_before_had() -> None:
    before = a_list("ada", "ben", joined="ada")
    assert leaves_nobody_joined(before, a_list("ben"), today=TODAY)
    assert not leaves_nobody_joined(before, a_list("ada"), today=TODAY), "a list changes no address"
    assert not leaves_nobody_joined(before, a_list("ben", joined="ben"), today=TODAY)
    assert not leaves_nobody_joined(a_list("ada", "ben"), a_list("ben"), today=TODAY)
