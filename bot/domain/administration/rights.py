"""Who may open which page of the console, and of whom."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import assert_never

from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import UnitTree

Held = Mapping[UnitId, Collection[Role]]
"""The roles that somebody holds now, by unit."""


class ConsolePage(StrEnum):
    OVERVIEW = "overview"
    SCHEDULES = "schedules"
    PEOPLE = "people"


def administered(held: Held, tree: UnitTree) -> frozenset[UnitId]:
    """The units that somebody with these roles administers: those where they hold the role, and all below."""
    found: set[UnitId] = set()
    for unit in reversed(tree.bottom_up):  # parents come first
        if Role.ADMINISTRATOR in held.get(unit, ()) or tree.parents[unit] in found:
            found.add(unit)
    return frozenset(found)


def may_open(page: ConsolePage, held: Held, tree: UnitTree, *, of: Collection[UnitId] | None = None) -> bool:
    """Whether somebody with these roles may open the page; with `of`, what it shows of something in all these units.

    What somebody may not open does not exist for them: it is answered like a page that is not there.
    """
    match page:
        case ConsolePage.OVERVIEW | ConsolePage.SCHEDULES | ConsolePage.PEOPLE:
            own = administered(held, tree)
            return bool(own) if of is None else bool(of) and own.issuperset(of)
        case _:
            assert_never(page)
