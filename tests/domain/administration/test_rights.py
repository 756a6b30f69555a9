"""Who may open which page of the console, and of whom: every role, every page, own things and those of others."""

import pytest

from bot.domain.administration.rights import ConsolePage, may_open, units_open
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import UnitTree
from tests.support.builders import a_programme

MEDICINE, ICU, WARD, OTHER = map(UnitId, ("medicine", "icu", "ward", "other"))
TREE = UnitTree.of(a_programme(units=(("icu", "Intensive care"), ("ward", "Willow Ward"))).organisation)
OPEN = {Role.ADMINISTRATOR: set(ConsolePage), Role.AUDITOR: {ConsolePage.LOG}}


@pytest.mark.parametrize("page", ConsolePage)
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_own_pages_and_no_others(role: Role, page: ConsolePage) -> None:
    may = page in OPEN.get(role, ())
    held = {ICU: frozenset({role})}
    assert may_open(page, held, TREE) is may
    assert may_open(page, held, TREE, of=[ICU]) is may
    for others in ([WARD], [MEDICINE], [ICU, WARD], [OTHER], []):
        assert not may_open(page, held, TREE, of=others)
    assert may_open(page, {MEDICINE: frozenset({role})}, TREE, of=[ICU, WARD]) is may


def test_an_administrator_of_a_unit_administers_all_below_it_and_nothing_beside() -> None:
    held = frozenset({Role.ADMINISTRATOR, Role.MEMBER})
    assert units_open(ConsolePage.PEOPLE, {MEDICINE: held}, TREE) == {MEDICINE, ICU, WARD}
    assert units_open(ConsolePage.PEOPLE, {ICU: held}, TREE) == {ICU}
    assert units_open(ConsolePage.PEOPLE, {OTHER: held}, TREE) == frozenset()
    assert units_open(ConsolePage.PEOPLE, {}, TREE) == frozenset()
