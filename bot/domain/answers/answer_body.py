"""What a sealed answer contains, and the padding that keeps its length from telling anything."""

import json
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.fixed_lengths import filled_up
from bot.domain.identifiers import AnswerCode, PersonId, QuestionId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import QuestionRef

OF_A_BUTTON, OF_WORDS = 512, 17 * 1024
"""Bytes that every answer to a question has, whatever it says: those with buttons, and those that take words. The
second has room for the longest text in any script."""
TEXT_GIVEN = AnswerCode("tx")
"""Stands for "answered in words" where other questions have the code of a button."""
_VERSION = 1
_READ = frozenset({1, 2})
"""The second also said how long the answer took, which is passed over."""
_HEAD = 5
"""One byte of format version and four of length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBody:
    """One answer as it was given; the only place where a person stands beside what they said, and always sealed."""

    person: PersonId
    round: RoundId
    question: QuestionRef
    week: IsoWeek
    """The week in which the round closes."""
    code: AnswerCode
    text: str = ""


def pack(body: AnswerBody, *, takes_words: bool = False) -> bytes:
    """The body as bytes, filled up to the length of all answers to questions of this sort."""
    ref, week = body.question, str(body.week)
    fields = (body.person, body.round, ref.id, ref.version, week, body.code, body.text)
    written = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    framed = bytes([_VERSION]) + len(written).to_bytes(4) + written
    return filled_up(framed, [OF_WORDS if takes_words else OF_A_BUTTON])


def unpack(packed: bytes) -> AnswerBody:
    """The inverse of `pack`; raises ValueError for anything that it did not write."""
    if len(packed) < _HEAD or packed[0] not in _READ:
        raise ValueError("this is not the body of an answer")
    end = _HEAD + int.from_bytes(packed[1:_HEAD])
    person, round_id, question, version, week, code, text, *_ = json.loads(packed[_HEAD:end])
    return AnswerBody(
        person=PersonId(person),
        round=RoundId(round_id),
        question=_ref(QuestionId(question), version),
        week=_week(week),
        code=AnswerCode(code),
        text=text,
    )


# A week's answers, opened one after the other, name a handful of questions and one week.
_week = lru_cache(maxsize=64)(IsoWeek.parse)


@lru_cache(maxsize=256)
def _ref(question: QuestionId, version: int) -> QuestionRef:
    return QuestionRef(id=question, version=version)
