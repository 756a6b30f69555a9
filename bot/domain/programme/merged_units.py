"""A team that ends or goes on as part of another one: in all of the programme that names it, and for its people.

Rounds keeps what was: units are retired and roles are ended when this is saved.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.identifiers import UnitId
from bot.domain.organisation.change_overs import ChangeOver
from bot.domain.organisation.people import Roster
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.programme.programme import Programme, QuietDay, QuietWeek, Schedule

_OfUnits = TypeVar("_OfUnits", Schedule, QuietWeek, QuietDay, ChangeOver)
_OfOne = TypeVar("_OfOne", RoleHeld, GovernanceSeat)


def merge_units(programme: Programme, unit: UnitId, into: UnitId) -> Programme:
    """Without the unit: what named it names the other one, once."""

    def instead(named: UnitId) -> UnitId:
        return into if named == unit else named

    units = tuple(each for each in programme.organisation.units if each.id != unit)
    return replace(
        programme,
        organisation=replace(programme.organisation, units=units),
        schedules=_of_units(programme.schedules, instead),
        quiet_weeks=_of_units(programme.quiet_weeks, instead),
        quiet_days=_of_units(programme.quiet_days, instead),
        change_overs=_of_units(programme.change_overs, instead),
        leadership_roles=_of_one(programme.leadership_roles, instead),
        governance_seats=_of_one(programme.governance_seats, instead),
    )


def with_moved(roster: Roster, unit: UnitId, into: UnitId) -> Roster:
    """Everybody in the unit has the same roles in the other one."""
    moved = (replace(each, unit=into) if each.unit == unit else each for each in roster.memberships)
    return replace(roster, memberships=frozenset(moved))


def without_unit(roster: Roster, unit: UnitId) -> Roster:
    """Nobody has a role in the unit any more; who has none left has left the list."""
    held = frozenset(each for each in roster.memberships if each.unit != unit)
    listed = {each.person for each in held}
    return replace(
        roster,
        people={person: who for person, who in roster.people.items() if person in listed},
        memberships=held,
        addresses={person: at for person, at in roster.addresses.items() if person in listed},
    )


def _of_units(found: Sequence[_OfUnits], instead: Callable[[UnitId], UnitId]) -> tuple[_OfUnits, ...]:
    return tuple(replace(each, units=tuple(dict.fromkeys(map(instead, each.units)))) for each in found)


def _of_one(found: Sequence[_OfOne], instead: Callable[[UnitId], UnitId]) -> tuple[_OfOne, ...]:
    return tuple(each if each.unit is None else replace(each, unit=instead(each.unit)) for each in found)
