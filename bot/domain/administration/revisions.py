"""Numbered revisions of the programme and the people, and what is needed to turn one back or to merge with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.administration.log import Author, RevisionSource
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.differing import NOTHING, differing, roles_of_some
from bot.domain.organisation.people import Membership, Person, Role, Roster
from bot.domain.programme.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person as the roster has them, with all their roles, and without an address."""

    person: Person
    roles: frozenset[tuple[UnitId, Role]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSides:
    """The programme before and after a revision; there was none before the first."""

    before: Programme | None
    after: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSides:
    """One person's row before and after a revision: None where they were not on the list."""

    before: PersonRow | None
    after: PersonRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionParts:
    """What a revision changed. People who were erased since are not in it."""

    programme: ProgrammeSides | None = None
    people: Mapping[PersonId, PersonSides] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    number: int
    at: datetime
    author: Author
    based_on: int
    """The revision that its author knew; less than the one before for what was merged."""
    undoes: int | None = None

    @property
    def is_merged(self) -> bool:
        return self.based_on < self.number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeState:
    """Programme and people together, as they were or will be at one revision."""

    programme: Programme | None
    roster: Roster
    number: int


def parts_between(before: ProgrammeState, after: ProgrammeState) -> RevisionParts:
    """What differs between two states."""
    if after.programme is None:
        raise ValueError("a revision has a programme")
    same = before.programme == after.programme
    changed = differing(before.roster, after.roster)
    old, new = _rows_of_some(before.roster, changed), _rows_of_some(after.roster, changed)
    return RevisionParts(
        programme=None if same else ProgrammeSides(before=before.programme, after=after.programme),
        people={
            person: PersonSides(before=old.get(person), after=new.get(person))
            for person in changed
            if old.get(person) != new.get(person)  # an address is in no row
        },
    )


def _rows_of_some(roster: Roster, people: Collection[PersonId]) -> Mapping[PersonId, PersonRow]:
    held = roles_of_some(roster.memberships, people)
    return {
        person: PersonRow(person=roster.people[person], roles=held.get(person, NOTHING))
        for person in people
        if person in roster.people
    }


def rows_of(roster: Roster) -> dict[PersonId, PersonRow]:
    roles: dict[PersonId, set[tuple[UnitId, Role]]] = {person: set() for person in roster.people}
    for membership in roster.memberships:
        if membership.person in roles:
            roles[membership.person].add((membership.unit, membership.role))
    return {person: PersonRow(person=each, roles=frozenset(roles[person])) for person, each in roster.people.items()}


def turned_back(state: ProgrammeState, parts: RevisionParts) -> ProgrammeState:
    """The state before the newest revision, whose parts these are."""
    rows = rows_of(state.roster)
    for person, sides in parts.people.items():
        if sides.before is None:
            rows.pop(person, None)
        else:
            rows[person] = sides.before
    return ProgrammeState(
        programme=state.programme if parts.programme is None else parts.programme.before,
        roster=roster_of(rows),
        number=state.number - 1,
    )


def base_of_files(recorded: Sequence[Revision], *, newest: int) -> int:
    """On which revision files without a number are based: the newest that says just what files said.

    Everything before the first that was recorded came from files. What was merged from files says more than they do.
    """
    from_files = [each.number for each in recorded if each.author.source is RevisionSource.FILES and not each.is_merged]
    if from_files:
        return from_files[-1]
    return recorded[0].number - 1 if recorded else newest


def roster_of(rows: Mapping[PersonId, PersonRow]) -> Roster:
    """A roster without addresses, which changes none."""
    return Roster(
        people={person: row.person for person, row in rows.items()}, memberships=frozenset(_memberships(rows))
    )


def _memberships(rows: Mapping[PersonId, PersonRow]) -> Iterator[Membership]:
    for person, row in rows.items():
        for unit, role in row.roles:
            yield Membership(person=person, unit=unit, role=role)
