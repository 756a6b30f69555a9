"""Who differs between two lists: found once, so that what is said and done about it touches only these people.

Two lists that follow on each other share nearly all their values, so each is compared by identity before by value.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role, Roster

HeldInUnits = frozenset[tuple[UnitId, Role]]
NOTHING: HeldInUnits = frozenset()


def differing(before: Roster, after: Roster) -> Sequence[PersonId]:
    """Whoever has come, has another row, other roles or another address, as the new list has them; then who has gone.

    An address that the new list does not give is not another one.
    """
    if before is after:
        return ()
    found = {each.person for each in swapped(before, after)}
    known, at = before.people.get, before.addresses.get
    found |= {each for each, now in after.people.items() if (was := known(each)) is not now and was != now}
    found |= {each for each, now in after.addresses.items() if (had := at(each)) is not now and had != now}
    ordered = [*after.people, *(person for person in before.people if person not in after.people)] if found else []
    return [person for person in ordered if person in found]


def swapped(before: Roster, after: Roster) -> Collection[Membership]:
    """What only one of the two lists has."""
    return () if before.memberships is after.memberships else before.memberships ^ after.memberships


def roles_of_some(memberships: Iterable[Membership], people: Collection[PersonId]) -> Mapping[PersonId, HeldInUnits]:
    """What these people hold, as far as they hold anything."""
    if not people:
        return {}
    wanted, found = frozenset(people), dict[PersonId, set[tuple[UnitId, Role]]]()
    for each in memberships:
        if each.person in wanted:
            found.setdefault(each.person, set()).add((each.unit, each.role))
    return {person: frozenset(held) for person, held in found.items()}
