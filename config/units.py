"""The units of a programme as far as they can be read, to check against even while the file has faults."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.domain.organisation.units import Organisation
from bot.domain.texts.sentences import Sentence
from bot.setting_fields import shown
from config.faults import did_you_mean, listed
from config.toml_files import TomlFile

DEEPEST: Final = 20
"""Levels between a microsystem and the top; a hospital has three or four."""


@dataclass(frozen=True, kw_only=True)
class KnownUnits:
    parent_of: Mapping[str, str | None]
    names: Collection[str] = ()
    """By which units may be called as well, where whoever wrote knows no ids."""

    @classmethod
    def of(cls, organisation: Organisation) -> "KnownUnits":
        return cls(parent_of={unit.id: unit.parent for unit in organisation.units})

    @classmethod
    def in_file(cls, source: TomlFile) -> "KnownUnits":
        """Ids and parents of a programme file, whatever else may be wrong with it."""
        tables = source.tables.get("unit")
        found: dict[str, str | None] = {}
        for each in tables if isinstance(tables, list) else ():
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                parent = each.get("parent")
                found.setdefault(each["id"], parent if isinstance(parent, str) else None)
        return cls(parent_of=found)

    def __contains__(self, unit: object) -> bool:
        return unit in self.parent_of

    @cached_property
    def parents(self) -> frozenset[str]:
        """Units with units below them: no microsystems."""
        return frozenset(parent for parent in self.parent_of.values() if parent is not None)

    def microsystems_below(self, unit: str) -> Iterable[str]:
        return [leaf for leaf in self.parent_of if leaf not in self.parents and unit in self.above(leaf)]

    def above(self, unit: str) -> list[str]:
        """From the parent upwards, a little over `DEEPEST` at most; a ring ends where it begins again."""
        found: list[str] = []
        parent = self.parent_of.get(unit)
        while parent is not None and parent not in found and len(found) <= DEEPEST:
            found.append(parent)
            parent = self.parent_of.get(parent)
        return found

    def unknown(self, name: str) -> Sentence:
        """Words for a unit that the programme does not have."""
        all_of_them = sorted(self.names or self.parent_of)
        known = Sentence.of("fault-no_units_yet")
        if all_of_them:
            known = Sentence.of("fault-known_units", known=listed(all_of_them, is_choice=False))
        near = did_you_mean(name, [*self.parent_of, *self.names])
        return Sentence.of("fault-unknown_unit", unit=shown(name), mend=near or known)
