"""Who differs between two lists, and who holds what in the next one, by the difference alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.differing import differing, roles_of_some
from bot.domain.organisation.people import Address, Membership, Role, Roster
from bot.domain.organisation.unit_roles import UnitRoles
from tests.support.builders import a_person
from tests.support.channels import WEB

PEOPLE = [PersonId(name) for name in ("ada", "bob", "cyd", "dee")]
MEMBERSHIPS = st.builds(
    lambda person, unit, role: Membership(person=person, unit=UnitId(unit), role=role),
    st.sampled_from(PEOPLE),
    st.sampled_from(["icu", "ward", "theatre"]),
    st.sampled_from([Role.MEMBER, Role.CHAMPION, Role.ADMINISTRATOR]),
)
LISTS = st.frozensets(MEMBERSHIPS, max_size=30)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    held = draw(LISTS)
    listed = sorted({each.person for each in held})
    names = {each: draw(st.sampled_from(["One", "Other"])) for each in listed}
    given_to = [each for each in listed if draw(st.booleans())]
    return Roster(
        people={each: replace(a_person(each), name=names[each]) for each in listed},
        memberships=held,
        addresses={each: Address(channel=WEB, value=f"at-{each}-{names[each]}") for each in given_to},
    )


def row(roster: Roster, person: PersonId) -> object:
    return roster.people.get(person), {each for each in roster.memberships if each.person == person}


@pytest.mark.drill
@given(rosters(), rosters())
def test_who_differs_is_everybody_with_another_row_or_address(before: Roster, after: Roster) -> None:
    expected = {
        each
        for each in PEOPLE
        if row(before, each) != row(after, each)
        or (each in after.addresses and after.addresses[each] != before.addresses.get(each))
    }
    found = differing(before, after)
    assert set(found) == expected
    assert len(found) == len(expected)
    assert differing(after, replace(after, people=dict(after.people))) == []


@pytest.mark.drill
@given(LISTS, LISTS, st.booleans())
def test_holders_of_the_next_list_are_those_of_the_list_gone_through_anew(
    one: frozenset[Membership], other: frozenset[Membership], is_near: bool
) -> None:
    after = one ^ frozenset(list(other)[:2]) if is_near else other
    assert UnitRoles.of(one).now(after) == UnitRoles.of(after)


def test_roles_of_some_are_theirs_alone() -> None:
    held = [Membership(person=each, unit=UnitId("icu"), role=Role.MEMBER) for each in PEOPLE]
    assert roles_of_some(held, PEOPLE[:1]) == {PEOPLE[0]: {(UnitId("icu"), Role.MEMBER)}}
    assert roles_of_some(held, []) == {}
