"""Participation: who could be asked, who answered, and how much of the team was heard.

Silence is its own indicator: nothing here ever fills a missing answer in.
"""

from collections.abc import Collection

from bot.domain.indicators.values import Scarcity, Share, TooFew

MINIMUM_PEOPLE = 5  # under this a share points at people


def participation_of(answered: int, reachable: int, *, people: int, minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """Answered over reachable person-weeks, 0-1; too few when under `minimum` different people were within reach.

    The 80 % Wilson interval treats person-weeks as independent; habits make it somewhat too narrow, which is why no
    flag is ever taken from it.
    """
    if people < minimum:
        return TooFew(because=Scarcity.ASKED, found=people, needed=minimum)
    return Share.wilson(answered, reachable)


def breadth_of(heard: Collection[str], *, listed: Collection[str], minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """Share of the team list that was heard at least once, 0-1; over the list, not over reach.

    `listed` are the ids of those in the team now; whoever left is not counted as heard.
    """
    people = frozenset(listed)
    if len(people) < minimum:
        return TooFew(because=Scarcity.LISTED, found=len(people), needed=minimum)
    return Share.wilson(len(people.intersection(heard)), len(people))
