"""Who holds which role in each unit, kept up with a list that changes: what a few people change is put in by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role

_NOBODY: Final[frozenset[PersonId]] = frozenset()
_NONE: Final[Mapping[Role, frozenset[PersonId]]] = {}
_MANY: Final = 8
"""Where more than one membership in so many is another one, the list is gone through anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRoles:
    memberships: frozenset[Membership]
    """Of which this is told."""
    by_unit: Mapping[UnitId, Mapping[Role, frozenset[PersonId]]]
    """Only units and roles that somebody holds."""

    @classmethod
    def of(cls, memberships: frozenset[Membership]) -> "UnitRoles":
        found: dict[UnitId, dict[Role, set[PersonId]]] = {}
        for each in memberships:
            found.setdefault(each.unit, {}).setdefault(each.role, set()).add(each.person)
        by_unit = {unit: {role: frozenset(people) for role, people in held.items()} for unit, held in found.items()}
        return cls(memberships=memberships, by_unit=by_unit)

    def now(self, memberships: frozenset[Membership]) -> "UnitRoles":
        """The same of another list, which is nearly this one."""
        gone, come = self.memberships - memberships, memberships - self.memberships
        if (len(gone) + len(come)) * _MANY > len(memberships):
            return UnitRoles.of(memberships)
        by_unit = dict(self.by_unit)
        for unit in {each.unit for each in gone | come}:
            held = dict(by_unit.get(unit, _NONE))
            for role in {each.role for each in gone | come if each.unit == unit}:
                people = held.get(role, _NOBODY) - _people(gone, unit, role) | _people(come, unit, role)
                if people:
                    held[role] = people
                else:
                    del held[role]
            if held:
                by_unit[unit] = held
            else:
                del by_unit[unit]
        return UnitRoles(memberships=memberships, by_unit=by_unit)

    def roles(self, unit: UnitId) -> frozenset[Role]:
        """Those that somebody holds there."""
        return frozenset(self.by_unit.get(unit, _NONE))

    def people(self, unit: UnitId, roles: Iterable[Role]) -> frozenset[PersonId]:
        """Who holds one of these there."""
        held = self.by_unit.get(unit, _NONE)
        return _NOBODY.union(*(held[role] for role in roles if role in held))

    def anywhere(self, role: Role) -> frozenset[PersonId]:
        return _NOBODY.union(*(held[role] for held in self.by_unit.values() if role in held))


def _people(memberships: Iterable[Membership], unit: UnitId, role: Role) -> frozenset[PersonId]:
    return frozenset(each.person for each in memberships if each.unit == unit and each.role is role)
