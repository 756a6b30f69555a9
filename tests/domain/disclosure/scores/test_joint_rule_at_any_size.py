"""The joint rule in atoms of any size, against integer programmes that know nothing of Hall's theorem.

People of one shift were within reach, and asked, in the same weeks: one of each stands for all of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.strategies import DrawFn, composite, integers, lists, sampled_from

from bot.domain.disclosure.bands import Band, bands, fewest
from bot.domain.disclosure.scores.joint_rule import ReachWeek, vouching_weeks
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from tests.adversary.attack import NOBODY, Case, Programme, ShownFact, WeekFact

FIRST = IsoWeek.parse("2026-W02")
FROM = 5
"""Contributors behind any word, at least."""


Asked = Mapping[int, frozenset[PersonId]]
"""By week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """People who are within reach, and asked for each score, in the same weeks."""

    people: Sequence[PersonId]
    within: frozenset[int]
    asked: Sequence[frozenset[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What everybody may know of an atom's block; weeks of too few people have no cell and are left out."""

    shifts: Sequence[Shift]
    bands: Mapping[int, Band]

    def within(self, week: int) -> frozenset[PersonId]:
        return NOBODY.union(*(shift.people for shift in self.shifts if week in shift.within))

    def asked(self, cell: int) -> Asked:
        return {
            week: NOBODY.union(*(shift.people for shift in self.shifts if week in shift.asked[cell]))
            for week in self.bands
        }

    def vouching(self, cell: int, least: int, taken: Iterable[int] = ()) -> Sequence[int]:
        """The weeks that let a score be told of at least so many, as the gate would find them."""
        asked = self.asked(cell)
        reach = [
            ReachWeek(week=FIRST + week, within=self.within(week), asked=asked[week], most=band.high)
            for week, band in sorted(self.bands.items(), key=lambda each: -each[1].high)
        ]
        found = vouching_weeks(reach, least=least, taken=frozenset(FIRST + week for week in taken))
        return [week - FIRST for week in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a confidant tells: in which weeks they were heard, and whether they gave a score."""

    person: PersonId
    heard: frozenset[int]
    contributed: bool


@composite
def a_block(draw: DrawFn, *, cells: int = 1) -> Block:
    """Seven to forty people, of whom each shift has some; each week one of all the bands it may have."""
    weeks, size = draw(integers(1, 5)), draw(integers(7, 40))
    ends = sorted({*draw(lists(integers(1, size - 1), max_size=5)), size})
    shifts, begin = list[Shift](), 0
    for end in ends:
        # Most are there in most weeks, or there would be few blocks of which anything could be told.
        within = frozenset(week for week in range(weeks) if draw(integers(0, 3)))
        asked = [frozenset(week for week in within if draw(integers(0, 3))) for _ in range(cells)]
        people = [PersonId(f"p{number:02}") for number in range(begin, end)]
        shifts.append(Shift(people=people, within=within, asked=asked))
        begin = end
    count = {week: sum(len(shift.people) for shift in shifts if week in shift.within) for week in range(weeks)}
    told = {week: draw(sampled_from(bands(n))) for week, n in count.items() if n >= fewest()}
    return Block(shifts=shifts, bands=told)


def most_contributors(block: Block, cell: int = 0, *, taken: Iterable[int] = ()) -> int:
    """The largest number that the rule lets stand behind a score, or 0: whatever is possible with so many is possible
    with "at least" fewer."""
    size = sum(len(shift.people) for shift in block.shifts)
    return max((least for least in range(FROM, size + 1) if block.vouching(cell, least, taken)), default=0)


def what_confidants_tell(block: Block) -> Iterator[Told]:
    """One of each shift: silent; heard throughout, with a score or unable to say; or heard in one week alone."""
    for shift in block.shifts:
        within = shift.within & frozenset(block.bands)
        for heard in sorted({frozenset[int](), within, frozenset(sorted(within)[:1])}, key=len):
            able = any(heard & asked for asked in shift.asked)
            yield from (
                Told(person=shift.people[0], heard=heard, contributed=said)
                for said in ((False, True) if able else (False,))
            )


class Courses:
    """Courses of events that fit what is known, if at least so many gave each score and one tells.

    Two people of one shift could change places in each of them, so what one of them may have done the others may, too.
    """

    def __init__(self, block: Block, cells: Sequence[int], told: Told) -> None:
        """`cells`: how many contributors each score takes."""
        own, self.block, self.told = frozenset({told.person}), block, told
        asked = [block.asked(cell) for cell in range(len(cells))]
        able = [any(told.person in of_week[week] for week in told.heard) for of_week in asked]
        self.programme = Programme(
            Case(
                weeks=[
                    WeekFact(week=week, counted=block.within(week), counts=frozenset(range(band.low, band.high + 1)))
                    for week, band in block.bands.items()
                ],
                shown=[ShownFact(least=least, asked=of) for least, of in zip(cells, asked, strict=True)],
                heard={week: own if week in told.heard else NOBODY for week in block.bands},
                scored=[own if told.contributed and can else NOBODY for can in able],
                attackers=own,
            )
        )
        first = len(self.programme.unknown)
        self.score_at = {key: first + at for at, key in enumerate(self.programme.contributors)}
        self.cells, self.found = range(len(cells)), list[np.ndarray]()

    def parts_that_are_fixed(self) -> Iterator[str]:
        for number, shift in enumerate(self.block.shifts):
            others = [person for person in shift.people if person != self.told.person]
            weeks = sorted(shift.within & frozenset(self.block.bands)) if others else []
            heard = {week: [[self.programme.at[person, week]] for person in others] for week in weeks}
            throughout = [[at for [at] in of_person] for of_person in zip(*heard.values(), strict=True)]
            if throughout and not self._may_be(throughout, 0):
                yield f"nobody of shift {number} was silent throughout"
            for week in weeks:
                if not self._may_be(heard[week], 1):
                    yield f"nobody of shift {number} was heard in week {week}"
            for cell in self.cells:
                score = [[self.score_at[cell, person]] for person in others if (cell, person) in self.score_at]
                if score and not self._may_be(score, 1):
                    yield f"nobody of shift {number} is behind score {cell}"

    def _may_be(self, alike: Sequence[Sequence[int]], value: int) -> bool:
        """Whether in some course all unknowns of one person have this value, given those of each person of a shift."""
        if any((course[list(own)] == value).all() for course in self.found for own in alike):
            return True
        wish = np.zeros(self.programme.size)
        wish[list(alike[0])] = 1 - 2 * value
        course = self.programme.solve(wish)
        if course is None or not (course[list(alike[0])] == value).all():
            return False
        self.found.append(course)
        return True


EXAMPLES = pytest.mark.parametrize(
    "examples", [15, pytest.param(200, marks=[pytest.mark.drill, pytest.mark.long])], ids=["a few", "many"]
)


@EXAMPLES
def test_a_score_that_may_be_told_fixes_nobody_s_part_in_an_atom_of_any_size(examples: int) -> None:
    """Whoever tells what they did: each other person may have been silent throughout, heard in any week, and behind
    the score."""

    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(block=a_block())
    def law(block: Block) -> None:
        least = most_contributors(block)
        assume(least)
        for told in what_confidants_tell(block):
            assert list(Courses(block, [least], told).parts_that_are_fixed()) == [], (least, told)

    law()


@pytest.mark.drill
@pytest.mark.long
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(block=a_block(cells=2), first=integers(FROM, 10))
def test_nor_do_two_scores_that_different_weeks_vouch_for(block: Block, first: int) -> None:
    """Both may have been asked in all weeks."""
    taken = block.vouching(0, first)
    assume(taken)
    second = most_contributors(block, 1, taken=taken)
    assume(second)
    for told in what_confidants_tell(block):
        assert list(Courses(block, [first, second], told).parts_that_are_fixed()) == [], (first, second, told)
