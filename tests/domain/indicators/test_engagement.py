"""Scores are shrunk means of people on 0-10, with what a question makes easy or hard taken out."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.engagement import (
    ItemDifficulty,
    Prior,
    ScoredAnswer,
    is_greyed,
    on_ten,
    score,
    score_by_dimension,
    week_score,
)
from bot.domain.indicators.values import Estimate, Scarcity, TooFew

PRIOR = Prior(mean=6.0)


def answer(person: str, value: float, *, question: str = "q1:1", dimension: str = "personal") -> ScoredAnswer:
    return ScoredAnswer(question=question, person=person, value=value, dimensions=frozenset({dimension}))


@pytest.mark.parametrize(
    ("value", "lowest", "highest", "reverse", "expected"),
    [
        (1, 1, 4, False, 0),
        (3, 1, 4, False, 20 / 3),
        (4, 1, 4, True, 0),
        (1, 0, 1, False, 10),
        (7, 0, 10, True, 3),
    ],
)
def test_every_scale_lands_on_ten(value: float, lowest: float, highest: float, reverse: bool, expected: float) -> None:
    assert on_ten(value, lowest=lowest, highest=highest, reverse=reverse) == pytest.approx(expected)


def test_a_value_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie"):
        on_ten(5, lowest=1, highest=4)


def test_few_people_are_pulled_to_the_organisation_and_many_speak_for_themselves() -> None:
    five = score([answer(str(n), 2.0) for n in range(5)], prior=PRIOR)
    fifty = score([answer(str(n), 2.0) for n in range(50)], prior=PRIOR)
    assert isinstance(five, Estimate)
    assert isinstance(fifty, Estimate)
    assert 2.0 < fifty.value < five.value < PRIOR.mean
    assert fifty.width < five.width
    assert not is_greyed(fifty)


def test_four_people_are_too_few_however_much_they_say() -> None:
    chatty = [answer(str(n % 4), 5.0) for n in range(40)]
    assert score(chatty, prior=PRIOR) == TooFew(because=Scarcity.HEARD, found=4, needed=5)


def test_one_person_answering_often_does_not_outvote_the_others() -> None:
    others = [answer(str(n), 8.0) for n in range(6)]
    once = score([*others, answer("x", 0.0)], prior=PRIOR)
    often = score([*others, *[answer("x", 0.0)] * 30], prior=PRIOR)
    assert isinstance(once, Estimate)
    assert isinstance(often, Estimate)
    assert once.value - often.value < 0.5


def test_a_hard_question_does_not_look_like_a_fall() -> None:
    easy = [answer(str(n), 8.0, question="easy:1") for n in range(200)]
    hard = [answer(str(n), 4.0, question="hard:1") for n in range(200)]
    difficulty = ItemDifficulty.of([*easy, *hard])
    before = week_score(easy[:1], difficulty=difficulty)
    after = week_score(hard[:1], difficulty=difficulty)
    assert before is not None
    assert after is not None
    assert abs(after - before) < 0.15
    assert week_score([], difficulty=difficulty) is None


def test_a_question_nobody_has_answered_yet_counts_as_average() -> None:
    difficulty = ItemDifficulty.of([answer("a", 7.0)])
    assert difficulty.adjust(answer("b", 3.0, question="new:1")) == pytest.approx(3.0)
    assert ItemDifficulty.of([]).overall == 5.0


def test_tallies_give_the_same_difficulty_as_the_answers() -> None:
    answers = [answer("a", 7.0), answer("b", 2.0), answer("c", 9.0, question="q2:1")]
    assert ItemDifficulty.from_tallies({"q1:1": (2, 9.0), "q2:1": (1, 9.0)}) == ItemDifficulty.of(answers)


def test_each_dimension_reads_its_own_answers() -> None:
    answers = [answer(str(n), 9.0) for n in range(6)] + [answer("a", 1.0, dimension="strategic")]
    by_dimension = score_by_dimension(answers, priors={"personal": PRIOR, "strategic": PRIOR})
    assert isinstance(by_dimension["personal"], Estimate)
    assert by_dimension["strategic"] == TooFew(because=Scarcity.HEARD, found=1, needed=5)


@given(values=st.lists(st.floats(0, 10), min_size=5, max_size=30), chance=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_order_of_answers_changes_nothing_and_the_interval_stays_on_the_scale(
    values: list[float], chance: Random
) -> None:
    answers = [answer(str(n), value) for n, value in enumerate(values)]
    first = score(answers, prior=PRIOR)
    chance.shuffle(answers)
    again = score(answers, prior=PRIOR)
    assert isinstance(first, Estimate)
    assert isinstance(again, Estimate)
    assert again.value == pytest.approx(first.value, abs=1e-12)
    assert 0 <= first.low <= first.value <= first.high <= 10
