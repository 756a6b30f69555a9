"""An adversary who keeps every figure ever shown and subtracts them from each other in all possible ways."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

PRIME = 2**61 - 1

Cell = TypeVar("Cell", bound=Hashable)
"""A part that is always shown whole or not at all, such as one team in one week."""


def smallest_isolated(
    sums: Sequence[Mapping[Cell, int]], people: Mapping[Cell, frozenset[str]], *, below: int
) -> frozenset[str] | None:
    """Fewer than `below` people about whom some combination of the shown sums tells something, or None.

    Each sum says how often each cell is added. A group is found out if the rank of all sums falls when the columns
    of its cells are taken away: then some combination is nothing outside the group and something inside
    (Chin and Ozsoyoglu 1982). Exact, in integers modulo a prime.
    """
    cells = sorted({cell for each in sums for cell, times in each.items() if times and people[cell]}, key=repr)
    rows = [[each.get(cell, 0) for cell in cells] for each in sums]
    whole = _rank(rows)
    everybody = sorted(frozenset[str]().union(*(people[cell] for cell in cells)))
    seen: set[frozenset[int]] = set()
    for group in combinations(everybody, min(below - 1, len(everybody))):
        inside = frozenset(at for at, cell in enumerate(cells) if people[cell] <= frozenset(group))
        if inside and inside not in seen:
            seen.add(inside)
            if _rank([[value for at, value in enumerate(row) if at not in inside] for row in rows]) < whole:
                return frozenset(group)
    return None


def _rank(rows: Collection[Sequence[int]]) -> int:
    left = [list(row) for row in rows if any(row)]
    rank = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[rank:] if row[column] % PRIME), None)
        if pivot is None:
            continue
        at = left.index(pivot, rank)
        left[rank], left[at] = left[at], left[rank]
        inverse = pow(pivot[column], -1, PRIME)
        for other in left[rank + 1 :]:
            if other[column] % PRIME:
                factor = other[column] * inverse % PRIME
                for k in range(column, len(other)):
                    other[k] = (other[k] - factor * pivot[k]) % PRIME
        rank += 1
    return rank
