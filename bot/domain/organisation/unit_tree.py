"""The organisation's tree, indexed once, for work that walks over every unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final

from bot.domain.identifiers import UnitId
from bot.domain.organisation.units import Organisation
from bot.domain.texts import choose


class Whole(Enum):
    """The organisation as a whole: above every root of the tree, and no unit of the programme."""

    ORGANISATION = "organisation"


ORGANISATION: Final = Whole.ORGANISATION
Scope = UnitId | Whole
"""What a figure is of: a unit, or the whole organisation."""


@dataclass(frozen=True, kw_only=True)
class UnitTree:
    """Parents by unit, in the order of the programme file; every look-up is constant or linear in what it returns."""

    parents: Mapping[UnitId, UnitId | None]
    names: Mapping[UnitId, str] = field(default_factory=dict)
    zones: Mapping[UnitId, str] = field(default_factory=dict)
    """IANA zones, inherited like `Organisation.zone_of`."""
    locales: Mapping[UnitId, str] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation: Organisation) -> "UnitTree":
        parents = {unit.id: unit.parent for unit in organisation.units}
        names = {unit.id: unit.name for unit in organisation.units}
        by_id = {unit.id: unit for unit in organisation.units}
        zones: dict[UnitId, str] = {}
        locales: dict[UnitId, str] = {}
        for unit_id in reversed(cls(parents=parents).bottom_up):
            unit = by_id[unit_id]
            above = unit.parent
            zones[unit_id] = unit.timezone or (organisation.timezone if above is None else zones[above])
            locales[unit_id] = choose(unit.locale, organisation.locale if above is None else locales[above])
        return cls(parents=parents, names=names, zones=zones, locales=locales)

    @cached_property
    def children(self) -> Mapping[UnitId, tuple[UnitId, ...]]:
        collected: dict[UnitId, list[UnitId]] = {}
        for unit, parent in self.parents.items():
            if parent is not None:
                collected.setdefault(parent, []).append(unit)
        return {unit: tuple(below) for unit, below in collected.items()}

    @cached_property
    def bottom_up(self) -> tuple[UnitId, ...]:
        """Every unit, children before their parents."""
        ordered = [unit for unit, parent in self.parents.items() if parent is None]
        for unit in ordered:  # grows while it is walked: breadth first from the roots
            ordered.extend(self.children.get(unit, ()))
        return tuple(reversed(ordered))

    @cached_property
    def microsystems(self) -> tuple[UnitId, ...]:
        return tuple(unit for unit in self.parents if unit not in self.children)

    @cached_property
    def roots(self) -> tuple[UnitId, ...]:
        return tuple(unit for unit, parent in self.parents.items() if parent is None)

    @cached_property
    def leaves(self) -> Mapping[UnitId, frozenset[UnitId]]:
        """The microsystems at or below each unit."""
        collected: dict[UnitId, frozenset[UnitId]] = {}
        for unit in self.bottom_up:
            below = self.children.get(unit, ())
            collected[unit] = frozenset().union(*(collected[child] for child in below)) if below else frozenset({unit})
        return collected

    def with_ancestors(self, units: Iterable[UnitId]) -> Sequence[UnitId]:
        """Each unit once, and all that stand above them."""
        found: dict[UnitId, None] = {}
        for unit in units:
            above: UnitId | None = unit
            while above is not None and above not in found:
                found[above] = None
                above = self.parents[above]
        return list(found)

    def is_microsystem(self, unit: UnitId) -> bool:
        return unit not in self.children
