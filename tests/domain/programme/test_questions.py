"""Questions: which answers each scale takes, and what they count."""

import pytest

from bot.domain.identifiers import AnswerCode
from bot.domain.programme.questions import (
    CANT_SAY,
    Kind,
    Polarity,
    Question,
    Scale,
    score,
)
from tests.support.builders import a_question


def a_question_of(scale: Scale, polarity: Polarity = Polarity.POSITIVE) -> Question:
    return a_question(scale=scale, polarity=polarity, kind=Kind.INFLUENCE, competency=None, facet=None)


SCORES = {
    Scale.LIKERT4: {"4": 10.0, "3": 20 / 3, "2": 10 / 3, "1": 0.0},
    Scale.YES_NO: {"y": 10.0, "n": 0.0},
    Scale.YES_LITTLE_NO: {"y": 10.0, "l": 5.0, "n": 0.0},
    Scale.RATING10: {str(step): float(step) for step in range(11)},
    Scale.TEXT: {},
}


@pytest.mark.parametrize("scale", list(Scale))
def test_every_answer_of_a_scale_has_its_score_and_the_other_polarity_turns_it(scale: Scale) -> None:
    question, turned = a_question_of(scale), a_question_of(scale, Polarity.NEGATIVE)
    assert {code: score(question, code) for code in question.codes} == pytest.approx(SCORES[scale])
    assert {code: score(turned, code) for code in question.codes} == pytest.approx(
        {code: 10 - value for code, value in SCORES[scale].items()}
    )


@pytest.mark.parametrize("scale", list(Scale))
def test_words_and_cant_say_are_heard_without_a_score(scale: Scale) -> None:
    question = a_question_of(scale)
    assert score(question, CANT_SAY) is None
    assert question.is_text is (scale is Scale.TEXT)
    if question.is_text:
        assert score(question, AnswerCode("w")) is None
    else:
        with pytest.raises(ValueError, match="does not take"):
            score(question, AnswerCode("w"))
