"""Who may open which page of the console, of whom, and which roles they give and take there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from bot.domain.administration.revisions import PersonSides
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import READERS, Membership, Role
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme

HeldRoles = Mapping[UnitId, Collection[Role]]
"""The roles that somebody holds now, by unit."""


class ConsolePage(StrEnum):
    OVERVIEW = "overview"
    SCHEDULES = "schedules"
    CALENDAR = "calendar"
    QUESTIONS = "questions"
    TEAMS = "teams"
    PEOPLE = "people"
    ROTA = "rota"
    INVITATIONS = "invitations"
    LOG = "log"
    HEALTH = "health"
    UNITS = "units"
    ME = "me"
    """What is the visitor's alone."""


_OPEN_TO: Final[Mapping[ConsolePage, frozenset[Role]]] = {
    ConsolePage.OVERVIEW: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.SCHEDULES: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.CALENDAR: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.QUESTIONS: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.TEAMS: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.PEOPLE: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.ROTA: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.INVITATIONS: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.LOG: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ConsolePage.HEALTH: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.UNITS: READERS | {Role.MEMBER},
    ConsolePage.ME: frozenset(Role),
}
_OF_ONE_UNIT: Final = frozenset({ConsolePage.UNITS, ConsolePage.ME})
"""What these pages show of a unit, or of somebody in it, is not for those of the units above."""
OWN: Final = frozenset({ConsolePage.ME})
"""These are shown to the person and to nobody else, so not to whoever could have had the link."""
_OF_ALL_UNITS: Final = frozenset({ConsolePage.HEALTH})
"""What these pages show belongs to no unit, so they are there only for those whose roles cover every one."""

OF_THE_WHOLE: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that only who administers everything gives or takes."""


def units_open(page: ConsolePage, held: HeldRoles, tree: UnitTree) -> frozenset[UnitId]:
    """The units of which somebody with these roles may open a page: where they hold one that opens it, and below
    where a page is for those above, too."""
    found: set[UnitId] = set()
    for unit in reversed(tree.bottom_up):  # parents come first
        comes_from_above = page not in _OF_ONE_UNIT and tree.parents[unit] in found
        if comes_from_above or _OPEN_TO[page].intersection(held.get(unit, ())):
            found.add(unit)
    if page in _OF_ALL_UNITS and not found.issuperset(tree.parents):
        return frozenset()
    return frozenset(found)


def runs_or_audits(roles: Collection[Role]) -> bool:
    """Whether somebody with these roles, wherever they hold them, may open any page by which Rounds is run or audited;
    what is told of one unit or of themselves is none of these."""
    return any(not _OPEN_TO[page].isdisjoint(roles) for page in ConsolePage if page not in _OF_ONE_UNIT)


def may_open(page: ConsolePage, held: HeldRoles, tree: UnitTree, *, of: Collection[UnitId] | None = None) -> bool:
    """Whether somebody with these roles may open the page; with `of`, what it shows of something in all these units.

    What somebody may not open does not exist for them: it is answered like a page that is not there.
    """
    own = units_open(page, held, tree)
    return bool(own) if of is None else bool(of) and own.issuperset(of)


def opens_everything(page: ConsolePage, held: HeldRoles, tree: UnitTree) -> bool:
    """Whether nothing of the organisation lies outside what somebody with these roles sees on the page."""
    return may_open(page, held, tree, of=tree.parents)


def roles_given(held: HeldRoles, tree: UnitTree) -> frozenset[Role]:
    """Those that somebody with these roles may give and take in the units that they administer."""
    return frozenset(Role) if opens_everything(ConsolePage.PEOPLE, held, tree) else frozenset(Role) - OF_THE_WHOLE


def taken_away(theirs: Iterable[Membership], held: HeldRoles, tree: UnitTree) -> tuple[Membership, ...]:
    """Which of another's roles somebody with these roles may take away."""
    units, roles = units_open(ConsolePage.PEOPLE, held, tree), roles_given(held, tree)
    return tuple(each for each in theirs if each.unit in units and each.role in roles)


def may_invite(theirs: Collection[Membership], held: HeldRoles, tree: UnitTree) -> bool:
    """Whoever hands out somebody's code could use it, so it is made only by those who administer all that they are."""
    return len(taken_away(theirs, held, tree)) == len(theirs)


def moved_units(before: Programme, after: Programme) -> Iterator[frozenset[UnitId]]:
    """For each unit that stands elsewhere in the tree, the units above it before and after; none where it was, or is,
    at the top. Whoever moves it, or moves it back, has to administer these."""
    above = {unit.id: unit.parent for unit in before.organisation.units}
    for unit in after.organisation.units:
        was = above.get(unit.id, unit.parent)
        if was != unit.parent:
            yield frozenset({was, unit.parent}) if was and unit.parent else frozenset()


def may_undo(
    about: Collection[frozenset[UnitId]], people: Collection[PersonSides], held: HeldRoles, tree: UnitTree
) -> bool:
    """Whether somebody with these roles may turn back a revision: the units that each of its entries is about, and
    the people whom it changed. What is about no unit, or about people who belong to others' units as well, is turned
    back only by those who administer everything."""
    if opens_everything(ConsolePage.TEAMS, held, tree):
        return True
    units, given = units_open(ConsolePage.TEAMS, held, tree), roles_given(held, tree)
    rows = [row for each in people for row in (each.before, each.after) if row is not None]
    roles = {(unit, role) for row in rows for unit, role in row.roles}
    return all(each and each <= units for each in about) and all(
        unit in units and role in given for unit, role in roles
    )
