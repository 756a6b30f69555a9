"""A team that ends, goes on as part of another one, or is split: in all that names it, and for its people.

Rounds keeps what was: units are retired and roles are ended when this is saved.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver
from bot.domain.organisation.people import Role, Roster
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.programme.programme import Programme, QuietDay, QuietWeek, Schedule

_OfUnits = TypeVar("_OfUnits", Schedule, QuietWeek, QuietDay, ChangeOver)
_OfOne = TypeVar("_OfOne", RoleHeld, GovernanceSeat)


def merge_units(programme: Programme, unit: UnitId, into: UnitId) -> Programme:
    """Without the unit: what named it names the other one, once."""
    units = tuple(each for each in programme.organisation.units if each.id != unit)
    return replace(
        _named_anew(programme, unit, (into,)),
        organisation=replace(programme.organisation, units=units),
        leadership_roles=_of_one(programme.leadership_roles, unit, into),
        governance_seats=_of_one(programme.governance_seats, unit, into),
    )


def successors(before: Programme, after: Programme, held: Roster, held_after: Roster) -> Mapping[UnitId, UnitId]:
    """Units that are no more, each with the one that goes on in its place: of those that a new merger names, the one
    to which most of its people have come. A unit that is only retired has none, nor has one that is split. One that
    nobody was in goes to the one unit that a merger names, if no other is retired with it.
    """
    merged = [each for each in after.change_overs if each.kind is ChangeKind.MERGER and each not in before.change_overs]
    into = [unit for each in merged for unit in each.units if unit in after.organisation]
    retired = [unit for unit in before.organisation.units if unit.id not in after.organisation]
    found: dict[UnitId, UnitId] = {}
    for unit in retired if into else ():
        people = {each.person for each in held.memberships if each.unit == unit.id}
        came = {each: sum(to.unit == each and to.person in people for to in held_after.memberships) for each in into}
        if max(came.values()) or (not people and len(came) == len(retired) == 1):
            found[unit.id] = max(came, key=lambda each: (came[each], each))
    return found


def name_beside(programme: Programme, unit: UnitId, others: Sequence[UnitId]) -> Programme:
    """Whatever names the unit names these others, too; its posts stay its own."""
    return _named_anew(programme, unit, (unit, *others))


def with_moved(
    roster: Roster,
    unit: UnitId,
    into: UnitId,
    *,
    people: Collection[PersonId] | None = None,
    roles: Collection[Role] = frozenset(Role),
) -> Roster:
    """Everybody in the unit, or these people, have the same roles in the other one, or as far as they are these."""
    moved = (
        replace(each, unit=into)
        if each.unit == unit and each.role in roles and (people is None or each.person in people)
        else each
        for each in roster.memberships
    )
    return replace(roster, memberships=frozenset(moved))


def without_unit(roster: Roster, unit: UnitId) -> Roster:
    """Nobody has a role in the unit any more; who has none left has left the list."""
    held = roster.memberships - {each for each in roster.memberships if each.unit == unit}
    listed = {each.person for each in held}
    return replace(
        roster,
        people={person: who for person, who in roster.people.items() if person in listed},
        memberships=held,
        addresses={person: at for person, at in roster.addresses.items() if person in listed},
    )


def _named_anew(programme: Programme, unit: UnitId, instead: Sequence[UnitId]) -> Programme:
    """Lists of units with these in the place of the unit, each once."""
    return replace(
        programme,
        schedules=_of_units(programme.schedules, unit, instead),
        quiet_weeks=_of_units(programme.quiet_weeks, unit, instead),
        quiet_days=_of_units(programme.quiet_days, unit, instead),
        change_overs=_of_units(programme.change_overs, unit, instead),
    )


def _of_units(found: Sequence[_OfUnits], unit: UnitId, instead: Sequence[UnitId]) -> tuple[_OfUnits, ...]:
    def anew(units: Iterable[UnitId]) -> tuple[UnitId, ...]:
        named = (other for each in units for other in (instead if each == unit else (each,)))
        return tuple(dict.fromkeys(named))

    return tuple(replace(each, units=anew(each.units)) for each in found)


def _of_one(found: Sequence[_OfOne], unit: UnitId, into: UnitId) -> tuple[_OfOne, ...]:
    return tuple(replace(each, unit=into) if each.unit == unit else each for each in found)
