"""What a question makes easy or hard is taken out of the answers to it."""

import pytest

from bot.domain.indicators.engagement import ItemDifficulty, ScoredAnswer, week_score
from bot.domain.indicators.score_kinds import ScoreKind


def answer(person: str, value: float, *, question: str = "q1:1") -> ScoredAnswer:
    return ScoredAnswer(question=question, person=person, value=value, kind=ScoreKind.PERSONAL)


def test_a_hard_question_does_not_look_like_a_fall() -> None:
    difficulty = ItemDifficulty.from_tallies({"easy:1": (200, 1600.0), "hard:1": (200, 800.0)})
    before = week_score([answer("a", 8.0, question="easy:1")], difficulty=difficulty)
    after = week_score([answer("a", 4.0, question="hard:1")], difficulty=difficulty)
    assert before is not None
    assert after is not None
    assert abs(after - before) < 0.15
    assert week_score([], difficulty=difficulty) is None


def test_a_question_nobody_has_answered_yet_counts_as_average() -> None:
    difficulty = ItemDifficulty.from_tallies({"q1:1": (1, 7.0)})
    assert difficulty.adjust(answer("b", 3.0, question="new:1")) == pytest.approx(3.0)
    assert ItemDifficulty.from_tallies({}).overall == 5.0
