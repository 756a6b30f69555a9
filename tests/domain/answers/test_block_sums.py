"""A block's sums weigh people as they should, and survive being kept, also when a week is interrupted."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import block_sums
from bot.domain.answers.block_sums import BlockSums, ItemSums, PackedSums
from bot.domain.indicators.engagement import ANSWER_SD, PERSON_SD, ItemDifficulty, ScoredAnswer
from bot.domain.indicators.packed_habits import PackedScoreHabits
from bot.domain.iso_weeks import IsoWeek

WEEK = IsoWeek.parse("2026-W10")
HABITS = PackedScoreHabits(b"h")


def packed(sums: BlockSums) -> PackedSums:
    return block_sums.pack(sums.week, people=sums.packed_people, habits=sums.habits)


def kept_sums(now: BlockSums, before: BlockSums | None) -> bytes:
    return block_sums.resumable(packed(now), block_sums.NOTHING if before is None else packed(before))


def sums_before(body: bytes, *, closing: IsoWeek) -> BlockSums:
    return block_sums.unpack(block_sums.before_closing(body, closing=closing), closing=closing)


def answers(person: str, *values: float) -> list[ScoredAnswer]:
    return [
        ScoredAnswer(question="q:1", person=person, value=value, dimensions=frozenset({"personal"})) for value in values
    ]


EVEN = ItemDifficulty(overall=5.0, of_question={"q:1": 5.0})


@settings(max_examples=40)
@given(st.lists(st.lists(st.floats(0, 10), min_size=1, max_size=4), min_size=5, max_size=12))
def test_sums_weigh_each_person_by_the_precision_of_their_mean(people: list[list[float]]) -> None:
    given_answers = [each for number, values in enumerate(people) for each in answers(f"p{number}", *values)]
    sums = BlockSums(week=WEEK).with_answers(given_answers, EVEN)
    kept = sums_before(kept_sums(sums, None), closing=WEEK + 1)
    request = kept.request(heard=frozenset(), heard_before=frozenset())
    weights = [1 / (PERSON_SD**2 + ANSWER_SD**2 / len(values)) for values in people]
    means = [sum(values) / len(values) for values in people]
    assert request.precision == pytest.approx(sum(weights))
    assert request.weighted == pytest.approx(sum(mean * weight for mean, weight in zip(means, weights, strict=True)))
    assert len(request.people) == len(people)


def test_a_dimension_needs_enough_people() -> None:
    sums = BlockSums(week=WEEK)
    for number in range(5):
        assert sums.dimensions(minimum=5) == {}
        sums = sums.with_answers(answers(f"p{number}", 6.1), EVEN)
    assert sums.dimensions(minimum=5) == {"personal": 6.0}


def test_sums_of_an_interrupted_week_start_from_the_week_before() -> None:
    before = BlockSums(week=WEEK, habits=HABITS).with_answers(answers("ana", 4.0), EVEN)
    after = replace(before, week=WEEK + 1).with_answers(answers("ana", 8.0), EVEN)
    kept = kept_sums(after, before)
    assert sums_before(kept, closing=WEEK + 1) == before
    assert sums_before(kept, closing=WEEK + 2) == after
    items = ItemSums(week=WEEK).with_answers(WEEK + 1, answers("ana", 4.0))
    kept_items = block_sums.pack_items(items, ItemSums(week=WEEK))
    assert block_sums.unpack_items(kept_items, closing=WEEK + 1) == ItemSums(week=WEEK)
    assert block_sums.unpack_items(kept_items, closing=WEEK + 2) == items


def test_a_body_from_before_the_two_were_told_apart_by_a_line_break_is_still_read() -> None:
    before = BlockSums(week=WEEK, habits=HABITS).with_answers(answers("ana", 4.0), EVEN)
    after = replace(before, week=WEEK + 1).with_answers(answers("ana", 8.0), EVEN)
    older = kept_sums(after, before).replace(b",\n", b",")
    assert sums_before(older, closing=WEEK + 1) == before
    assert sums_before(older, closing=WEEK + 2) == after
    with pytest.raises(ValueError, match="begin with their week"):
        sums_before(b'[{"people":{}},null]', closing=WEEK)


def test_response_times_kept_by_an_earlier_version_are_passed_over() -> None:
    sums = BlockSums(week=WEEK, habits=HABITS).with_answers(answers("ana", 4.0), EVEN)
    now = packed(sums)
    earlier = now.replace(b',"habits":', b',"asides":{"ana":[1,200,1]},"asked_words":true,"habits":')
    assert earlier != now
    assert block_sums.unpack(PackedSums(earlier), closing=WEEK + 1) == sums


def test_only_questions_with_enough_answers_cross_an_epoch() -> None:
    items = ItemSums(week=WEEK, items={"few:1": (4, 20.0), "many:1": (5, 25.0)})
    assert items.crossing(minimum=5).items == {"many:1": (5, 25.0)}
