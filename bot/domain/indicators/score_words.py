"""Scores in words: the mean of a cell's contributors is told as one word, and all else is computed from words.

Why a mean is never told itself. Three words leave room for everybody: with five contributors or more, of whom one
tells what they said, each of the others may have been at either end of the scale, whichever word it is. Five words are
finer, so they are used from ten contributors. A test goes through all scales and all numbers of contributors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction

TEN = Fraction(10)


class Agreement(StrEnum):
    """A score in words."""

    STRONGLY_DISAGREE = "strongly_disagree"
    DISAGREE = "disagree"
    MIXED = "mixed"
    AGREE = "agree"
    STRONGLY_AGREE = "strongly_agree"

    @property
    def disagrees(self) -> bool:
        return self in (Agreement.DISAGREE, Agreement.STRONGLY_DISAGREE)

    @property
    def agrees(self) -> bool:
        return self in (Agreement.AGREE, Agreement.STRONGLY_AGREE)


class Vocabulary(Enum):
    """How many words there are for a score. A group is told in one of them, never in the other."""

    THREE = 3
    FIVE = 5


_MIDDLES = {
    Vocabulary.THREE: {Agreement.DISAGREE: 2, Agreement.MIXED: 5, Agreement.AGREE: 8},
    Vocabulary.FIVE: {
        Agreement.STRONGLY_DISAGREE: 1,
        Agreement.DISAGREE: 3,
        Agreement.MIXED: 5,
        Agreement.AGREE: 7,
        Agreement.STRONGLY_AGREE: 9,
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWord:
    """One word of a vocabulary: `disagree` of three reaches from 0 to 4, `disagree` of five from 2 to 4."""

    agreement: Agreement
    vocabulary: Vocabulary

    def __post_init__(self) -> None:
        if self.agreement not in _MIDDLES[self.vocabulary]:
            raise ValueError(f"{self.agreement.value} is no word of {self.vocabulary.value}")

    def __str__(self) -> str:
        return f"{self.agreement.value}/{self.vocabulary.value}"

    @classmethod
    def parse(cls, text: str) -> "ScoreWord":
        """The inverse of `str`; raises ValueError for any other text."""
        agreement, _, of = text.partition("/")
        return cls(agreement=Agreement(agreement), vocabulary=Vocabulary(int(of)))

    @property
    def middle(self) -> int:
        """The middle of what the word stands for, on 0-10: its value in charts and in all later computing."""
        return _MIDDLES[self.vocabulary][self.agreement]


def words_of(vocabulary: Vocabulary) -> tuple[ScoreWord, ...]:
    """All words of a vocabulary, from disagreement to agreement."""
    return tuple(ScoreWord(agreement=agreement, vocabulary=vocabulary) for agreement in _MIDDLES[vocabulary])


def word_of(mean: Fraction, vocabulary: Vocabulary) -> ScoreWord:
    """The word for a mean on 0-10."""
    if not 0 <= mean <= TEN:
        raise ValueError(f"a mean on 0-10 cannot be {mean}")
    return ScoreWord(
        agreement=_of_three(mean) if vocabulary is Vocabulary.THREE else _of_five(mean), vocabulary=vocabulary
    )


def _of_three(mean: Fraction) -> Agreement:
    if mean <= 4:
        return Agreement.DISAGREE
    return Agreement.MIXED if mean < 6 else Agreement.AGREE


def _of_five(mean: Fraction) -> Agreement:
    if mean < 4:
        return Agreement.STRONGLY_DISAGREE if mean <= 2 else Agreement.DISAGREE
    if mean <= 6:
        return Agreement.MIXED
    return Agreement.AGREE if mean < 8 else Agreement.STRONGLY_AGREE


def word_mean(words: Iterable[tuple[ScoreWord, int]]) -> Fraction:
    """The mean of words' middles, each with its weight; raises ValueError without any."""
    weighed = list(words)
    weight = sum(each for _, each in weighed)
    if not weight:
        raise ValueError("there is no word to take the mean of")
    return Fraction(sum(word.middle * each for word, each in weighed), weight)


def coarsest(words: Iterable[ScoreWord]) -> Vocabulary:
    """The vocabulary for a mean of words: no finer than any of them."""
    return min((word.vocabulary for word in words), key=lambda each: each.value)
