"""Whether words may be shown is sealed with them: what was written before anybody was told so may not."""

import pytest

from bot.domain.answers.answer_body import TEXT_GIVEN, AnswerBody, AnswerPart, pack, text_of, unpack
from bot.domain.identifiers import MessageRef, PersonId, QuestionId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import QuestionRef

PARTS = (AnswerPart(text="More light.", sequence=1, written_in=MessageRef("m")), AnswerPart(text="Less.", sequence=2))


@pytest.mark.parametrize("may_be_shown", [False, True])
@pytest.mark.parametrize("parts", [(), PARTS])
def test_a_body_keeps_it(*, parts: tuple[AnswerPart, ...], may_be_shown: bool) -> None:
    body = AnswerBody(
        person=PersonId("ana"),
        round=RoundId("r"),
        question=QuestionRef(id=QuestionId("q"), version=1),
        week=IsoWeek.parse("2026-W10"),
        code=TEXT_GIVEN,
        text=text_of(parts) or "More light.",
        parts=parts,
        may_be_shown=may_be_shown,
    )
    packed = pack(body, takes_words=True)
    assert unpack(packed) == body
    assert unpack(bytes([3 if parts else 1]) + packed[1:]) == AnswerBody(
        person=body.person,
        round=body.round,
        question=body.question,
        week=body.week,
        code=body.code,
        text=body.text,
        parts=parts,
    ), "as an earlier version wrote it"
