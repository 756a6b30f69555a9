"""Uploaded lists: what headings and days mean, and laws of what a list may do to the people on the roster."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.administration.rights import OF_THE_WHOLE
from bot.domain.administration.upload.changes import held_by_person, put_in
from bot.domain.administration.upload.columns import (
    UploadColumn,
    UploadedRow,
    UploadedTable,
    matched,
    named_cells,
    plain_day,
)
from bot.domain.administration.upload.scope import UploadChoices, UploadScope
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role, Roster
from tests.support.builders import a_person
from tests.support.channels import WEB


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        (["Employee Number", "FULL  NAME", "org-unit"], ["person_id", "name", "unit"]),
        (["person_id", "Surname", "Known As", "Hire date"], ["person_id", "last_name", "first_name", "starts"]),
        (["Staff No.", "ID", "Email", ""], ["person_id", None, None, None]),
        (["Preferred\u00a0name", "Organisation"], ["first_name", "unit"]),
    ],
)
def test_columns_are_known_by_their_headings(headings: list[str], meant: list[str | None]) -> None:
    assert list(matched(headings)) == meant


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02 00:00:00", "2026-03-02"),
        ("2026-03-02T00:00:00Z", "2026-03-02"),
        ("02/03/2026", "2026-03-02"),
        ("2.3.2026", "2026-03-02"),
        ("2-Mar-2026", "2026-03-02"),
        ("02 March 2026", "2026-03-02"),
        ("46083", "2026-03-02"),
        ("46083.0", "2026-03-02"),
        ("31/02/2026", "31/02/2026"),
        ("03/25/2026", "03/25/2026"),
        ("02/03/26", "02/03/26"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_days_are_read_as_spreadsheets_write_them_and_guessed_nowhere(written: str, day: str) -> None:
    assert plain_day(written) == day


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2118, 1, 1)))
def test_every_way_to_write_a_day_is_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert {plain_day(each) for each in (f"{day:%d/%m/%Y}", f"{day:%d-%b-%Y}", str(serial), str(day))} == {str(day)}


@given(st.text(max_size=30))
def test_whatever_stands_in_a_cell_of_days_comes_back_as_a_day_or_as_it_was(text: str) -> None:
    found = plain_day(text)
    assert found == text or date.fromisoformat(found) > date.min


def test_names_in_two_columns_are_one_and_rows_that_say_the_same_are_one() -> None:
    rows = [("12.0", "Zoë", "Ward"), ("12.0", "Zoë", "Ward"), ("", "", ""), ("13", "", "Lee")]
    table = UploadedTable(
        headings=("id", "first", "last"),
        rows=tuple(UploadedRow(line=line, cells=cells) for line, cells in enumerate(rows, start=2)),
    )
    columns = (UploadColumn.PERSON_ID, UploadColumn.FIRST_NAME, UploadColumn.LAST_NAME)
    found = list(named_cells(table, columns))
    assert found == [(2, {"person_id": "12", "name": "Zoë Ward"}), (5, {"person_id": "13", "name": "Lee"})]


# --- laws ---------------------------------------------------------------------------------------------------------

UNITS = tuple(map(UnitId, ("icu", "ward", "theatre")))
PEOPLE = tuple(map(PersonId, ("ada", "ben", "cleo", "dan", "eve")))
ROLES = (Role.MEMBER, Role.CHAMPION, Role.ADMINISTRATOR)


@st.composite
def rosters(draw: st.DrawFn, *, names: str) -> Roster:
    held = draw(st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(UNITS), st.sampled_from(ROLES))))
    people = {person for person, _, _ in held}
    named = {person: a_person(person, channel=WEB, name=draw(st.sampled_from(names))) for person in sorted(people)}
    return Roster(people=named, memberships=frozenset(Membership(person=p, unit=u, role=r) for p, u, r in held))


@st.composite
def choices(draw: st.DrawFn) -> UploadChoices:
    columns: list[UploadColumn | None] = [UploadColumn.PERSON_ID, UploadColumn.NAME, UploadColumn.UNIT]
    columns += draw(st.sampled_from([[], [UploadColumn.ROLE]]))
    return UploadChoices(
        columns=tuple(columns), unit=None, role=Role.MEMBER, channel=WEB, missing_leave=draw(st.booleans())
    )


@st.composite
def scopes(draw: st.DrawFn) -> UploadScope:
    units = draw(st.sets(st.sampled_from(UNITS), min_size=1))
    return UploadScope(by=PEOPLE[0], units={unit: unit for unit in sorted(units)}, everything=len(units) == len(UNITS))


def _within(read: Roster, scope: UploadScope) -> Roster:
    """What the roster's reader lets pass for this scope."""
    held = frozenset(
        each
        for each in read.memberships
        if each.unit in scope.units and (scope.everything or each.role not in OF_THE_WHOLE)
    )
    people = {each.person for each in held}
    return Roster(people={p: who for p, who in read.people.items() if p in people}, memberships=held)


@pytest.mark.drill
@given(rosters(names="AB"), rosters(names="AB"), choices(), scopes())
def test_nothing_outside_the_scope_changes_and_nobody_leaves_unless_it_was_chosen(
    before: Roster, read: Roster, chosen: UploadChoices, scope: UploadScope
) -> None:
    given_roles = _within(read, scope)
    after = put_in(before, given_roles, chosen, scope).roster
    old, new = held_by_person(before), held_by_person(after)
    for person, held in old.items():
        outside = {each for each in held if each[0] not in scope.units}
        assert {each for each in new.get(person, ()) if each[0] not in scope.units} == outside
        if outside and person in after.people:
            assert after.people[person] == before.people[person]
        if not chosen.missing_leave and person not in given_roles.people:
            assert new[person] == held
        powers = {each for each in held if each[1] in OF_THE_WHOLE}
        if not scope.everything or UploadColumn.ROLE not in chosen.columns:
            assert powers <= new.get(person, frozenset()), "power is neither given nor taken by the way"
    if PEOPLE[0] in old:
        assert PEOPLE[0] in new, "whoever uploads stays"
    for person, held in held_by_person(given_roles).items():
        assert held <= new[person], "what the list says is so"
    assert after.people.keys() == new.keys()


@pytest.mark.drill
@given(rosters(names="AB"), rosters(names="AB"), choices(), scopes())
def test_the_same_list_once_more_changes_nothing(
    before: Roster, read: Roster, chosen: UploadChoices, scope: UploadScope
) -> None:
    given_roles = _within(read, scope)
    once = put_in(before, given_roles, chosen, scope).roster
    assert put_in(once, given_roles, chosen, scope).roster == once
