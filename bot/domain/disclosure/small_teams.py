"""How teams that are too small to be shown by themselves are counted, by the list as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.disclosure.atoms import Insiders, cut_atoms
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import READERS, Role
from bot.domain.organisation.unit_roles import UnitRoles
from bot.domain.organisation.unit_tree import UnitTree


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTeam:
    left: int
    """Members without readers: colleagues."""
    others: tuple[UnitId, ...] = ()
    """With which it is counted together; none where even together they are too few."""


def small_teams(tree: UnitTree, holders: UnitRoles, *, minimum_team: int) -> Mapping[UnitId, SmallTeam]:
    """Each team that is not counted by itself."""
    insiders = Insiders(
        readers={unit: people for unit in holders.by_unit if (people := holders.people(unit, READERS))},
        everywhere=holders.anywhere(Role.ADMINISTRATOR),
    )
    lists = {unit: holders.people(unit, [Role.MEMBER]) for unit in tree.microsystems}
    atoms = {team: atom for atom in cut_atoms(tree, lists, insiders, minimum_team=minimum_team) for team in atom.teams}
    found: dict[UnitId, SmallTeam] = {}
    for unit in tree.microsystems:
        atom = atoms.get(unit)
        if atom is not None and atom.is_one_team:
            continue
        others = () if atom is None else tuple(team for team in atom.teams if team != unit)
        found[unit] = SmallTeam(left=len(lists[unit] - insiders.of([unit], tree)), others=others)
    return found
