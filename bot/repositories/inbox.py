"""Inbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.messaging.inbound import Inbound
from bot.domain.organisation.people import Channel


class Inbox(Protocol):
    async def keep(self, updates: Sequence[Inbound], *, at: datetime) -> None:
        """File what is new; unique on (platform, update id), also after it was finished."""

    async def pending(self, *, limit: int) -> Sequence[Inbound]:
        """Unprocessed updates in the order they were committed. Needs a writing unit of work: until it ends nobody else
        is handed the same ones."""

    async def finish(self, updates: Collection[tuple[Channel, str]], *, at: datetime) -> None:
        """Empty the payloads; only platform and update id stay."""

    async def purge(self, *, before: datetime) -> int: ...

    async def count_pending(self) -> int: ...
