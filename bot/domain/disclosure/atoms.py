"""Atoms: the people behind one cell, a team or small teams together, decided from lists alone and kept for a block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import MINIMUM_TEAM

INSIDER_WEEKS = 26
"""Who has read a unit's figures stays an insider for so long: the weeks that they know of are still in its chart."""

_PASS = object()
_NOBODY: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Insiders:
    """Insiders know their own answers and may put them together, so nothing shown may count on hiding them.

    Receiving the page of one's own team as a member makes nobody an insider: bands allow for one member who tells.
    """

    readers: Mapping[UnitId, frozenset[PersonId]] = field(default_factory=dict)
    """Who holds a reading role in the unit itself, or held one in the last 26 weeks."""
    everywhere: frozenset[PersonId] = _NOBODY
    """Who may read the digest of any unit."""

    def of(self, teams: Iterable[UnitId], tree: UnitTree) -> frozenset[PersonId]:
        """Those of any of these teams, and of the units above them."""
        found: set[PersonId] = set(self.everywhere)
        for team in teams:
            unit: UnitId | None = team
            while unit is not None:
                found |= self.readers.get(unit, _NOBODY)
                unit = tree.parents.get(unit)
        return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """Teams whose colleagues are counted together, or not at all; only this module can make one.

    No two atoms of a block share a team, and none is cut anew before the block ends.
    """

    teams: tuple[UnitId, ...]
    """In alphabetical order; more than one if each alone would be too small."""
    colleagues: frozenset[PersonId]
    """Those on the lists when the block began, without insiders."""
    names: tuple[str, ...]
    """What the teams are called where the atom's figures are shown, in the same order."""
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate cuts atoms")
        if not self.teams or list(self.teams) != sorted(set(self.teams)) or len(self.names) != len(self.teams):
            raise ValueError("an atom has teams, each once and with its name")
        if len(self.colleagues) < MINIMUM_TEAM:
            raise ValueError(f"an atom has at least {MINIMUM_TEAM} colleagues")

    @property
    def is_one_team(self) -> bool:
        return len(self.teams) == 1

    @property
    def together(self) -> tuple[str, ...]:
        """The names that stand beside each of its figures; none if it is one team."""
        return () if self.is_one_team else self.names


@dataclass(frozen=True, kw_only=True)
class BlockAtoms:
    """How all teams are cut from `since` on, until the next block begins."""

    since: IsoWeek
    atoms: Sequence[Atom]

    @cached_property
    def by_team(self) -> Mapping[UnitId, Atom]:
        return {team: atom for atom in self.atoms for team in atom.teams}


def kept_atom(teams: Sequence[UnitId], colleagues: Iterable[PersonId], names: Sequence[str]) -> Atom:
    """An atom that was cut earlier, from what was kept of it."""
    return Atom(teams=tuple(teams), colleagues=frozenset(colleagues), names=tuple(names), stamp=_PASS)


def cut_atoms(
    tree: UnitTree,
    listed: Mapping[UnitId, frozenset[PersonId]],
    insiders: Insiders,
    *,
    minimum_team: int = MINIMUM_TEAM,
    new_there: frozenset[UnitId] = frozenset(),
) -> Sequence[Atom]:
    """Cut all teams into atoms, bottom up.

    A team with colleagues enough is one by itself. Smaller ones with the same parent are one together if that is
    enough; what is left over goes up and joins what is left over there, at last across the whole organisation. What is
    left over of units that are `new_there`, under their parent, joins nobody yet.
    """
    atoms: list[Atom] = []

    def cut(teams: Sequence[UnitId]) -> bool:
        everybody = frozenset[PersonId]().union(*(listed[team] for team in teams))
        colleagues = everybody - insiders.of(teams, tree)
        if len(colleagues) < minimum_team:
            return False
        ordered = sorted(teams)
        atoms.append(kept_atom(ordered, colleagues, [tree.names.get(team, team) for team in ordered]))
        return True

    left: dict[UnitId, list[UnitId]] = {}
    for unit in tree.bottom_up:
        below = tree.children.get(unit, ())
        if not below:
            has_colleagues = bool(listed.get(unit, frozenset()) - insiders.of([unit], tree))
            left[unit] = [unit] if has_colleagues and not cut([unit]) else []
            continue
        together = [team for child in below if child not in new_there for team in left.pop(child)]
        left[unit] = together if together and not cut(together) else []
    across = [team for root in tree.roots if root not in new_there for team in left[root]]
    if across:
        cut(across)
    return atoms
