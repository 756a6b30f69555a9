"""The chain over the log of administration: how an entry is hashed, what is signed, and what it covers besides itself.

Every part is written with its length before it, so that no two entries read the same; a part that is not there differs
from an empty one. The form is a number in each entry: a later program may hash otherwise, and still reads these.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords

FORM: Final = 1
BEFORE_THE_FIRST: Final = bytes(32)
"""What stands for the hash of the entry before, in the first one."""
_NAME_LENGTH: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """An entry of the log as the database keeps it, with what chains it to the one before."""

    id: int
    at: str
    """UTC, with microseconds and offset: the same text on every database."""
    act: str
    who: str | None
    source: str | None
    about: str | None
    revision: int | None
    covers: bytes | None
    """The hash of the revision that it belongs to, and of all people whose rows that changed."""
    digest: bytes
    """Of its words, salted."""
    evidence: bytes
    form: int
    previous: bytes
    """The hash of the entry before."""
    signing_key: bytes | None
    """The public half of the key in force; None before the chain has begun to be signed."""
    hash: bytes = b""
    signature: bytes | None = None

    def hashed(self) -> bytes:
        """What its hash has to be."""
        return _hash(
            b"rounds log entry",
            [
                _number(self.form),
                self.previous,
                _number(self.id),
                self.at.encode(),
                self.act.encode(),
                _text(self.who),
                _text(self.source),
                _text(self.about),
                _number(self.revision),
                self.covers,
                self.digest,
                self.evidence,
                self.signing_key,
            ],
        )

    def with_hash(self) -> "ChainLink":
        return replace(self, hash=self.hashed())

    @property
    def signed(self) -> bytes:
        """What the signature is made over."""
        return b"rounds log signature 1\n" + self.hash

    @property
    def key_after(self) -> bytes | None:
        """The key in force for the entry after it."""
        return self.evidence if self.act == AdministrationAct.SIGNING_KEY else self.signing_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The newest entry: whoever wrote its number and hash down elsewhere sees later that nothing before was changed."""

    number: int
    hash: bytes

    def __str__(self) -> str:
        return f"entry {self.number}, {self.hash.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEnd:
    """Where the next entry is added."""

    head: ChainHead
    signing_key: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedHead:
    """The head as it is kept beside the keys, and those that a restore of an older backup has left behind."""

    head: ChainHead
    left: tuple[ChainHead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRecord:
    """A revision as the database keeps it, with the people whose rows it changed."""

    number: int
    at: str
    who: str
    source: str
    based_on: int
    undoes: int | None
    digest: bytes | None
    people: tuple[tuple[str, bytes], ...]
    """Their numbers, with the digests of what was changed of them."""

    def hashed(self) -> bytes:
        parts = [
            *(_number(self.number), self.at.encode(), self.who.encode(), self.source.encode()),
            *(_number(self.based_on), _number(self.undoes), self.digest),
        ]
        for about, digest in sorted(self.people):
            parts += [about.encode(), digest]
        return _hash(b"rounds revision 1", parts)


def instant_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def number_of_name(salt: bytes, kind: str, name: str) -> str:
    """The number by which the log names somebody: it tells nothing once the salt is gone, and fits no other name."""
    digest = _hash(b"rounds log name 1", [salt, kind.encode(), name.encode()])
    return urlsafe_b64encode(digest[:_NAME_LENGTH]).decode()


def fingerprint(public: bytes) -> str:
    """How people name a signing key: the beginning of the SHA-256 of its public half."""
    return sha256(public).hexdigest()[:16]


def key_begins(public: bytes, *, at: datetime, author: Author | None, is_first: bool = False) -> LogEntry:
    """The entry by which a signing key begins, or the chain with its first one."""
    what = "the signed chain of the log begins" if is_first else "a new signing key of the log begins"
    return LogEntry(
        at=at,
        act=AdministrationAct.SIGNING_KEY,
        author=author,
        words=LogWords(what=what, after=f"key {fingerprint(public)}"),
        evidence=public,
    )


def _hash(label: bytes, parts: Iterable[bytes | None]) -> bytes:
    digest = sha256(len(label).to_bytes(8) + label)
    for part in parts:
        digest.update(b"\0" if part is None else b"\1" + len(part).to_bytes(8) + part)
    return digest.digest()


def _text(value: str | None) -> bytes | None:
    return None if value is None else value.encode()


def _number(value: int | None) -> bytes | None:
    return None if value is None else str(value).encode()
