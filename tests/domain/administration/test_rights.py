"""Who may open which page of the console, and of whom: every role, every page, own things and those of others."""

import pytest

from bot.domain.administration.rights import (
    ConsolePage,
    may_invite,
    may_open,
    opens_everything,
    roles_given,
    taken_away,
    units_open,
)
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role
from bot.domain.organisation.unit_tree import UnitTree
from tests.support.builders import a_programme

MEDICINE, ICU, WARD, OTHER = map(UnitId, ("medicine", "icu", "ward", "other"))
TREE = UnitTree.of(a_programme(units=(("icu", "Intensive care"), ("ward", "Willow Ward"))).organisation)
OWN = {ConsolePage.UNITS, ConsolePage.ME}
"""What is read about a unit, or about oneself, is for those people alone."""
WHOLE = {ConsolePage.HEALTH}
"""What is about no unit is for those who administer everything."""
OPEN = dict.fromkeys(Role, OWN) | {
    Role.ADMINISTRATOR: set(ConsolePage) - {ConsolePage.UNITS},
    Role.AUDITOR: {ConsolePage.LOG, ConsolePage.ME},
    Role.GUARDIAN: {ConsolePage.ME},
}


@pytest.mark.parametrize("page", ConsolePage)
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_own_pages_and_no_others(role: Role, page: ConsolePage) -> None:
    may = page in OPEN.get(role, ())
    held = {ICU: frozenset({role})}
    may_in_a_part = may and page not in WHOLE
    assert may_open(page, held, TREE) is may_in_a_part
    assert may_open(page, held, TREE, of=[ICU]) is may_in_a_part
    for others in ([WARD], [MEDICINE], [ICU, WARD], [OTHER], []):
        assert not may_open(page, held, TREE, of=others)
    assert may_open(page, {MEDICINE: frozenset({role})}, TREE, of=[ICU, WARD]) is (may and page not in OWN)


def test_an_administrator_of_a_unit_administers_all_below_it_and_nothing_beside() -> None:
    held = frozenset({Role.ADMINISTRATOR, Role.MEMBER})
    assert units_open(ConsolePage.PEOPLE, {MEDICINE: held}, TREE) == {MEDICINE, ICU, WARD}
    assert units_open(ConsolePage.PEOPLE, {ICU: held}, TREE) == {ICU}
    assert units_open(ConsolePage.PEOPLE, {OTHER: held}, TREE) == frozenset()
    assert units_open(ConsolePage.PEOPLE, {}, TREE) == frozenset()


EVERYTHING, ONE_UNIT = {MEDICINE: frozenset({Role.ADMINISTRATOR})}, {ICU: frozenset({Role.ADMINISTRATOR})}


def theirs(*roles: tuple[UnitId, Role]) -> list[Membership]:
    return [Membership(person=PersonId("zoe"), unit=unit, role=role) for unit, role in roles]


def test_who_administers_everything_gives_and_takes_all_roles_others_those_of_their_units() -> None:
    of_the_whole = {Role.ADMINISTRATOR, Role.AUDITOR}
    assert roles_given(EVERYTHING, TREE) == set(Role)
    assert roles_given(ONE_UNIT, TREE) == set(Role) - of_the_whole
    zoe = theirs((ICU, Role.MEMBER), (ICU, Role.AUDITOR), (WARD, Role.CHAMPION))
    assert list(taken_away(zoe, EVERYTHING, TREE)) == zoe
    assert list(taken_away(zoe, ONE_UNIT, TREE)) == zoe[:1]
    assert not taken_away(zoe, {ICU: frozenset({Role.MEDICAL_LEAD})}, TREE)


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ([(ICU, Role.MEMBER)], True),
        ([(ICU, Role.MEMBER), (ICU, Role.CHAMPION)], True),
        ([(ICU, Role.MEMBER), (WARD, Role.MEMBER)], False),
        ([(ICU, Role.MEMBER), (ICU, Role.ADMINISTRATOR)], False),
        ([(ICU, Role.AUDITOR)], False),
    ],
)
def test_a_code_is_made_by_those_alone_who_administer_all_that_its_holder_is(
    roles: list[tuple[UnitId, Role]], may: bool
) -> None:
    assert may_invite(theirs(*roles), ONE_UNIT, TREE) is may
    assert may_invite(theirs(*roles), EVERYTHING, TREE)


def test_who_administers_one_of_several_divisions_does_not_administer_everything() -> None:
    assert opens_everything(ConsolePage.PEOPLE, EVERYTHING, TREE)
    assert not opens_everything(ConsolePage.PEOPLE, ONE_UNIT, TREE)
    two = UnitTree(parents={MEDICINE: None, OTHER: None})
    assert not opens_everything(ConsolePage.PEOPLE, EVERYTHING, two)
