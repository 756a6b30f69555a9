"""The chain over the log of administration: what signs it, and all of it, to be checked."""

from typing import Protocol

from bot.domain.health.troubles import Troubles
from bot.domain.proof.chain import ChainHead, NotedHead
from bot.domain.proof.check_chain import ChainPiece, LogRecord


class ChainKeeper(Protocol):
    """The signing keys and the noted head, outside the database and its backups. Blocks for a moment at most.

    Raises `KeyUnavailable`.
    """

    def usable(self) -> bytes:
        """The public half of a key that can sign; a new one where there is none."""

    def make(self) -> bytes:
        """The public half of a new key, on disk before it is returned."""

    def can_sign(self, public: bytes) -> bool: ...

    def sign(self, public: bytes, text: bytes) -> bytes:
        """By the private half of this key."""

    def destroy(self, public: bytes) -> None:
        """The private half; the public one stays."""

    def published(self) -> frozenset[bytes]:
        """The public halves of all keys that ever signed."""

    def noted(self) -> NotedHead | None: ...

    def note(self, head: ChainHead, *, leaving: NotedHead | None = None) -> None:
        """After the commit. A younger head that another process has noted meanwhile stays, but for the one that a
        restore leaves. A fault of the disk is told to the process's log and raises nothing: the next entry notes it.
        """


class ChainRecords(Protocol):
    """All of it blocks; it belongs in a thread of its own. Raises `StorageUnavailable`."""

    def read(self) -> LogRecord:
        """All of one moment."""

    def piece(self, after: int, *, limit: int) -> ChainPiece:
        """The entries with the next so many numbers, as far as they are there."""

    def last(self) -> int:
        """The highest number of an entry; 0 where there is none."""


class LookAtKeys(Protocol):
    def __call__(self, in_force: bytes | None, /) -> Troubles:
        """What keeps the files in the keys folder from being used: whose they are, and whether
        they hold the key that signs the next entry. Tells nothing of how many there are, or of what."""
