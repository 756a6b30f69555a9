"""What an uploaded list makes of the roster, and the difference for each person."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from bot.domain.administration.rights import OF_THE_WHOLE
from bot.domain.administration.upload.columns import UploadColumn
from bot.domain.administration.upload.scope import UploadChoices, UploadScope
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.differing import HeldInUnits, differing
from bot.domain.organisation.people import Membership, Person, Role, Roster


class UploadChange(StrEnum):
    """What becomes of somebody, in the order in which it is told."""

    LEAVES = "leaves"
    JOINS = "joins"
    RETURNS = "returns"
    """They left less than a fortnight ago, and their time goes on."""
    MOVES = "moves"
    ROLES = "roles"
    NAMES = "names"
    DETAILS = "details"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """The roster as it would be."""

    roster: Roster
    missing: int
    kept: int


def put_in(before: Roster, read: Roster, choices: UploadChoices, scope: UploadScope) -> Uploaded:
    """The people of a list in the roster.

    - The list speaks of the kinds of roles that it names, or, without a column for them, of the one that was chosen,
      and of the units that it names. What it does not speak of stays; but who comes to another unit has moved.
    - Nobody's roles outside the uploader's units change; who has such roles keeps name, dates and channel, too.
    - Who is missing stays, unless it was chosen that they leave. Then their roles in the units of the list end, but
      for `administrator` and `auditor`; the uploader stays in any case.
    """
    old, new = held_by_person(before), held_by_person(read)
    named_units = {unit for held in new.values() for unit, _ in held}
    kinds = (
        {role for held in new.values() for _, role in held} if UploadColumn.ROLE in choices.columns else {choices.role}
    )
    if not scope.everything:
        kinds -= OF_THE_WHOLE
    people, roles, kept, missing = dict(before.people), dict(old), 0, 0
    for person, given in new.items():
        held = old.get(person, frozenset())
        has_come = bool({unit for unit, _ in given} - {unit for unit, _ in held})
        stays = {
            (unit, role)
            for unit, role in held
            if unit not in scope.units or role not in kinds or (unit not in named_units and not has_come)
        }
        roles[person] = given | stays
        is_partly_others = any(unit not in scope.units for unit, _ in held)
        if before.people.get(person) == read.people[person]:
            continue  # the very value that stands: what is compared with it knows that at once
        if is_partly_others:
            kept += 1
        else:
            people[person] = read.people[person]
    for person in old.keys() - new.keys():
        ends = {
            (unit, role)
            for unit, role in old[person]
            if unit in named_units and unit in scope.units and role not in OF_THE_WHOLE
        }
        if not ends or person == scope.by:
            continue
        missing += 1
        if choices.missing_leave:
            roles[person] = old[person] - ends
    memberships = frozenset(
        Membership(person=person, unit=unit, role=role) for person, held in roles.items() for unit, role in held
    )
    listed = {person: who for person, who in people.items() if roles.get(person)}
    addresses = {person: at for person, at in before.addresses.items() if person in listed}
    roster = Roster(people=listed, memberships=memberships, addresses=addresses)
    return Uploaded(roster=roster, missing=missing, kept=kept)


def held_by_person(roster: Roster) -> Mapping[PersonId, HeldInUnits]:
    found: dict[PersonId, set[tuple[UnitId, Role]]] = defaultdict(set)
    for each in roster.memberships:
        found[each.person].add((each.unit, each.role))
    return {person: frozenset(held) for person, held in found.items()}


ChangeRow = tuple[str, str, str, str]
"""Name, id, what was, what will be."""


def person_changes(
    before: Roster, after: Roster, *, lately: Collection[PersonId], roles_in_words: Callable[[HeldInUnits], str]
) -> Mapping[UploadChange, list[ChangeRow]]:
    """By kind and name. `lately`: who left less than a fortnight ago."""
    found: dict[UploadChange, list[ChangeRow]] = {kind: [] for kind in UploadChange}
    old, new = held_by_person(before), held_by_person(after)
    for person in differing(before, after):
        sides = before.people.get(person), after.people.get(person)
        roles = old.get(person, frozenset()), new.get(person, frozenset())
        for kind, was, is_now in _changes_of(sides, roles, is_back=person in lately, roles_in_words=roles_in_words):
            who = sides[1] or sides[0]
            if who is not None:
                found[kind].append((who.name, person, was, is_now))
    return {kind: sorted(rows) for kind, rows in found.items() if rows}


def _changes_of(
    sides: tuple[Person | None, Person | None],
    roles: tuple[HeldInUnits, HeldInUnits],
    *,
    is_back: bool,
    roles_in_words: Callable[[HeldInUnits], str],
) -> Iterator[tuple[UploadChange, str, str]]:
    earlier, later = sides
    if earlier is None:
        yield (UploadChange.RETURNS if is_back else UploadChange.JOINS), "", roles_in_words(roles[1])
        return
    if later is None:
        yield UploadChange.LEAVES, roles_in_words(roles[0]), ""
        return
    if roles[0] != roles[1]:
        units = [{unit for unit, _ in held} for held in roles]
        has_moved = bool(units[1] - units[0]) and bool(units[0] - units[1])
        kind = UploadChange.MOVES if has_moved else UploadChange.ROLES
        yield kind, roles_in_words(roles[0]), roles_in_words(roles[1])
    if earlier.name != later.name:
        yield UploadChange.NAMES, earlier.name, later.name
    if replace(earlier, name=later.name) != later:
        differs = [each.name for each in fields(later) if getattr(earlier, each.name) != getattr(later, each.name)]
        was, is_now = (
            "; ".join(f"{name} {getattr(side, name) or '–'}" for name in differs if name != "name")
            for side in (earlier, later)
        )
        yield UploadChange.DETAILS, was, is_now
