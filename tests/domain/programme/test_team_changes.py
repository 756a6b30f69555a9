"""Which unit goes on in place of one that is no more."""

from dataclasses import replace

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver
from bot.domain.organisation.people import Membership, Role, Roster
from bot.domain.programme.programme import Programme
from bot.domain.programme.team_changes import merge_units, successors, with_moved, without_unit
from tests.support.weeks import CLINIC, MEDICINE, WARD, the_programme, the_roster

BEFORE, HELD = the_programme(), the_roster({WARD: 4, CLINIC: 3})


def merger(*units: UnitId) -> ChangeOver:
    return ChangeOver(kind=ChangeKind.MERGER, units=units, reason="One floor", when=IsoWeek.parse("2026-W20"))


def stepped(programme: Programme, *steps: ChangeOver) -> Programme:
    return replace(programme, change_overs=(*programme.change_overs, *steps))


def test_a_team_that_is_merged_goes_on_in_the_other() -> None:
    after = stepped(merge_units(BEFORE, CLINIC, WARD), merger(WARD))
    assert successors(BEFORE, after, HELD, with_moved(HELD, CLINIC, WARD)) == {CLINIC: WARD}
    assert successors(after, after, with_moved(HELD, CLINIC, WARD), with_moved(HELD, CLINIC, WARD)) == {}, "once"


def test_a_team_that_is_only_retired_has_no_successor() -> None:
    after = merge_units(BEFORE, CLINIC, WARD)
    assert successors(BEFORE, after, HELD, without_unit(HELD, CLINIC)) == {}


def test_of_two_mergers_that_of_most_of_its_people_counts() -> None:
    theatre = UnitId("theatre")
    organisation = BEFORE.organisation
    third = replace(organisation.unit(WARD), id=theatre, name="Theatre", parent=MEDICINE)
    wide = replace(BEFORE, organisation=replace(organisation, units=(*organisation.units, third)))
    one = frozenset({PersonId(f"{CLINIC}-m0")})
    held = with_moved(with_moved(HELD, CLINIC, WARD, people=one), CLINIC, theatre)
    after = stepped(merge_units(wide, CLINIC, theatre), merger(WARD), merger(theatre))
    assert successors(wide, after, HELD, held) == {CLINIC: theatre}
    nobody = Roster(people={}, memberships=frozenset[Membership]())
    assert successors(wide, after, nobody, nobody) == {}, "nobody says which"


def test_a_team_that_is_retired_beside_the_merger_of_others_gives_nothing_to_them() -> None:
    theatre = UnitId("theatre")
    organisation = BEFORE.organisation
    third = replace(organisation.unit(WARD), id=theatre, name="Theatre", parent=MEDICINE)
    wide = replace(BEFORE, organisation=replace(organisation, units=(*organisation.units, third)))
    held = the_roster({WARD: 4, CLINIC: 3, theatre: 3})
    after = stepped(merge_units(merge_units(wide, CLINIC, WARD), theatre, WARD), merger(WARD))
    merged = with_moved(held, CLINIC, WARD)
    assert successors(wide, after, held, without_unit(merged, theatre)) == {CLINIC: WARD}, "its people have left"
    assert successors(wide, after, without_unit(held, theatre), without_unit(merged, theatre)) == {CLINIC: WARD}
    alone = stepped(merge_units(wide, theatre, WARD), merger(WARD))
    assert successors(wide, alone, held, without_unit(held, theatre)) == {}
    empty = without_unit(held, theatre)
    assert successors(wide, alone, empty, empty) == {theatre: WARD}, "nobody was in it, and nothing else ends"


def test_a_team_that_is_split_keeps_what_is_its_own() -> None:
    after = stepped(BEFORE, replace(merger(CLINIC), kind=ChangeKind.ROTA))
    moved = with_moved(HELD, CLINIC, WARD, people=[PersonId(f"{CLINIC}-m0")], roles=[Role.MEMBER])
    assert successors(BEFORE, after, HELD, moved) == {}
