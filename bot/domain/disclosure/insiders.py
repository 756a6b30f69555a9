"""Insiders: who reads a unit's figures, lately read them or may read all; they count in none of its figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.unit_tree import UnitTree

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
