"""One way to write things down for a hash: each part with its length before it, so that no two lists read the same."""

import hashlib
import json
from collections.abc import Iterable

from bot.domain.identifiers import Json

_LENGTH = 8
_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def length_prefixed(parts: Iterable[bytes]) -> bytes:
    return b"".join([len(part).to_bytes(_LENGTH) + part for part in parts])


def hash_of(parts: Iterable[bytes]) -> bytes:
    """SHA-256 over all of them, each with its length."""
    return hashlib.sha256(length_prefixed(parts)).digest()


def hash_of_texts(parts: Iterable[str]) -> str:
    """The same of texts, in hexadecimal."""
    return hash_of(part.encode() for part in parts).hex()


def canonical_text(value: Json) -> str:
    """The one way in which a table of figures is written."""
    return _write(value)
