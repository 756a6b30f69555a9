"""What a lead wrote and has not sent yet, and the text that is sealed of it."""

import json
from dataclasses import dataclass

from bot.domain.identifiers import MessageRef

_write = json.JSONEncoder(ensure_ascii=False).encode
"""As short in any script: the length of what is sealed says next to nothing of the words."""
_SEPARATOR_OF_VERSION_1 = "\x1f"
"""Stood between the two parts in the first form, which had no version. JSON never holds this sign as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadDraft:
    words: str
    written_in: MessageRef | None
    """How the channel names the message that the words were written in."""


def pack(draft: LeadDraft) -> str:
    return _write({"v": 2, "words": draft.words, "written_in": draft.written_in})


def unpack(text: str) -> LeadDraft:
    """The inverse of `pack`. Also reads the first form, since a draft waits for days; raises ValueError for any
    other."""
    if _SEPARATOR_OF_VERSION_1 in text:
        written_in, _, words = text.rpartition(_SEPARATOR_OF_VERSION_1)
        return LeadDraft(words=words, written_in=MessageRef(written_in) if written_in else None)
    match json.loads(text):
        case {"v": 2, "words": str(words), "written_in": str() | None as ref}:
            return LeadDraft(words=words, written_in=None if ref is None else MessageRef(ref))
        case _:
            raise ValueError("a lead's draft of another version")
