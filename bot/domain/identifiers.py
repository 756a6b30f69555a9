"""Names for the ids that travel through Rounds, so that one kind can never be passed for another."""

import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import NewType, Protocol, TypeVar


def short_id(*parts: object) -> str:
    """Twelve base64url characters that stand for these parts, the same on every replay."""
    text = "\x1f".join(str(part) for part in parts)
    return urlsafe_b64encode(sha256(text.encode()).digest()[:9]).decode()


def chance_id(token: Callable[[int], bytes]) -> "PersonId":
    """What stands for somebody of whom nothing else is kept: 16 bytes of chance in base64url, which say nothing."""
    return PersonId(urlsafe_b64encode(token(16)).decode().rstrip("="))


def about_unit(unit: str) -> str:
    """What stands for a unit in a button of administration, whose own id may be too long for one."""
    return short_id("unit", unit)


Json = Mapping[str, object]


AnswerCode = NewType("AnswerCode", str)


UnitId = NewType("UnitId", str)
PersonId = NewType("PersonId", str)
QuestionId = NewType("QuestionId", str)
ScheduleId = NewType("ScheduleId", str)
RoundId = NewType("RoundId", str)
PulseId = NewType("PulseId", str)
DeliveryKey = NewType("DeliveryKey", str)
"""The idempotency key of one message to one person: two deliveries with one key are one delivery."""
EpochId = NewType("EpochId", str)
FlagId = NewType("FlagId", str)
ActionId = NewType("ActionId", str)
PromptId = NewType("PromptId", str)
HeldWordsId = NewType("HeldWordsId", str)
NudgeId = NewType("NudgeId", str)
CommentId = NewType("CommentId", str)
"""12 bytes of chance in base64url: they say nothing of whose words these are, or since when."""
NoteId = NewType("NoteId", str)
"""32 hexadecimal digits of chance: they say nothing of whose note it is, or since when."""
MessageRef = NewType("MessageRef", str)
"""A sent message as its channel names it (Telegram "chat:message", Slack "channel:ts", web an id)."""

_Id = TypeVar("_Id", bound=str)


class _Interning(Protocol):
    def __call__(self, _identifier: _Id, /) -> _Id: ...


intern_id: _Interning = sys.intern  # type: ignore[assignment]  # it gives back the kind of text that it was given
"""The one copy of an id: those of a whole hospital turn up in every table that closing a week reads."""
