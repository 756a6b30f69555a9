"""The organisation's tree of units; a unit without children is a microsystem."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Person
from bot.domain.texts import choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    id: UnitId
    name: str
    parent: UnitId | None = None
    timezone: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Units in the order of the programme file; parents exist and the tree has no ring."""

    name: str
    timezone: str
    locale: str
    units: tuple[Unit, ...]

    def __post_init__(self) -> None:
        known = {unit.id for unit in self.units}
        if len(known) != len(self.units):
            raise ValueError("two units share one id")
        for unit in self.units:
            if unit.parent is not None and unit.parent not in known:
                raise ValueError(f"unit {unit.id} names an unknown parent {unit.parent}")
        parents = {unit.id: unit.parent for unit in self.units}
        for unit in self.units:
            up, steps = unit.parent, 0
            while up is not None:
                up, steps = parents[up], steps + 1
                if steps > len(self.units):
                    raise ValueError(f"unit {unit.id} is its own ancestor")

    def unit(self, unit_id: UnitId) -> Unit:
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)

    def __contains__(self, unit_id: object) -> bool:
        return any(unit.id == unit_id for unit in self.units)

    def children(self, unit_id: UnitId) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.parent == unit_id)

    def ancestors(self, unit_id: UnitId) -> tuple[UnitId, ...]:
        """From the parent to the root."""
        return tuple(unit.id for unit in self._up(self.unit(unit_id)))

    @property
    def microsystems(self) -> tuple[Unit, ...]:
        parents = {unit.parent for unit in self.units}
        return tuple(unit for unit in self.units if unit.id not in parents)

    def at_or_below(self, *unit_ids: UnitId) -> frozenset[UnitId]:
        """The given units and every unit below them; none that is not here."""
        wanted = set(unit_ids)
        parents = {unit.id: unit.parent for unit in self.units}

        def is_below(unit_id: UnitId | None) -> bool:
            while unit_id is not None and unit_id not in wanted:
                unit_id = parents[unit_id]
            return unit_id is not None

        return frozenset(unit.id for unit in self.units if is_below(unit.id))

    def microsystems_below(self, unit_ids: Iterable[UnitId]) -> tuple[Unit, ...]:
        """Every microsystem at or below the given units, each once, in file order."""
        below = self.at_or_below(*unit_ids)
        return tuple(leaf for leaf in self.microsystems if leaf.id in below)

    def zone_of(self, unit_id: UnitId) -> str:
        """IANA zone, inherited from the nearest ancestor that names one."""
        unit = self.unit(unit_id)
        return next((up.timezone for up in (unit, *self._up(unit)) if up.timezone), self.timezone)

    def locale_of(self, unit_id: UnitId) -> str:
        """The language of a unit's page, inherited like its zone."""
        unit = self.unit(unit_id)
        return choose(unit.locale, *(up.locale for up in self._up(unit)), self.locale)

    def locale_for(self, person: Person | None = None, units: Iterable[UnitId] = ()) -> str:
        """Their own, else that of the first of their units that is still here, else the organisation's."""
        unit = next((each for each in units if each in self), None)
        own = None if person is None else person.locale
        return choose(own, self.locale if unit is None else self.locale_of(unit))

    def _up(self, unit: Unit) -> Iterator[Unit]:
        by_id = {each.id: each for each in self.units}
        steps = 0
        while unit.parent is not None and steps <= len(self.units):
            unit = by_id[unit.parent]
            steps += 1
            yield unit
