"""What people did, from its commit until it is acted upon; it never lies here unsealed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxKey:
    """What the database knows of a key of the inbox: the week it was made in, and how to tell it from others."""

    week: IsoWeek
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedUpdate:
    """One update as it is kept. Who did what lies in the body; the rest only recognises a repeated update."""

    channel: Channel
    update_id: str
    """A digest of the platform's own id under the key that it is sealed under; the id itself for what an earlier
    version took in. Some platforms make their ids of a chat and a moment, so these lie nowhere in the open."""
    key: IsoWeek | None
    """The inbox key it is sealed under; None for what an earlier version took in."""
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUpdate:
    """One update that nobody has acted upon yet."""

    number: int
    """The inbox's own number for it. Finishing goes by this, never by an id that came from outside."""
    update: SealedUpdate
    waits_again: bool = False
    """Since a restore: it may have been acted upon before."""


class Inbox(Protocol):
    async def keep(self, updates: Sequence[SealedUpdate]) -> None:
        """File what is new; unique on (platform, update id), also after it was finished."""

    async def pending(self, *, limit: int) -> Sequence[WaitingUpdate]:
        """Unprocessed updates in the order they were committed.

        Needs a writing unit of work: until it ends nobody else is handed the same ones.
        """

    async def hold(self) -> None:
        """Until the transaction ends nobody files. Whoever asks for it does so before they touch anything that filing
        touches, or each may wait for the other."""

    async def finish(self, numbers: Collection[int], *, on: date) -> int:
        """Empty the bodies; only platform, update id and the day stay. Returns how many were still waiting."""

    async def known(self, update_ids: Collection[tuple[Channel, str]]) -> frozenset[tuple[Channel, str]]:
        """Which of these were taken in, as far as it is still known."""

    async def purge(self, *, before: date) -> int: ...

    async def keys(self) -> Sequence[InboxKey]:
        """Every key that was not forgotten, oldest first."""

    async def put_key(self, key: InboxKey) -> None:
        """Note a key, or what the key of this week is now."""

    async def count_sealed(self, key: InboxKey) -> int:
        """How many updates wait under a key."""

    async def give_up(self, key: InboxKey, *, on: date) -> int:
        """Empty the updates that wait under a key; says how many there were."""

    async def forget_key(self, key: InboxKey) -> None: ...
