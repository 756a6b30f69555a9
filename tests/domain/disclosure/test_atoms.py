"""Atoms and cells: who is counted together, decided from lists alone; what of it is told."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.disclosure.atoms import Atom, Insiders, cut_atoms, kept_atom
from bot.domain.disclosure.bands import Band
from bot.domain.disclosure.cells import ParticipationCell, cut_cell
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import MINIMUM_TEAM

WEEK = IsoWeek.parse("2026-W10")
MEDICINE, SURGERY, CARDIAC = UnitId("medicine"), UnitId("surgery"), UnitId("cardiac")
WARD, CLINIC, PAIN, RECOVERY, HEART = (UnitId(name) for name in ("ward", "clinic", "pain", "recovery", "heart"))
PARENTS = {
    MEDICINE: None, SURGERY: None, CARDIAC: MEDICINE, WARD: MEDICINE, CLINIC: MEDICINE,
    PAIN: SURGERY, RECOVERY: SURGERY, HEART: CARDIAC,
}  # fmt: skip
TREE = UnitTree(parents=PARENTS, names={RECOVERY: "Recovery", PAIN: "Pain team"})


def people(count: int, prefix: str = "p") -> frozenset[PersonId]:
    return frozenset(PersonId(f"{prefix}{number}") for number in range(count))


def sizes(**teams: int) -> Mapping[UnitId, frozenset[PersonId]]:
    names = {WARD: 0, CLINIC: 0, PAIN: 0, RECOVERY: 0, HEART: 0} | {UnitId(name): size for name, size in teams.items()}
    return {team: people(size, team) for team, size in names.items()}


def teams_of(listed: Mapping[UnitId, frozenset[PersonId]], insiders: Insiders | None = None) -> set[tuple[str, ...]]:
    return {atom.teams for atom in cut_atoms(TREE, listed, insiders or Insiders())}


def test_a_team_with_colleagues_enough_stands_by_itself() -> None:
    assert teams_of(sizes(ward=7, clinic=9, heart=3)) == {(WARD,), (CLINIC,)}


def test_small_teams_of_one_parent_are_one_together() -> None:
    atoms = cut_atoms(TREE, sizes(pain=3, recovery=4), Insiders())
    assert [(atom.teams, atom.names) for atom in atoms] == [((PAIN, RECOVERY), ("Pain team", "Recovery"))]
    assert not atoms[0].is_one_team


def test_what_is_left_over_goes_up_and_joins_what_is_left_over_there() -> None:
    assert teams_of(sizes(heart=3, ward=4, clinic=8)) == {(CLINIC,), (HEART, WARD)}
    assert teams_of(sizes(heart=3, ward=2, pain=2)) == {(HEART, PAIN, WARD)}
    assert teams_of(sizes(heart=3, ward=2, pain=1)) == set()


def test_what_is_left_over_of_a_unit_that_is_new_under_its_parent_joins_nobody_yet() -> None:
    lists = sizes(heart=3, ward=4, clinic=3, pain=3, recovery=3)

    def teams(*new: UnitId) -> set[tuple[str, ...]]:
        return {atom.teams for atom in cut_atoms(TREE, lists, Insiders(), new_there=frozenset(new))}

    assert teams() == {(CLINIC, HEART, WARD)}
    assert teams(CARDIAC) == {(CLINIC, WARD)}
    assert teams(WARD) == {(CLINIC, HEART, PAIN, RECOVERY)}
    assert teams(WARD, SURGERY) == set()


def test_insiders_of_any_team_and_of_the_units_above_are_no_colleagues() -> None:
    listed = sizes(pain=4, recovery=4, ward=8)
    reads_recovery, reads_medicine = next(iter(listed[PAIN])), next(iter(listed[WARD]))
    insiders = Insiders(readers={RECOVERY: frozenset([reads_recovery]), MEDICINE: frozenset([reads_medicine])})
    atoms = {atom.teams: atom for atom in cut_atoms(TREE, listed, insiders)}
    assert atoms[PAIN, RECOVERY].colleagues == (listed[PAIN] | listed[RECOVERY]) - {reads_recovery}
    assert atoms[WARD,].colleagues == listed[WARD] - {reads_medicine}
    one_fewer = Insiders(readers=insiders.readers, everywhere=frozenset([next(iter(listed[RECOVERY]))]))
    assert {atom.teams for atom in cut_atoms(TREE, listed, one_fewer)} == {(WARD,)}


def test_the_minimum_may_be_raised() -> None:
    assert [atom.teams for atom in cut_atoms(TREE, sizes(ward=9, clinic=8), Insiders(), minimum_team=9)] == [(WARD,)]


lists = st.dictionaries(
    st.sampled_from([WARD, CLINIC, PAIN, RECOVERY, HEART]),
    st.frozensets(st.integers(0, 30).map(lambda number: PersonId(f"p{number}")), max_size=12),
)


@pytest.mark.drill
@given(
    listed=lists,
    readers=st.dictionaries(st.sampled_from(list(PARENTS)), st.frozensets(st.sampled_from(sorted(people(31))))),
)
def test_atoms_are_apart_and_large_enough(
    listed: Mapping[UnitId, frozenset[PersonId]], readers: Mapping[UnitId, frozenset[PersonId]]
) -> None:
    insiders = Insiders(readers=readers)
    atoms = cut_atoms(TREE, {team: listed.get(team, frozenset()) for team in TREE.microsystems}, insiders)
    teams = [team for atom in atoms for team in atom.teams]
    assert len(teams) == len(set(teams))
    for atom in atoms:
        assert len(atom.colleagues) >= MINIMUM_TEAM
        assert atom.colleagues == frozenset().union(*(listed[team] for team in atom.teams)) - insiders.of(
            atom.teams, TREE
        )


def test_only_the_gate_makes_atoms_and_cells() -> None:
    with pytest.raises(TypeError, match="only the gate"):
        Atom(teams=(WARD,), colleagues=people(7), names=("Ward",), stamp=None)
    with pytest.raises(TypeError, match="only the gate"):
        ParticipationCell(atom=an_atom(), week=WEEK, n=7, band=Band(low=0, high=2), insiders=frozenset(), stamp=None)
    with pytest.raises(ValueError, match="at least 7"):
        kept_atom([WARD], people(6), ["Ward"])


def an_atom(size: int = 9) -> Atom:
    return kept_atom([WARD], people(size), ["Ward"])


def test_a_cell_counts_colleagues_within_reach_and_nobody_else() -> None:
    cell = cut_cell(
        an_atom(), WEEK, within=people(8) | people(3, "guest"), heard=people(4) | people(3, "guest"),
        insiders=frozenset([PersonId("p0")]),
    )  # fmt: skip
    assert isinstance(cell, ParticipationCell)
    assert (cell.n, cell.band) == (7, Band(low=3, high=4))


def test_a_week_with_too_few_within_reach_or_too_little_delivered_has_no_cell() -> None:
    nobody = frozenset[PersonId]()
    few = cut_cell(an_atom(), WEEK, within=people(4), heard=people(4), insiders=nobody)
    lost = cut_cell(an_atom(), WEEK, within=people(9), heard=people(4), insiders=nobody, delivered=False)
    assert few == Withheld(because=Withholding.TOO_FEW)
    assert lost == Withheld(because=Withholding.UNDELIVERED)
