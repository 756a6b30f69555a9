"""The one call to a platform that a delivery is about: its words, its mark, and its lease for as long as it takes."""

import asyncio
import contextlib
from collections.abc import Awaitable
from datetime import timedelta
from typing import Protocol, TypeVar

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.deliveries import Delivery, Lease
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel
from bot.flows.sending.record_outcomes import RecordOutcomes
from bot.ports import DELIVERY_FAILURES, Clock, Messenger, Storage, UnitOfWork, Unsure

log = structlog.get_logger()

COMPOSE_AGAIN = timedelta(minutes=1)
JUST_PRESSED = timedelta(seconds=1)
"""So long an edit that was handed over goes where its person pressed: they wait for it, and another look takes time."""
_Result = TypeVar("_Result")


class Compose(Protocol):
    async def __call__(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        """The words to send now, or None when there is nothing to say any more. Only reads."""


class DeliveryCall:
    """Words are read when they are sent; a new message is marked just before it; an edit brings its own and no mark.

    Neither leaves if its person is no longer where it would go."""

    def __init__(
        self,
        *,
        channel: Channel,
        storage: Storage,
        messenger: Messenger,
        compose: Compose,
        clock: Clock,
        real_clock: Clock,
        outcomes: RecordOutcomes,
        lease: timedelta,
    ) -> None:
        self._channel, self._storage, self._messenger, self._compose = channel, storage, messenger, compose
        self._clock, self._real_clock, self._outcomes, self._lease = clock, real_clock, outcomes, lease

    async def words(self, lease: Lease) -> Message | None:
        """None when there is nothing to send now, which is recorded."""
        delivery = lease.delivery
        if delivery.edits is not None and delivery.message is not None:
            return delivery.message  # an edit brings its own words; who taps waits for them
        try:
            async with self._storage.reading() as work:
                message = await self._compose(work, delivery)
        except StorageUnavailable:
            raise
        except Exception as error:  # one message nobody can word must not hold up the others
            stop_if_cancelled()
            log.error("delivery_not_composed", error=type(error).__name__, exc_info=True)
            await self._outcomes.not_sent(lease, later=COMPOSE_AGAIN)
            return None
        if message is None:
            await self._outcomes.failed(lease, "nothing_to_say")
        return message

    async def may_leave(self, lease: Lease) -> bool:
        """Marks a new message. False when somebody else holds the row or it has moved on, or when its person has left
        or moved to another chat since it was leased, which is recorded."""
        try:
            may_leave = await (self._mark_sending(lease) if lease.delivery.edits is None else self._is_there(lease))
        except StorageUnavailable:
            await self._outcomes.not_sent(lease)  # whether or not the commit came through
            return False
        if not may_leave:
            await self._outcomes.elsewhere(lease)  # void if the row is not ours any more
        return may_leave

    async def _mark_sending(self, lease: Lease) -> bool:
        async with self._storage.writing() as work:
            # The moment is for a search in the platform's history, which knows no shifted time.
            return await work.deliveries.mark_sending(lease, at=self._real_clock.now())

    async def _is_there(self, lease: Lease) -> bool:
        if not lease.is_leased and self._clock.now() - lease.delivery.due_at < JUST_PRESSED:
            return True
        async with self._storage.reading() as work:
            return await work.deliveries.goes_to(lease.delivery) == lease.address

    async def __call__(self, address: Address, lease: Lease, message: Message) -> MessageRef:
        """However long it takes, the delivery stays leased. Raises `DELIVERY_FAILURES` and nothing else."""
        return await self._while_leased(lease, self._call(address, lease.delivery, message))

    async def _call(self, address: Address, delivery: Delivery, message: Message) -> MessageRef:
        try:
            if delivery.edits is None:
                return await self._messenger.send(address, message, key=delivery.key)
            await self._messenger.edit(address, delivery.edits, message, reply_via=delivery.reply_via)
            return delivery.edits
        except DELIVERY_FAILURES:
            raise
        except Exception as error:  # a fault of ours in the middle of a call: nobody knows how far it came
            log.error("call_failed", channel=self._channel, exc_info=True)
            raise Unsure(type(error).__name__) from error

    async def _while_leased(self, lease: Lease, call: Awaitable[_Result]) -> _Result:
        """The result of a call, however long it takes: its lease is renewed meanwhile."""
        pending = asyncio.ensure_future(call)
        while not (await asyncio.wait({pending}, timeout=self._lease.total_seconds() / 3))[0]:
            now = self._clock.now()
            with contextlib.suppress(StorageUnavailable):  # the call goes on; its outcome will be recorded
                async with self._storage.writing() as work:
                    await work.deliveries.renew([lease], lease_until=now + self._lease, now=now)
        return await pending
