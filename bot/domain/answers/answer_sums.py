"""What people said, added up by person and kind of question: all that a score cell is made of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.identifiers import PersonId

THIRDS = 3
"""Answers are summed in thirds of a point, in which those of every scale are whole."""
TEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSum:
    """What one person said to one kind of question: how many answers, and their sum in thirds of 0-10."""

    answers: int
    thirds: int

    def __post_init__(self) -> None:
        if self.answers < 1 or not 0 <= self.thirds <= self.answers * THIRDS * TEN:
            raise ValueError(f"{self.answers} answers on 0-10 cannot add up to {self.thirds} thirds")

    @classmethod
    def of(cls, value: float) -> "AnswerSum":
        """One answer on 0-10; thirds of ten are told by floats nearly."""
        return cls(answers=1, thirds=round(value * THIRDS))

    @property
    def mean(self) -> Fraction:
        return Fraction(self.thirds, self.answers * THIRDS)

    def __add__(self, other: "AnswerSum") -> "AnswerSum":
        return AnswerSum(answers=self.answers + other.answers, thirds=self.thirds + other.thirds)


PersonSums = Mapping[PersonId, AnswerSum]


def added(sums: Iterable[PersonSums]) -> dict[PersonId, AnswerSum]:
    """The sums of each person together."""
    found: dict[PersonId, AnswerSum] = {}
    for each in sums:
        for person, own in each.items():
            found[person] = found[person] + own if person in found else own
    return found


def mean_of_means(sums: Iterable[AnswerSum]) -> Fraction:
    """The mean of people's own means, exactly; raises ValueError without anybody."""
    thirds: Counter[int] = Counter()
    people = 0
    for each in sums:  # by number of answers, of which there are few, since fractions are slow
        thirds[each.answers] += each.thirds
        people += 1
    if not people:
        raise ValueError("there is nobody to take the mean of")
    return sum((Fraction(total, answers * THIRDS) for answers, total in thirds.items()), start=Fraction()) / people
