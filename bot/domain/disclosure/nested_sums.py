"""Which people a figure takes in, so that no difference between two figures isolates too few of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.disclosure.organisation_line import ORGANISATION_PEOPLE, ORGANISATION_TEAMS
from bot.domain.disclosure.release_requests import WeekCase
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a unit's figure is made of: whole microsystems, and the people who are in it and in no figure below."""

    leaves: frozenset[UnitId] = frozenset()
    own: frozenset[PersonId] = frozenset()


def has_enough(case: WeekCase, people: frozenset[PersonId]) -> bool:
    return len(people - case.readers) >= case.privacy.minimum_group


def cells_of(case: WeekCase, people: Mapping[UnitId, frozenset[PersonId]]) -> dict[Scope, Cell]:
    """Which microsystems each unit's figure takes in, bottom up, so that no difference isolates too few people.

    Linear in the units and people of each level. A microsystem shows itself if it has enough people. A unit above
    shows what its children show; what stays hidden below it joins only if it is enough people together.
    """
    cells: dict[Scope, Cell] = {}
    hidden: dict[Scope, frozenset[UnitId]] = {}
    scopes: Sequence[Scope] = (*case.tree.bottom_up, ORGANISATION)
    for scope in scopes:
        below = case.tree.roots if isinstance(scope, Whole) else case.tree.children.get(scope, ())
        if not below and not isinstance(scope, Whole):
            own = people.get(scope, frozenset())
            shown = has_enough(case, own)
            cells[scope] = Cell(leaves=frozenset({scope}), own=own) if shown else Cell()
            hidden[scope] = frozenset() if shown or not own else frozenset({scope})
            continue
        leaves = frozenset[UnitId]().union(*(cells[child].leaves for child in below))
        left_out = frozenset[UnitId]().union(*(hidden[child] for child in below))
        together = frozenset[PersonId]().union(*(people[leaf] for leaf in left_out))
        if has_enough(case, together):
            cells[scope], hidden[scope] = Cell(leaves=leaves | left_out, own=together), frozenset()
        else:
            cells[scope], hidden[scope] = Cell(leaves=leaves), left_out
    return cells


def makes_organisation_line(case: WeekCase, cell: Cell, people: Mapping[UnitId, frozenset[PersonId]]) -> bool:
    """Whether these are teams and people enough for the organisation's own line."""
    everybody = frozenset[PersonId]().union(*(people[leaf] for leaf in cell.leaves)) - case.readers
    return len(cell.leaves) >= ORGANISATION_TEAMS and len(everybody) >= ORGANISATION_PEOPLE
