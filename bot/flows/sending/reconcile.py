"""Unsure deliveries: finding out whether a message arrived, before anything is sent again."""

import asyncio
from datetime import timedelta
from typing import assert_never

import structlog

from bot.domain.health.parts import Part, PartKind
from bot.domain.messaging.deliveries import IN_DOUBT, Lease
from bot.domain.organisation.people import Channel
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import keep_running
from bot.flows.sending.record_outcomes import note_pulse_sent
from bot.ports import (
    CannotTell,
    Clock,
    DeliveryFailed,
    Found,
    Messenger,
    NotThere,
    RateLimited,
    Search,
    Storage,
    Timer,
)

log = structlog.get_logger()


class Reconcile:
    """Look for every unsure message in the platform's own history.

    Found: it counts as sent. Not there: it is due again. No history to look in: it is not sent a second time; a
    question is healed by its reminder, and when its time is over it is given up.
    """

    def __init__(
        self,
        *,
        channel: Channel,
        storage: Storage,
        messenger: Messenger,
        clock: Clock,
        timer: Timer,
        health: HealthBoard,
        owner: str,
        lease: timedelta = timedelta(minutes=5),
        batch: int = 5,
    ) -> None:
        """`owner` is that of the account's `Dispatch`, whose in-flight calls are excluded. `batch`: so many
        are looked for under one lease."""
        self._channel, self._storage, self._messenger = channel, storage, messenger
        self._clock, self._timer, self._owner, self._lease, self._batch = clock, timer, owner, lease, batch
        self._health, self._part = health, Part(kind=PartKind.RECONCILING, channel=channel)
        self._silent_until = float("-inf")
        self._reconciling = asyncio.Lock()

    async def run(self, *, every: float = 20.0) -> None:
        """Look again and again until cancelled. Apart from the tick, because an allowance may make it wait long."""

        async def look() -> float:
            await self()
            self._health.well(self._part)
            return every

        await keep_running(self._part, look, health=self._health, wait=self._timer.sleep, again=every)

    async def __call__(self) -> int:
        """Settle what can be settled now; returns how many deliveries were. One call at a time does the work."""
        settled = 0
        if self._reconciling.locked():
            return settled
        async with self._reconciling:
            while self._timer.monotonic() >= self._silent_until and (leases := await self._lease_due()):
                for place, lease in enumerate(leases):
                    try:
                        settled += await self._settle(lease)
                    except DeliveryFailed as failure:  # the platform does not answer: the next call looks again
                        await self._release(leases[place:], failure)
                        return settled
        return settled

    async def _lease_due(self) -> list[Lease]:
        now = self._clock.now()
        async with self._storage.writing() as work:
            leases = await work.deliveries.unsure(
                self._channel, owner=self._owner, now=now, lease_until=now + self._lease, limit=self._batch
            )
        return list(leases)

    async def _settle(self, lease: Lease) -> bool:
        delivery = lease.delivery
        if delivery.edits is not None:  # an edit may safely be repeated
            found: Search = NotThere()
        elif self._clock.now() >= delivery.expires_at:
            found = CannotTell()  # too late to matter
        else:
            found = await self._search(lease)
        now = self._clock.now()
        async with self._storage.writing() as work:
            match found:
                case Found(ref=ref):
                    if await work.deliveries.mark_sent(lease, ref, at=now):
                        await note_pulse_sent(work, delivery, ref, at=now)
                case NotThere():
                    await work.deliveries.put_back(lease, due_at=delivery.due_at)
                case CannotTell() if now >= delivery.expires_at:
                    await work.deliveries.mark_failed(lease, IN_DOUBT, at=now)
                case CannotTell():
                    await work.deliveries.renew([lease], lease_until=delivery.expires_at, now=now)
                case _:
                    assert_never(found)
        return not isinstance(found, CannotTell)

    async def _search(self, lease: Lease) -> Search:
        if lease.address is None:
            return CannotTell()
        async with self._storage.reading() as work:
            near = await work.deliveries.last_ref(lease.delivery.person, self._channel)
        return await self._messenger.find_sent(
            lease.address, key=lease.delivery.key, since=lease.sending_since or self._clock.now(), near=near
        )

    async def _release(self, leases: list[Lease], failure: DeliveryFailed) -> None:
        log.warning("unsure_deliveries_wait", channel=self._channel, outcome=type(failure).__name__)
        if isinstance(failure, RateLimited):
            self._silent_until = self._timer.monotonic() + failure.retry_after
        async with self._storage.writing() as work:
            for lease in leases:
                await work.deliveries.mark_unsure(lease, at=lease.sending_since or self._clock.now())
