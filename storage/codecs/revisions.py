"""Words of the log, rows of people and whole programmes as JSON, and the salted digest of such a text.

What is kept of a revision is never rewritten: its digest stands where nothing is changed. What has an earlier shape can
no longer be turned back; the words of the log stay readable.
"""

from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from bot.domain.administration.log import LogWords
from bot.domain.administration.revisions import PersonRow
from bot.domain.programme.programme import Programme
from storage.codecs.json_text import dumps, loads
from storage.codecs.programmes import plain_of, versioned

SALT_LENGTH = 16


@cache
def _words() -> TypeAdapter[LogWords]:
    return TypeAdapter(LogWords)


@cache
def _rows() -> TypeAdapter[PersonRow]:
    return TypeAdapter(PersonRow)


@cache
def _programmes() -> TypeAdapter[Programme]:
    return TypeAdapter(Programme)


def encode_words(words: LogWords) -> str:
    plain = _words().dump_python(words, mode="json", exclude_defaults=True)
    return dumps({**plain, "units": sorted(words.units)} if words.units else plain)


def decode_words(text: str) -> LogWords:
    return _words().validate_python(loads(text))


def encode_row(row: PersonRow | None) -> str:
    """Nothing, for whoever is not on the list."""
    if row is None:
        return ""
    plain = _rows().dump_python(row, mode="json")
    return dumps({**plain, "roles": sorted(plain["roles"])})


def decode_row(text: str) -> PersonRow | None:
    return _rows().validate_python(loads(text)) if text else None


def encode_whole(programme: Programme | None) -> str:
    """Nothing, for what was before the first programme."""
    if programme is None:
        return ""
    plain: dict[str, Any] = _programmes().dump_python(programme, mode="json")
    for identity, question in plain["questions"].items():
        question["tags"] = sorted(programme.questions[identity].tags)
    return versioned(plain)


def decode_whole(text: str) -> Programme | None:
    """Raises ValueError for a shape of an earlier version."""
    return _programmes().validate_python(plain_of(text)) if text else None


def salted_digest(salt: bytes, *texts: str) -> bytes:
    """What stands for texts that may be erased: without the salt nobody can try out what they were."""
    return sha256(salt + dumps(texts).encode()).digest()
