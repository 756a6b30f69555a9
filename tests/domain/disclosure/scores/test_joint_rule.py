"""The joint rule against everything that could have happened in small atoms."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations, product
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DrawFn, composite, integers, sampled_from, sets

from bot.domain.disclosure.bands import Band, bands
from bot.domain.disclosure.scores.joint_rule import ReachWeek, fixes_nobody, vouching_weeks
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek

W1 = IsoWeek.parse("2026-W02")
SIX = [PersonId(name) for name in "abcdef"]
ALL = 63

Heard = tuple[frozenset[PersonId], ...]
"""Who was heard, week by week."""


class Week:
    """A week as everybody may know it."""

    def __init__(self, at: int, within: frozenset[PersonId], asked: frozenset[PersonId], band: Band) -> None:
        self.within, self.asked, self.band = within, asked, band
        self.reach = ReachWeek(week=W1 + at, within=within, asked=asked, most=band.high)

    def histories(self) -> Iterator[frozenset[PersonId]]:
        for count in range(self.band.low, self.band.high + 1):
            for heard in combinations(sorted(self.within), count):
                yield frozenset(heard)


@composite
def a_block(draw: DrawFn, *, weeks: int = 2) -> list[Week]:
    block = []
    for at in range(weeks):
        within = frozenset(draw(sets(sampled_from(SIX), min_size=5)))
        asked = within if draw(integers(0, 3)) else frozenset(draw(sets(sampled_from(sorted(within)))))
        block.append(Week(at, within, asked, draw(sampled_from(bands(len(within))))))
    return block


def parts_that_are_fixed(weeks: Sequence[Week], cells: Sequence[int]) -> set[str]:
    """What somebody learns who knows all lists, bands and outcomes, and what one member did.

    `cells` say how many contributors each score cell takes. All of them ask in all weeks: whoever is heard in a week
    in which they were asked may have contributed to each, or to none. People are bits.
    """
    asked = [bits(week.asked) for week in weeks]
    seen: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for history in product(*(map(bits, week.histories()) for week in weeks)):
        able = reduce(or_, (heard & those for heard, those in zip(history, asked, strict=True)))
        at_all = reduce(or_, history)
        for teller in range(len(SIX)):
            mine = 1 << teller
            others = (able & ~mine).bit_count()
            for said in product((0, 1) if able & mine else (0,), repeat=len(cells)):
                for outcome in product((True, False), repeat=len(cells)):
                    ways = [
                        (max(0, least - own), others) if shown else (0, min(others, least - 1 - own))
                        for least, own, shown in zip(cells, said, outcome, strict=True)
                    ]
                    if any(fewest > most for fewest, most in ways):
                        continue
                    now = [(heard, ALL & ~heard) for heard in (*history, at_all)]
                    now += [(able if most else 0, ALL if fewest < others else ALL & ~able) for fewest, most in ways]
                    key = (teller, tuple(heard & mine for heard in history), said, outcome)
                    before = seen.get(key, [(0, 0)] * len(now))
                    seen[key] = [(yes | y, no | n) for (yes, no), (y, n) in zip(before, now, strict=True)]
    within = [bits(week.within) for week in weeks]
    names = [*(f"week {at}" for at in range(len(weeks))), "all weeks", *(f"cell {at}" for at in range(len(cells)))]
    able_to = [*within, reduce(or_, within), *[reduce(or_, asked)] * len(cells)]
    return {
        f"{SIX[person]} in {name}"
        for (teller, *_), known in seen.items()
        for name, could, (yes, no) in zip(names, able_to, known, strict=True)
        for person in range(len(SIX))
        if person != teller and could >> person & 1 and not (yes & no) >> person & 1
    }


def bits(people: frozenset[PersonId]) -> int:
    return sum(1 << SIX.index(person) for person in people)


@pytest.mark.drill
@settings(max_examples=40, deadline=None)
@given(weeks=a_block(), least=integers(3, 5))
def test_a_cell_that_is_made_fixes_nobody_s_part_whether_it_is_shown_or_not(weeks: list[Week], least: int) -> None:
    if fixes_nobody([week.reach for week in weeks], least=least):
        assert parts_that_are_fixed(weeks, [least]) == set()


@pytest.mark.drill
@settings(max_examples=40, deadline=None)
@given(weeks=a_block(), least=integers(3, 4), other=integers(3, 4))
def test_cells_that_different_weeks_vouch_for_fix_nobody_s_part_together(
    weeks: list[Week], least: int, other: int
) -> None:
    """Both ask in both weeks."""
    reach = [week.reach for week in weeks]
    first = vouching_weeks(reach, least=least)
    second = vouching_weeks(reach, least=other, taken=frozenset(first))
    if first and second:
        assert parts_that_are_fixed(weeks, [least, other]) == set()


def test_shown_after_a_week_of_few_would_prove_who_was_silent_first_and_answered_later() -> None:
    """Two of six at most in the first week; later only three of them are asked. Five contributors need all of them."""
    later = frozenset(SIX[:5])
    first = Week(0, frozenset(SIX), frozenset(SIX), Band(low=0, high=2))
    second = Week(1, later, frozenset(SIX[:3]), Band(low=3, high=5))
    weeks = [first, second]
    assert "a in week 0" in parts_that_are_fixed(weeks, [5])
    assert not fixes_nobody([week.reach for week in weeks], least=5)


def test_a_place_is_kept_for_those_who_were_not_asked_this() -> None:
    """Whoever is heard about something else takes a place in the week's band, too."""
    first = Week(0, frozenset(SIX), frozenset(SIX[1:]), Band(low=3, high=3))
    second = Week(1, frozenset(SIX), frozenset(SIX), Band(low=0, high=2))
    assert "a in week 0" in parts_that_are_fixed([first, second], [3])
    assert not fixes_nobody([first.reach, second.reach], least=3)
    everybody = Week(0, frozenset(SIX), frozenset(SIX), Band(low=3, high=3))
    assert fixes_nobody([everybody.reach, second.reach], least=3)


def test_a_week_does_not_vouch_twice() -> None:
    """Two cells of one week, each of which could be shown alone: who is heard for one must be heard for the other."""
    week = ReachWeek(week=W1, within=frozenset(SIX), asked=frozenset(SIX), most=6)
    assert vouching_weeks([week], least=4) == [W1]
    assert vouching_weeks([week], least=4, taken=frozenset({W1})) == []


def reach_of(n: int, *highs: int) -> list[ReachWeek]:
    everybody = frozenset(PersonId(f"p{number}") for number in range(n))
    return [ReachWeek(week=W1 + at, within=everybody, asked=everybody, most=high) for at, high in enumerate(highs)]


@pytest.mark.parametrize(
    ("n", "highs", "makes"),
    [
        (7, (7,), True),  # five of seven, with one silent and one who tells
        (6, (6, 6, 6, 6), False),  # five of six would leave nobody's silence open
        (8, (5, 2), True),
        (8, (5,), False),  # the one who tells may have taken a place and have been unable to say
        (8, (2, 2, 2, 2, 2), True),
        (8, (2, 2, 2, 2), False),
        (40, (6,), True),
    ],
)
def test_what_it_takes_for_five_contributors(n: int, highs: tuple[int, ...], makes: bool) -> None:
    assert fixes_nobody(reach_of(n, *highs), least=5) is makes


def test_as_few_weeks_vouch_as_will_do_in_the_order_in_which_they_are_offered() -> None:
    offered = reach_of(10, 2, 7, 10)
    assert vouching_weeks(offered, least=5) == [W1, W1 + 1]
    assert vouching_weeks(reversed(offered), least=5) == [W1 + 2]
