"""What those who run Rounds have done: who, when and about what, never what they saw."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.administration.log import AdministrationAct, LogEntry
from bot.domain.proof.chain import ChainEnd

Token = Callable[[int], bytes]
"""So many unpredictable bytes."""


class AdministrationLog(Protocol):
    async def add(self, entries: Sequence[LogEntry], *, token: Token) -> None:
        """Entries are only added, never changed or removed; who does it waits until others have done it. Raises
        `KeyUnavailable` where entries are signed and the key is not there."""

    async def end(self) -> ChainEnd | None:
        """Where the next entry is added; None for an empty log."""

    async def entries(
        self, *, since: datetime | None = None, revisions: Collection[int] | None = None
    ) -> Sequence[LogEntry]:
        """In the order in which they were added: all, those made at `since` or later, those of some revisions."""

    async def newest(self, *, since: datetime | None, before: int | None, limit: int) -> Sequence[tuple[int, LogEntry]]:
        """So many at most, with their numbers, the newest first: made at `since` or later, added before a number."""

    async def last(self, act: AdministrationAct) -> datetime | None:
        """When it was done last, if ever."""
