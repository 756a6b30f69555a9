"""What is noted beside the answers of one person while a quarter is open: how long they took, and words of their own.

Kept sealed with the sums of the running block and of the epoch, and gone with them. Never a moment: only whole waking
hours, added up as logarithms. A geometric mean adds up over weeks, which a median does not, and like a median it is
hardly moved by one long wait.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log2
from types import MappingProxyType

from bot.domain.identifiers import PersonId

Aside = tuple[int, int, int]
"""Answers of which the hours are known, the sum over them of log2(hours + 1) in hundredths, and answers in words."""
Asides = Mapping[PersonId, Aside]
OF_NOBODY: Asides = MappingProxyType({})


@lru_cache(maxsize=512)  # a week brings many thousands of answers and few different hours
def of_answer(hours: int | None, *, in_words: bool) -> Aside:
    """One answer; `hours` is None where an answer replaced another, since nobody knows any more when that came."""
    return (0, 0, int(in_words)) if hours is None else (1, round(100 * log2(hours + 1)), int(in_words))


def added(first: Aside, second: Aside) -> Aside:
    return first[0] + second[0], first[1] + second[1], first[2] + second[2]


def together(parts: Iterable[Asides]) -> Asides:
    """The asides of several weeks or blocks, by person."""
    found: dict[PersonId, Aside] = {}
    for part in parts:
        for person, aside in part.items():
            found[person] = added(found[person], aside) if person in found else aside
    return found


def typical_hours(aside: Aside) -> float:
    """The geometric mean of hours + 1; at least one answer's hours are known."""
    return float(2 ** (aside[1] / 100 / aside[0]))
