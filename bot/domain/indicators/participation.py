"""Participation: who could be asked, who answered, and how much of the team was heard.

Silence is its own indicator: nothing here ever fills a missing answer in (measurement.md section 2.1).
"""

from collections.abc import Collection, Iterable

from bot.domain.indicators.person_weeks import PersonWeek
from bot.domain.indicators.values import Scarcity, Share, TooFew
from bot.domain.indicators.windows import Window

MINIMUM_PEOPLE = 5  # under this a share points at people (design.md section 5)


def participation(rows: Iterable[PersonWeek], *, window: Window, minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """Answered over reachable person-weeks of one team in the window (P4 with four weeks), 0-1.

    The 80 % Wilson interval treats person-weeks as independent; habits make it somewhat too narrow, which
    is why no flag is ever taken from it. Too few when under `minimum` different people were within reach.
    """
    reach = [row for row in window.of(rows) if row.reachable]
    people = len({row.member for row in reach})
    return participation_of(sum(row.answered for row in reach), len(reach), people=people, minimum=minimum)


def participation_of(answered: int, reachable: int, *, people: int, minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """`participation` from person-weeks that were counted already, and the different people within reach."""
    if people < minimum:
        return TooFew(because=Scarcity.ASKED, found=people, needed=minimum)
    return Share.wilson(answered, reachable)


def breadth(
    rows: Iterable[PersonWeek], *, listed: Collection[str], window: Window, minimum: int = MINIMUM_PEOPLE
) -> Share | TooFew:
    """Share of the team list heard at least once in the window, 0-1; over the list, not over reach.

    `listed` are the ids of those in the team at the window's end; whoever left is not counted as heard.
    """
    return breadth_of({row.member for row in window.of(rows) if row.answered}, listed=listed, minimum=minimum)


def breadth_of(heard: Collection[str], *, listed: Collection[str], minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """`breadth` from the ids of those who were heard in the window."""
    people = frozenset(listed)
    if len(people) < minimum:
        return TooFew(because=Scarcity.LISTED, found=len(people), needed=minimum)
    return Share.wilson(len(people.intersection(heard)), len(people))


def could_not_be_asked(
    rows: Iterable[PersonWeek], *, listed: Collection[str], window: Window, minimum: int = MINIMUM_PEOPLE
) -> Share | TooFew:
    """Share of the team list without one reachable week in the window: leave, nights, not joined, stopped."""
    return not_asked_of({row.member for row in window.of(rows) if row.reachable}, listed=listed, minimum=minimum)


def not_asked_of(reached: Collection[str], *, listed: Collection[str], minimum: int = MINIMUM_PEOPLE) -> Share | TooFew:
    """`could_not_be_asked` from the ids of those within reach in the window."""
    people = frozenset(listed)
    if len(people) < minimum:
        return TooFew(because=Scarcity.LISTED, found=len(people), needed=minimum)
    return Share.wilson(len(people.difference(reached)), len(people))


def people_asked(rows: Iterable[PersonWeek], *, window: Window) -> int:
    """Different people within reach at least once in the window."""
    return len({row.member for row in window.of(rows) if row.reachable})


def people_heard(rows: Iterable[PersonWeek], *, window: Window) -> int:
    """Different people who answered at least once in the window."""
    return len({row.member for row in window.of(rows) if row.answered})
