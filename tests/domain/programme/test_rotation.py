from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import QuestionId, ScheduleId
from bot.domain.programme.questions import (
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Question,
    Scale,
)
from bot.domain.programme.rotation import cycle, questions_of

CELLS = tuple(product(Competency, Facet))
ORDER_OF_WEEKLY_PULSE = [
    "strategic-emotional-0",
    "supervisory-emotional-0",
    "personal-emotional-0",
    "strategic-intellectual-0",
    "supervisory-intellectual-0",
    "personal-intellectual-0",
    "strategic-interpersonal-0",
    "supervisory-interpersonal-0",
    "personal-interpersonal-0",
]


def core(name: str, competency: Competency, facet: Facet) -> Question:
    return Question(
        id=QuestionId(name),
        version=1,
        scale=Scale.LIKERT4,
        polarity=Polarity.POSITIVE,
        text={"en-GB": name},
        competency=competency,
        facet=facet,
    )


def special(name: str, kind: Kind) -> Question:
    return Question(
        id=QuestionId(name),
        version=1,
        scale=Scale.YES_NO,
        polarity=Polarity.POSITIVE,
        text={"en-GB": name},
        kind=kind,
        audience=Audience.BOTH,
    )


def full_bank(items: int) -> list[Question]:
    return [
        core(f"{competency.value}-{facet.value}-{item}", competency, facet)
        for competency, facet in CELLS
        for item in range(items)
    ]


ids = st.text(st.characters(categories=("Ll", "Nd")), min_size=1, max_size=8).map(ScheduleId)
kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.CORE])
specials = st.lists(kinds, max_size=8).map(lambda held: [special(f"s{n}", kind) for n, kind in enumerate(held)])
cores = st.lists(st.sampled_from(CELLS), max_size=20).map(
    lambda held: [core(f"c{n}", *cell) for n, cell in enumerate(held)]
)
banks = st.tuples(cores, specials).map(lambda both: both[0] + both[1]).filter(bool)


def asked(schedule: ScheduleId, bank: list[Question], numbers: range, count: int = 1) -> list[Question]:
    """What a schedule asks over some occurrences, each knowing what the one before asked."""
    found: list[Question] = []
    previous: tuple[Question, ...] = ()
    for number in numbers:
        known = {question.id for question in previous}
        previous = questions_of(schedule, number, bank, count=count, previous=known)
        found += previous
    return found


@pytest.mark.drill
@given(schedule=ids, bank=banks, start=st.integers(-500, 5000), cycles=st.integers(1, 3))
def test_over_n_cycles_each_question_is_asked_exactly_n_times(
    schedule: ScheduleId, bank: list[Question], start: int, cycles: int
) -> None:
    found = asked(schedule, bank, range(start, start + cycles * len(bank)))
    assert Counter(question.id for question in found) == {question.id: cycles for question in bank}


@pytest.mark.drill
@given(schedule=ids, bank=banks, start=st.integers(0, 5000), count=st.integers(2, 3))
def test_several_questions_a_round_differ_and_are_as_fair(
    schedule: ScheduleId, bank: list[Question], start: int, count: int
) -> None:
    found = asked(schedule, bank, range(start, start + len(bank)), count)
    each = min(count, len(bank))
    rounds = [found[place : place + each] for place in range(0, len(found), each)]
    assert all(len({question.id for question in round_}) == each for round_ in rounds)
    assert Counter(question.id for question in found) == {question.id: each for question in bank}


@given(schedule=ids, number=st.integers(-500, 5000), bank=banks, data=st.data())
def test_the_order_of_the_file_changes_nothing(
    schedule: ScheduleId, number: int, bank: list[Question], data: st.DataObject
) -> None:
    moved = data.draw(st.permutations(bank))
    assert questions_of(schedule, number, bank, count=1) == questions_of(schedule, number, moved, count=1)


def test_a_draw_is_the_same_in_every_process_and_for_ever() -> None:
    assert [question.id for question in cycle(ScheduleId("weekly-pulse"), full_bank(1))] == ORDER_OF_WEEKLY_PULSE


@pytest.mark.drill
@settings(max_examples=25)
@given(schedule=ids, items=st.integers(1, 4), extra=specials, start=st.integers(0, 500))
def test_any_nine_core_questions_in_a_row_cover_all_nine_cells(
    schedule: ScheduleId, items: int, extra: list[Question], start: int
) -> None:
    bank = full_bank(items) + extra
    row = [question for question in asked(schedule, bank, range(start, start + 3 * len(bank))) if question.competency]
    for place in range(len(row) - 8):
        assert {(question.competency, question.facet) for question in row[place : place + 9]} == set(CELLS)
    assert all(one.competency is not other.competency for one, other in pairwise(row))


@pytest.mark.drill
@given(schedule=ids, bank=cores.filter(lambda bank: len(bank) > 1), start=st.integers(0, 500))
def test_neighbours_differ_in_competency_whenever_the_bank_allows_it(
    schedule: ScheduleId, bank: list[Question], start: int
) -> None:
    sizes = Counter(question.competency for question in bank)
    if max(sizes.values()) <= len(bank) // 2:
        row = asked(schedule, bank, range(start, start + 2 * len(bank)))
        assert all(one.competency is not other.competency for one, other in pairwise(row))


@pytest.mark.drill
@given(schedule=ids, before=banks, after=banks, number=st.integers(0, 5000))
def test_a_changed_bank_never_repeats_the_question_before(
    schedule: ScheduleId, before: list[Question], after: list[Question], number: int
) -> None:
    previous = {question.id for question in questions_of(schedule, number - 1, before, count=1)}
    now = questions_of(schedule, number, after, count=1, previous=previous)
    assert len(now) == 1
    assert now[0].id not in previous or len(after) == 1


@pytest.mark.drill
@given(schedule=ids, bank=banks.filter(lambda bank: len(bank) > 2), data=st.data())
def test_after_an_exchange_the_cycle_goes_on_as_if_nothing_had_happened(
    schedule: ScheduleId, bank: list[Question], data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, 1000))
    order = cycle(schedule, bank)
    due = order[number % len(order)]
    exchanged = questions_of(schedule, number, bank, count=1, previous={due.id})
    following = questions_of(schedule, number + 1, bank, count=1, previous={exchanged[0].id})
    assert exchanged == (order[(number - 1) % len(order)],)
    assert following == (order[(number + 1) % len(order)],)


def test_specials_are_spread_evenly_between_core_questions() -> None:
    bank = full_bank(3) + [special(f"s{n}", Kind.TWO_WAY) for n in range(9)]
    row = cycle(ScheduleId("weekly"), bank)
    places = [place for place, question in enumerate(row) if question.kind is Kind.TWO_WAY]
    assert {later - earlier for earlier, later in pairwise(places)} == {4}


def test_two_schedules_start_at_different_questions() -> None:
    starts = {cycle(ScheduleId(f"schedule-{n}"), full_bank(3))[0].id for n in range(30)}
    assert len(starts) > 10


def test_an_empty_bank_asks_nothing() -> None:
    assert questions_of(ScheduleId("weekly"), 3, [], count=2) == ()
