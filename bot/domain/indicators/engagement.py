"""Engagement scores: answers on 0-10 less item difficulty."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Self

from bot.domain.indicators.person_weeks import HIGHEST_SCORE, LOWEST_SCORE
from bot.domain.indicators.score_kinds import ScoreKind

TEN = 10.0
ITEM_WEIGHT = 20.0  # answers' worth of trust in the organisation's mean over all questions


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredAnswer:
    """One answer on 0-10 after polarity. `question` names the question version.

    `person` is any key that is the same for one person within the epoch. It counts under its `kind`.
    """

    question: str
    person: Hashable
    value: float
    kind: ScoreKind

    def __post_init__(self) -> None:
        if not 0 <= self.value <= TEN:
            raise ValueError(f"an answer on 0-10 cannot be {self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDifficulty:
    """The organisation's shrunk mean of each question version, 0-10, and of all answers together."""

    overall: float
    of_question: Mapping[str, float]

    @classmethod
    def from_tallies(cls, tallies: Mapping[str, tuple[int, float]], *, weight: float = ITEM_WEIGHT) -> Self:
        """From (count, sum on 0-10) per question version: the mean of all answers weighs as much as `weight` answers.

        Without any answer the middle of the scale stands for everything.
        """
        count = sum(n for n, _ in tallies.values())
        overall = sum(total for _, total in tallies.values()) / count if count else TEN / 2
        return cls(
            overall=overall,
            of_question={key: (total + weight * overall) / (n + weight) for key, (n, total) in tallies.items()},
        )

    def adjust(self, answer: ScoredAnswer) -> float:
        """The answer less what its question makes easy or hard, clipped to 0-10."""
        difficulty = self.of_question.get(answer.question, self.overall)
        return min(TEN, max(0.0, answer.value - difficulty + self.overall))


def week_score(answers: Iterable[ScoredAnswer], *, difficulty: ItemDifficulty) -> float | None:
    """A person-week's score: mean of the adjusted answers put back on 1-4; None without any."""
    values = [difficulty.adjust(answer) for answer in answers]
    if not values:
        return None
    return LOWEST_SCORE + (HIGHEST_SCORE - LOWEST_SCORE) * fmean(values) / TEN
