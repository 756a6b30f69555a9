"""The attack itself: it finds what can be found, and nothing else; exact where a brute force can be."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from random import Random

import pytest

from bot.domain.identifiers import PersonId
from tests.adversary.attack import NOBODY, Attack, Case, Determined, Programme, ShownFact, WeekFact, leaves_room

Course = Mapping[int, frozenset[PersonId]]


def people(count: int) -> list[PersonId]:
    return [PersonId(f"p{number}") for number in range(count)]


def a_week(week: int, counted: Sequence[PersonId], *counts: int) -> WeekFact:
    return WeekFact(week=week, counted=frozenset(counted), counts=frozenset(counts))


@pytest.mark.parametrize(
    ("counts", "heard", "found"),
    [
        ((0,), 0, {False}),
        ((5,), 5, {True}),
        ((2,), 2, set()),
        ((0, 1), 1, {False}),  # the one who was heard helps
        ((4, 5), 4, {True}),
        ((0, 1, 2), 1, set()),
        ((3, 4, 5), 5, set()),
    ],
)
def test_one_week_tells_of_people_if_all_or_none_of_the_others_were_heard(
    counts: tuple[int, ...], heard: int, found: set[bool]
) -> None:
    ward = people(5)
    case = Case(weeks=[a_week(0, ward, *counts)], heard={0: frozenset(ward[:heard])})
    assert {each.heard for each in Attack().on(case)} == found


def test_insiders_who_are_counted_give_the_others_away() -> None:
    ward = people(6)
    week = WeekFact(week=0, counted=frozenset(ward), counts=frozenset({0, 1, 2}), insiders=frozenset(ward[:1]))
    heard = {0: frozenset(ward[:2])}
    found = Attack().on(Case(weeks=[week], heard=heard))
    assert Determined(person=ward[2], week=0, heard=False, confidant=ward[1]) in found


def test_a_score_that_takes_everybody_of_two_shifts_tells_when_they_were_heard() -> None:
    """Two of eight first, five of five later: six contributors are only there if those five were silent before."""
    ward = people(8)
    case = Case(
        weeks=[a_week(0, ward, 0, 1, 2), a_week(1, ward[:5], 3, 4, 5)],
        shown=[ShownFact(least=6, asked={0: frozenset(ward), 1: frozenset(ward[:5])})],
        heard={0: frozenset(ward[6:]), 1: frozenset(ward[1:5])},
        scored=[frozenset(ward[1:5] + ward[6:])],
    )
    found = Attack().on(case)
    assert {each.confidant for each in found} == {ward[0]}
    assert Determined(person=ward[1], week=0, heard=False, confidant=ward[0]) in found
    assert Determined(person=ward[1], week=1, heard=True, confidant=ward[0]) in found
    assert Attack().on(Case(weeks=case.weeks, heard=case.heard)) == set()


def test_what_cannot_have_happened_is_a_fault_of_the_attack() -> None:
    ward = people(5)
    shown = ShownFact(least=5, asked={0: frozenset(ward)})
    case = Case(weeks=[a_week(0, ward, 0, 1)], shown=[shown], heard={0: frozenset(ward[:1])}, scored=[NOBODY])
    with pytest.raises(ValueError, match="cannot have happened"):
        Attack().on(case)


@pytest.mark.parametrize("seed", range(40))
def test_the_programme_finds_exactly_what_going_through_all_courses_finds(seed: int) -> None:
    case = a_small_case(Random(seed))
    assert Programme(case).fixed() == by_brute_force(case)


@pytest.mark.parametrize("seed", range(60))
def test_where_there_is_room_for_everybody_nobody_is_determined_whoever_helps(seed: int) -> None:
    case = a_small_case(Random(seed), least=3)
    if leaves_room(case):
        for person in sorted(NOBODY.union(*(week.counted for week in case.weeks))):
            mine = by_brute_force(case.with_attacker(person))
            alone = Attack().on(Case(weeks=case.weeks, heard=case.heard))
            assert mine.keys() <= {(each.person, each.week) for each in alone}


@pytest.mark.parametrize("seed", range(60))
def test_nor_where_comments_were_told_beside_a_score_of_some(seed: int) -> None:
    case = beside_a_score_of_some(Random(seed))
    if leaves_room(case):
        for person in sorted(NOBODY.union(*(week.counted for week in case.weeks))):
            mine = by_brute_force(case.with_attacker(person))
            alone = Attack().on(Case(weeks=case.weeks, heard=case.heard))
            assert mine.keys() <= {(each.person, each.week) for each in alone}


def test_beside_a_score_of_some_only_they_have_room_for_comments() -> None:
    """Five of seven stand behind the score of a week in which seven of eleven were heard: two places for others."""
    ward = people(11)
    weeks = [a_week(0, ward, *range(4, 8)), a_week(1, ward[:7], 5, 6, 7)]
    comments = ShownFact(least=9, asked={0: frozenset(ward), 1: frozenset(ward[:7])}, may_share=True)
    heard = {0: frozenset(ward[4:]), 1: frozenset(ward[:7])}
    for asked, is_roomy in ((ward[:7], False), (ward, True)):
        score = ShownFact(least=3, asked={0: frozenset(asked)})
        case = Case(weeks=weeks, shown=[score, comments], heard=heard, scored=[frozenset(ward[4:7]), frozenset(ward)])
        assert leaves_room(case) is is_roomy


def test_some_of_these_cases_leave_room_and_some_do_not() -> None:
    assert {leaves_room(a_small_case(Random(seed), least=3)) for seed in range(60)} == {True, False}
    assert {leaves_room(beside_a_score_of_some(Random(seed))) for seed in range(60)} == {True, False}


def a_small_case(chance: Random, *, least: int = 2) -> Case:
    ward = people(chance.randrange(4, 6))
    weeks, heard = [], {}
    for number in range(2):
        counted = sorted(chance.sample(ward, chance.randrange(3, len(ward) + 1)))
        heard[number] = frozenset(person for person in counted if chance.random() < 0.5)
        low = max(0, len(heard[number]) - chance.randrange(2))
        weeks.append(a_week(number, counted, *range(low, min(len(counted), low + 2) + 1)))
    asked = {week.week: week.counted for week in weeks}
    scored = NOBODY.union(*heard.values())
    shown = [ShownFact(least=least, asked=asked)] if len(scored) >= least else []
    return Case(weeks=weeks, shown=shown, heard=heard, scored=[scored] * len(shown))


def beside_a_score_of_some(chance: Random) -> Case:
    """A score of the first week, asked of some, and comments of both weeks."""
    case = a_small_case(chance)
    first = case.weeks[0]
    some = frozenset(person for person in sorted(first.counted) if chance.random() < 0.7)
    of_some, of_all = some & case.heard[0], NOBODY.union(*case.heard.values())
    told = [
        (ShownFact(least=1, asked={0: some}), of_some),
        (ShownFact(least=2, asked={week.week: week.counted for week in case.weeks}, may_share=True), of_all),
    ]
    kept = [(fact, scored) for fact, scored in told if len(scored) >= fact.least]
    return Case(
        weeks=case.weeks,
        heard=case.heard,
        shown=[fact for fact, _ in kept],
        scored=[scored for _, scored in kept],
    )


def by_brute_force(case: Case) -> Mapping[tuple[PersonId, int], bool]:
    possible: dict[tuple[PersonId, int], set[bool]] = {}
    for course in _courses(case):
        if all(_can_be_shown(case, fact, course, scored) for fact, scored in zip(case.shown, case.scored, strict=True)):
            for week in case.weeks:
                for person in week.counted - case.attackers:
                    possible.setdefault((person, week.week), set()).add(person in course[week.week])
    return {key: next(iter(values)) for key, values in possible.items() if len(values) == 1}


def _courses(case: Case) -> Iterator[Course]:
    weekly = []
    for week in case.weeks:
        known = case.heard[week.week] & case.attackers & week.counted
        others = sorted(week.counted - case.attackers)
        chosen = chain.from_iterable(combinations(others, size) for size in range(len(others) + 1))
        weekly.append([known.union(each) for each in chosen if len(known) + len(each) in week.counts])
    for each in product(*weekly):
        yield {week.week: heard for week, heard in zip(case.weeks, each, strict=True)}


def _can_be_shown(case: Case, fact: ShownFact, course: Course, scored: frozenset[PersonId]) -> bool:
    may = NOBODY.union(*(course[week] & asked for week, asked in fact.asked.items())) - case.attackers
    return len(may) + len(scored & case.attackers) >= fact.least
