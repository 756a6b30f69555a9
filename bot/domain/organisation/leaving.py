"""Whom a change of the list would end, and when that is more than anybody does by a slip of the hand."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Person, Roster

COMES_BACK_WITHIN = timedelta(days=14)
"""Who is on the list again so soon was never away: their time in the team goes on."""
_MOST = 10
_LEAST_OF_A_TEAM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What one change would end."""

    people: tuple[Person, ...] = ()
    """Who is asked no more from now on, by id."""
    teams: Mapping[UnitId, tuple[int, int]] = field(default_factory=dict)
    """How many of how many leave each unit."""
    alike: Mapping[PersonId, PersonId] = field(default_factory=dict)
    """Newcomers whose id differs only by capitals or leading zeros from that of somebody known."""

    @property
    def large_teams(self) -> Mapping[UnitId, tuple[int, int]]:
        """Those that lose at least four people who are a third or more of them."""
        return {unit: (n, of) for unit, (n, of) in self.teams.items() if n >= _LEAST_OF_A_TEAM and 3 * n >= of}

    @property
    def asks_again(self) -> bool:
        """Whether somebody has to say once more that it is meant."""
        gone = {person.id for person in self.people}
        return len(self.people) > _MOST or bool(self.large_teams) or not gone.isdisjoint(self.alike.values())


def leaving(before: Roster, after: Roster, *, today: date) -> Leaving:
    """Whoever is taken off the list, and whoever is to have ended by today or to begin later."""
    if before is after:
        return Leaving()
    gone = [
        identity
        for identity, person in before.people.items()
        if (now := after.people.get(identity)) is not person
        and person.is_listed(today)
        and (now is None or not now.is_listed(today))
    ]
    newcomers = sorted(after.people.keys() - before.people.keys())
    known = {bare_id(identity): identity for identity in before.people} if newcomers else {}
    return Leaving(
        people=tuple(before.people[identity] for identity in sorted(gone)),
        teams=_losing(before, frozenset(gone), today=today),
        alike={each: known[bare] for each in newcomers if (bare := bare_id(each)) in known},
    )


def _losing(before: Roster, gone: Collection[PersonId], *, today: date) -> Mapping[UnitId, tuple[int, int]]:
    """Of each unit that any of them leaves, how many leave and how many of today's list it has."""
    if not gone:
        return {}
    units = {each.unit for each in before.memberships if each.person in gone}
    held = {
        (each.unit, each.person)
        for each in before.memberships
        if each.unit in units and each.person in before.people and before.people[each.person].is_listed(today)
    }
    of = Counter(unit for unit, _ in held)
    lost = Counter(unit for unit, person in held if person in gone)
    return {unit: (number, of[unit]) for unit, number in sorted(lost.items())}


def alike_in(roster: Roster) -> Mapping[PersonId, PersonId]:
    """Ids of one list that differ only by capitals or leading zeros: the later one and the earlier."""
    first: dict[str, PersonId] = {}
    found: dict[PersonId, PersonId] = {}
    for identity in roster.people:
        earlier = first.setdefault(bare_id(identity), identity)
        if earlier != identity:
            found[identity] = earlier
    return found


def bare_id(identity: PersonId) -> str:
    """An id without capitals and leading zeros, which spreadsheets lose."""
    return identity.casefold().lstrip("0") or "0"
