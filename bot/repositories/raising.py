"""What is raised in confidence: the database's half of every key to it, and the files that hold the rest.

No row names a note, and none is written when there is one.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from bot.domain.identifiers import NoteId


class Raising(Protocol):
    async def half(self) -> bytes | None:
        """The half of every note's key that lies in the database: 32 bytes, the same for as long as it stands. None
        until it is made."""

    async def make_half(self, fresh: bytes) -> bytes:
        """The half that there is, or else this one from now on."""


class NoteFiles(Protocol):
    """Notes outside the database, each sealed under a key of its own, which opens only with the database's half.

    All of it is short and waits for nothing but the disk. Raises `KeyUnavailable` where the folder cannot be used.
    """

    def names(self) -> Collection[NoteId]: ...

    def read(self, note: NoteId, *, half: bytes) -> bytes | None:
        """None where there is no such note, or it does not open."""

    def change(self, note: NoteId, change: Callable[[bytes | None], bytes | None], *, half: bytes) -> bytes | None:
        """Read, change and write while no other process does; what is written, or None where nothing was to be. Begun
        with a key where there is none yet. What does not open is left as it is, and nothing is written."""

    def destroy(self, note: NoteId) -> None:
        """Its key first, then the rest; harmless when it is gone."""

    def destroy_unfinished(self) -> None:
        """Halves that a crash has left: a key without a note, a note without a key."""

    def destroy_unreadable(self, *, half: bytes, days: int) -> None:
        """What no longer opens, because it belongs to another database, and has not been touched for so many days."""
