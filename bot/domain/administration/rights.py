"""Who may open which page of the console, and of whom."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import UnitTree

Held = Mapping[UnitId, Collection[Role]]
"""The roles that somebody holds now, by unit."""


class ConsolePage(StrEnum):
    OVERVIEW = "overview"
    SCHEDULES = "schedules"
    PEOPLE = "people"
    LOG = "log"


_OPEN_TO: Final[Mapping[ConsolePage, frozenset[Role]]] = {
    ConsolePage.OVERVIEW: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.SCHEDULES: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.PEOPLE: frozenset({Role.ADMINISTRATOR}),
    ConsolePage.LOG: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
}


def units_open(page: ConsolePage, held: Held, tree: UnitTree) -> frozenset[UnitId]:
    """The units of which somebody with these roles may open a page: where they hold one that opens it, and below."""
    found: set[UnitId] = set()
    for unit in reversed(tree.bottom_up):  # parents come first
        if _OPEN_TO[page].intersection(held.get(unit, ())) or tree.parents[unit] in found:
            found.add(unit)
    return frozenset(found)


def may_open(page: ConsolePage, held: Held, tree: UnitTree, *, of: Collection[UnitId] | None = None) -> bool:
    """Whether somebody with these roles may open the page; with `of`, what it shows of something in all these units.

    What somebody may not open does not exist for them: it is answered like a page that is not there.
    """
    own = units_open(page, held, tree)
    return bool(own) if of is None else bool(of) and own.issuperset(of)
