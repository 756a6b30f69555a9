"""What people did, from its commit until it is acted upon."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.messaging.inbound import Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUpdate:
    """One update that nobody has acted upon yet."""

    number: int
    """The inbox's own number for it. Finishing goes by this, never by an id that came from outside."""
    update: Inbound


class Inbox(Protocol):
    async def keep(self, updates: Sequence[Inbound], *, at: datetime) -> None:
        """File what is new; unique on (platform, update id), also after it was finished."""

    async def pending(self, *, limit: int) -> Sequence[WaitingUpdate]:
        """Unprocessed updates in the order they were committed.

        One that cannot be read is logged by its number and emptied. Needs a writing unit of work: until it ends nobody
        else is handed the same ones.
        """

    async def finish(self, numbers: Collection[int], *, at: datetime) -> int:
        """Empty the payloads; only platform and update id stay. Returns how many were still waiting."""

    async def purge(self, *, before: datetime) -> int: ...

    async def count_pending(self) -> int: ...
