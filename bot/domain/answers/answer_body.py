"""What a sealed answer contains, and the padding that keeps its length from telling anything."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.domain.fixed_lengths import filled_up
from bot.domain.identifiers import AnswerCode, MessageRef, PersonId, QuestionId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import QuestionRef

OF_A_BUTTON, OF_WORDS = 512, 18 * 1024
"""Bytes that every answer to a question has, whatever it says: those with buttons, and those that take words. The
second has room for the longest text in any script, and for the names of the messages that it came in."""
LONGEST_OF_A_BUTTON = 2 * OF_A_BUTTON
"""More bytes no sealed answer with a button has, and every one in words does."""
TEXT_GIVEN = AnswerCode("tx")
"""Stands for "answered in words" where other questions have the code of a button."""
MOST_PARTS = 20
"""Messages of one answer that are still known by themselves; earlier ones are one part together."""
_VERSION, _VERSION_WITH_PARTS, _VERSION_TO_BE_SHOWN = 1, 3, 4
_READ = frozenset({1, 2, 3, 4})
"""The second also said how long the answer took, which is passed over."""
_HEAD = 5
"""One byte of format version and four of length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """One message of an answer in somebody's own words."""

    text: str
    sequence: int
    """Its place among the others."""
    written_in: MessageRef | None = None
    """How the channel names the message, so that a later change of it finds its words."""


def text_of(parts: Sequence[AnswerPart]) -> str:
    return "\n".join(part.text for part in parts)


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
    parts: tuple[AnswerPart, ...] = ()
    """The messages that make up `text`; none where the text came whole."""
    may_be_shown: bool = False
    """Whether its writer was told, before they wrote, that their team may read it."""


def added_to(question: QuestionId) -> QuestionId:
    """Under what the words lie that were added to an answer with a button; no question has such an id."""
    return QuestionId(f"{question}+words")


def in_order(parts: Sequence[AnswerPart]) -> tuple[AnswerPart, ...]:
    """As they were written, whatever order they came in, and few enough to be kept."""
    ordered = sorted(parts, key=lambda part: part.sequence)
    early, late = ordered[: -MOST_PARTS + 1], ordered[-MOST_PARTS + 1 :]
    if len(early) < 2:
        return tuple(ordered)
    return (AnswerPart(text=text_of(early), sequence=early[-1].sequence), *late)


def with_change(parts: Sequence[AnswerPart], ref: MessageRef, text: str | None) -> tuple[AnswerPart, ...]:
    """After one message was changed to this text; without a text, after it was deleted."""
    changed = (replace(part, text=text or "") if part.written_in == ref else part for part in parts)
    return tuple(part for part in changed if text is not None or part.written_in != ref)


def pack(body: AnswerBody, *, takes_words: bool = False) -> bytes:
    """The body as bytes, filled up to the length of all answers to questions of this sort."""
    ref, week = body.question, str(body.week)
    fields: list[object] = [body.person, body.round, ref.id, ref.version, week, body.code, body.text]
    if body.parts or body.may_be_shown:
        fields.append([(part.sequence, part.written_in, len(part.text)) for part in body.parts])
    written = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    version = _VERSION_TO_BE_SHOWN if body.may_be_shown else _VERSION_WITH_PARTS if body.parts else _VERSION
    framed = bytes([version]) + len(written).to_bytes(4) + written
    return filled_up(framed, [OF_WORDS if takes_words else OF_A_BUTTON])


def unpack(packed: bytes) -> AnswerBody:
    """The inverse of `pack`; raises ValueError for anything that it did not write."""
    if len(packed) < _HEAD or packed[0] not in _READ:
        raise ValueError("this is not the body of an answer")
    end = _HEAD + int.from_bytes(packed[1:_HEAD])
    person, round_id, question, version, week, code, text, *more = json.loads(packed[_HEAD:end])
    return AnswerBody(
        person=PersonId(person),
        round=RoundId(round_id),
        question=_ref(QuestionId(question), version),
        week=_week(week),
        code=AnswerCode(code),
        text=text,
        parts=tuple(_parts(text, more[0])) if packed[0] in (_VERSION_WITH_PARTS, _VERSION_TO_BE_SHOWN) else (),
        may_be_shown=packed[0] == _VERSION_TO_BE_SHOWN,
    )


def _parts(text: str, lengths: Sequence[tuple[int, str | None, int]]) -> Iterator[AnswerPart]:
    starts = [0]
    for _, _, length in lengths:
        starts.append(starts[-1] + length + 1)
    for (sequence, written_in, _), (start, following) in zip(lengths, pairwise(starts), strict=True):
        ref = None if written_in is None else MessageRef(written_in)
        yield AnswerPart(text=text[start : following - 1], sequence=sequence, written_in=ref)


# A week's answers, opened one after the other, name a handful of questions and one week.
_week = lru_cache(maxsize=64)(IsoWeek.parse)


@lru_cache(maxsize=256)
def _ref(question: QuestionId, version: int) -> QuestionRef:
    return QuestionRef(id=question, version=version)
