"""Which half of the scale a contributor was on: exact, from the word that a score was told in and what attackers said.

Values are in thirds of a point, so that answers on every scale are whole numbers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from bot.domain.identifiers import PersonId
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary

TOP = 30
"""The upper end of the scale, in thirds of a point."""
ENDS = (0, TOP)
EDGES: Mapping[Vocabulary, Mapping[Agreement, tuple[int, bool, int, bool]]] = {
    Vocabulary.THREE: {
        Agreement.DISAGREE: (0, True, 4, True),
        Agreement.MIXED: (4, False, 6, False),
        Agreement.AGREE: (6, True, 10, True),
    },
    Vocabulary.FIVE: {
        Agreement.STRONGLY_DISAGREE: (0, True, 2, True),
        Agreement.DISAGREE: (2, False, 4, False),
        Agreement.MIXED: (4, True, 6, True),
        Agreement.AGREE: (6, False, 8, False),
        Agreement.STRONGLY_AGREE: (8, True, 10, True),
    },
}
"""The means that each word stands for, on 0-10: from and to, and whether either belongs to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFact:
    """A score in a word, shown from `least` contributors."""

    word: ScoreWord
    least: int
    choices: Mapping[PersonId, frozenset[int]]
    """What each of the people who were asked could say, in thirds of a point."""
    means: Mapping[PersonId, Fraction]
    """The truth: each contributor's own mean."""
    attackers: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Pinned:
    """A contributor who cannot have been at one end of the scale."""

    person: PersonId
    not_at: int
    confidant: PersonId | None


def pinned(fact: WordFact) -> Iterator[Pinned]:
    """Attackers alone, and with each colleague, against everybody else of whom it may be said."""
    told = sum((mean * 3 for each, mean in fact.means.items() if each in fact.attackers), start=Fraction())
    knowing = len(fact.means.keys() & fact.attackers)
    by_mean = {fact.means[person]: person for person in sorted(fact.means.keys() - fact.attackers)}
    yield from _pinned(fact, told, knowing, confidant=None)
    for mean, confidant in by_mean.items():
        yield from _pinned(fact, told + mean * 3, knowing + 1, confidant=confidant)


def _pinned(fact: WordFact, told: Fraction, knowing: int, *, confidant: PersonId | None) -> Iterator[Pinned]:
    others = {
        person: choices
        for person, choices in fact.choices.items()
        if person not in fact.attackers and person != confidant
    }
    kinds = Counter(others.values())
    for kind in kinds:
        left = kinds - Counter([kind])
        for end in ENDS:
            if not _is_possible(fact, told + end, knowing + 1, left):
                for person in sorted(others.keys() & fact.means.keys()):
                    if others[person] == kind:
                        yield Pinned(person=person, not_at=end, confidant=confidant)


def _is_possible(fact: WordFact, known: Fraction, knowing: int, others: Mapping[frozenset[int], int]) -> bool:
    """Whether the word can be given by those whose answers are known, and any others beside them."""
    pool = tuple(sorted((tuple(sorted(choices)), people) for choices, people in others.items()))
    low, takes_low, high, takes_high = EDGES[fact.word.vocabulary][fact.word.agreement]
    for contributors in range(max(fact.least, knowing), knowing + sum(others.values()) + 1):
        least, most = low * 3 * contributors - known, high * 3 * contributors - known
        first = max(0, ceil(least) if takes_low else floor(least) + 1)
        last = floor(most) if takes_high else ceil(most) - 1
        if last >= first and (_totals(pool, contributors - knowing) >> first) & ((1 << (last - first + 1)) - 1):
            return True
    return False


@lru_cache(maxsize=4096)  # teams are of few sizes, and asked on few scales
def _totals(pool: tuple[tuple[tuple[int, ...], int], ...], count: int) -> int:
    """What so many of these people may say together, as bits; `pool` has people by what they can say."""
    found = {0: 1}
    for choices, people in pool:
        sums = {0: 1}
        for number in range(1, min(people, count) + 1):
            sums[number] = 0
            for choice in choices:
                sums[number] |= sums[number - 1] << choice
        joined: dict[int, int] = {}
        for used, before in found.items():
            for more, bits in sums.items():
                if used + more <= count:
                    joined[used + more] = joined.get(used + more, 0) | _spread(before, bits)
        found = joined
    return found.get(count, 0)


def _spread(first: int, second: int) -> int:
    """All sums of a bit of the one and a bit of the other."""
    found, at = 0, 0
    while second:
        if second & 1:
            found |= first << at
        second, at = second >> 1, at + 1
    return found
