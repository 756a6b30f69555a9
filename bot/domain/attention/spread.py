"""How attention is spread over people: all that administrators are told of it, in counts that point at nobody.

Counted is what was planned, whoever has paused since. Reminders are left out: who gets one has not answered yet.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import LEADS_AND_CHAMPIONS, Role

MOST_TOLD: Final = 4
"""Whoever got more is counted with those who got so many."""
FEWEST: Final = 5
"""Fewer people than these are not told, and counts are told in such steps."""


class AttentionGroup(StrEnum):
    MEMBERS = "members"
    LEADS = "leads"
    """Champions and co-leads."""
    SPONSORS = "sponsors"


Spread = Mapping[AttentionGroup, tuple[int, ...]]
"""By group, how many people got 0, 1, ... `MOST_TOLD` things; each rounded down to a multiple of `FEWEST`."""


def group_of(roles: Collection[Role]) -> AttentionGroup | None:
    """One group for each person, the one that gets most; None for those who get nothing of what counts."""
    if LEADS_AND_CHAMPIONS.intersection(roles):
        return AttentionGroup.LEADS
    if Role.SPONSOR in roles:
        return AttentionGroup.SPONSORS
    return AttentionGroup.MEMBERS if Role.MEMBER in roles else None


def spread(got: Mapping[PersonId, int], roles: Mapping[PersonId, Collection[Role]]) -> Spread:
    """Of everybody who holds a role; a group with fewer people than `FEWEST` is left out."""
    counts: dict[AttentionGroup, Counter[int]] = {}
    for person, held in roles.items():
        group = group_of(held)
        if group is not None:
            counts.setdefault(group, Counter())[min(got.get(person, 0), MOST_TOLD)] += 1
    return {
        group: tuple(counts[group][number] // FEWEST * FEWEST for number in range(MOST_TOLD + 1))
        for group in AttentionGroup
        if group in counts and counts[group].total() >= FEWEST
    }
