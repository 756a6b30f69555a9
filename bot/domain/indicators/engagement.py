"""Engagement scores: answers on 0-10 less item difficulty, as shrunk means per dimension."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean
from typing import Self

from bot.domain.indicators.participation import MINIMUM_PEOPLE
from bot.domain.indicators.person_weeks import HIGHEST_SCORE, LOWEST_SCORE
from bot.domain.indicators.values import Estimate, Scarcity, TooFew

CONFIDENCE = 0.8
GREYED_WIDTH = 3.0  # points of 0-10: an interval wider than this says too little (measurement.md section 2.2)
TEN = 10.0

# Spread of people around their team's mean in real votes (0.63 of 1-4 between, 0.69 within), on 0-10.
PERSON_SD = 2.1
ANSWER_SD = 2.3
TEAM_SD = 0.8
ITEM_WEIGHT = 20.0  # answers' worth of trust in the organisation's mean over all questions


def on_ten(value: float, *, lowest: float, highest: float, reverse: bool = False) -> float:
    """An answer on its scale put on 0-10, so that high is always good.

    likert4: lowest 1, highest 4. yes_no: 0 and 1. rating10: 0 and 10. `reverse` for polarity `-`.
    """
    if not lowest <= value <= highest or lowest == highest:
        raise ValueError(f"{value} does not lie on a scale from {lowest} to {highest}")
    share = (value - lowest) / (highest - lowest)
    return TEN * (1 - share if reverse else share)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredAnswer:
    """One answer on 0-10 after polarity. `question` names the question version.

    `person` is any key that is the same for one person within the epoch. `dimensions` are the tags under
    which it counts (a competency, a facet, a special kind).
    """

    question: str
    person: Hashable
    value: float
    dimensions: frozenset[str]

    def __post_init__(self) -> None:
        if not 0 <= self.value <= TEN:
            raise ValueError(f"an answer on 0-10 cannot be {self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDifficulty:
    """The organisation's shrunk mean of each question version, 0-10, and of all answers together."""

    overall: float
    of_question: Mapping[str, float]

    @classmethod
    def of(cls, answers: Iterable[ScoredAnswer], *, weight: float = ITEM_WEIGHT) -> Self:
        """Each question's mean, shrunk to the mean of all answers as if by `weight` further answers.

        Without any answer the middle of the scale stands for everything.
        """
        values: dict[str, list[float]] = defaultdict(list)
        for answer in answers:
            values[answer.question].append(answer.value)
        return cls.from_tallies({key: (len(held), sum(held)) for key, held in values.items()}, weight=weight)

    @classmethod
    def from_tallies(cls, tallies: Mapping[str, tuple[int, float]], *, weight: float = ITEM_WEIGHT) -> Self:
        """The same from (count, sum on 0-10) per question version, as closed epochs keep it."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is believed of a team before its own answers, on 0-10: the organisation's mean and the spreads."""

    mean: float
    team_sd: float = TEAM_SD
    person_sd: float = PERSON_SD
    answer_sd: float = ANSWER_SD

    def __post_init__(self) -> None:
        if min(self.team_sd, self.person_sd, self.answer_sd) <= 0:
            raise ValueError("spreads are positive")


def score(
    answers: Iterable[ScoredAnswer],
    *,
    prior: Prior,
    difficulty: ItemDifficulty | None = None,
    minimum: int = MINIMUM_PEOPLE,
) -> Estimate | TooFew:
    """Shrunk mean on 0-10 of one team, window and dimension, with an 80 % interval (empirical Bayes).

    Each person counts with the precision of their own mean, person_sd^2 + answer_sd^2 / answers, so that
    nobody counts by the number of answers alone. Too few when under `minimum` people were heard.
    """
    by_person: dict[Hashable, list[float]] = defaultdict(list)
    for answer in answers:
        by_person[answer.person].append(difficulty.adjust(answer) if difficulty else answer.value)
    if len(by_person) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(by_person), needed=minimum)
    weights = [
        (fmean(values), 1 / (prior.person_sd**2 + prior.answer_sd**2 / len(values))) for values in by_person.values()
    ]
    precision = 1 / prior.team_sd**2 + sum(weight for _, weight in weights)
    # Summed in sorted order, so that the order of rows cannot change the last digit.
    mean = (prior.mean / prior.team_sd**2 + sum(sorted(m * w for m, w in weights))) / precision
    half = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) / sqrt(precision)
    return Estimate(value=mean, low=max(0.0, min(mean, mean - half)), high=min(TEN, mean + half), people=len(by_person))


def score_by_dimension(
    answers: Iterable[ScoredAnswer],
    *,
    priors: Mapping[str, Prior],
    difficulty: ItemDifficulty | None = None,
    minimum: int = MINIMUM_PEOPLE,
) -> dict[str, Estimate | TooFew]:
    """`score` for every dimension that has a prior, from those answers that carry its tag."""
    held = list(answers)
    return {
        dimension: score(
            (answer for answer in held if dimension in answer.dimensions),
            prior=prior,
            difficulty=difficulty,
            minimum=minimum,
        )
        for dimension, prior in priors.items()
    }


def is_greyed(estimate: Estimate) -> bool:
    """Whether the interval is too wide to read the figure as a figure."""
    return estimate.width > GREYED_WIDTH
