"""Notes beside the indicators: influence, latency, polarisation, comments. None of them ever raises an alarm.

In real votes volatility predicted nothing and latency was not tested; reactions to comments did foretell silence
(measurement.md section 2.2), which is why they are worth a note.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median, stdev
from typing import TypeVar

from bot.domain.indicators.engagement import TEN
from bot.domain.indicators.participation import MINIMUM_PEOPLE
from bot.domain.indicators.values import Scarcity, Share, TooFew

Person = TypeVar("Person", bound=Hashable)
COMMENT_PEOPLE = 10  # comments and polarisation point at people sooner than scores do (design.md section 5)


class Influence(StrEnum):
    """Answers to "something I raised changed how we work"."""

    YES = "yes"
    NO = "no"
    RAISED_NOTHING = "raised nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in the unit that its function names, with the people behind it."""

    value: float
    people: int


def influence(answers: Mapping[Person, Influence], *, minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """Share of yes among the people who raised something; the newest answer of each person (Buchanan et al 1997)."""
    raised = [answer for answer in answers.values() if answer is not Influence.RAISED_NOTHING]
    if len(raised) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(raised), needed=minimum)
    return Share.wilson(sum(answer is Influence.YES for answer in raised), len(raised))


def latency(
    hours: Mapping[Person, Sequence[float]],
    *,
    usual: Mapping[Person, float],
    minimum: int = MINIMUM_PEOPLE,
) -> Amount | TooFew:
    """How long answers take against each person's own habit: median over people of their median over `usual`.

    `hours` of working time from delivery to answer in the window, by person; 1 is as ever, 2 twice as long.
    People without answers or without a habit do not count.
    """
    ratios = [median(held) / usual[person] for person, held in hours.items() if held and usual.get(person, 0) > 0]
    if len(ratios) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(ratios), needed=minimum)
    return Amount(value=median(ratios), people=len(ratios))


def polarisation(scores: Mapping[Person, Sequence[float]], *, minimum: int = COMMENT_PEOPLE) -> Amount | TooFew:
    """Standard deviation between people of their mean score on 0-10 over the window (12 weeks)."""
    means = [fmean(values) for values in scores.values() if values]
    if any(not 0 <= mean <= TEN for mean in means):
        raise ValueError("scores lie on 0-10")
    if len(means) < minimum:
        return TooFew(because=Scarcity.HEARD, found=len(means), needed=minimum)
    return Amount(value=stdev(means), people=len(means))


def comment_activity(
    *, heard: Collection[Hashable], comments: int, reactions: int, minimum: int = COMMENT_PEOPLE
) -> Amount | TooFew:
    """Comments and reactions per person heard over the window (8 weeks)."""
    people = len(set(heard))
    if people < minimum:
        return TooFew(because=Scarcity.HEARD, found=people, needed=minimum)
    return Amount(value=(comments + reactions) / people, people=people)
