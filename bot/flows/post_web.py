"""Posting due messages into web chats: the chat is our own table, so sending and recording are one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.domain.deliveries import Claim, Delivery, DeliveryKind
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId
from bot.domain.messages import Message
from bot.domain.people import Channel
from bot.flows.health import HealthBoard
from bot.ports import Clock, Storage, Timer, UnitOfWork

Announce = Callable[[Collection[PersonId]], Awaitable[None]]
"""Tells open pages that these people's chats have changed."""


class ComposeMany(Protocol):
    async def __call__(
        self, work: UnitOfWork, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryKey, Message | None]: ...


class PostToWebChats:
    """Put every due message into its person's chat, exactly once.

    A question counts as delivered when its person opens the page, so posting alone does not put anybody in reach.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        compose: ComposeMany,
        clock: Clock,
        timer: Timer,
        health: HealthBoard,
        announce: Announce,
        owner: str = "web",
        batch: int = 200,
    ) -> None:
        self._storage, self._compose, self._clock, self._timer = storage, compose, clock, timer
        self._health, self._announce, self._owner, self._batch = health, announce, owner, batch
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self, *, idle: float = 1.0) -> None:
        """Work until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.drain()
                self._health.well("sending on web")
            except StorageUnavailable:
                self._health.troubled("sending on web", "the database cannot be used")
            sleeping = asyncio.ensure_future(self._timer.sleep(idle))
            woken = asyncio.ensure_future(self._woken.wait())
            try:
                await asyncio.wait({sleeping, woken}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleeping.cancel()
                woken.cancel()

    async def drain(self) -> int:
        """Post what is due; returns how many messages were posted or edited."""
        posted = 0
        while True:
            now = self._clock.now()
            async with self._storage.writing() as work:
                claims = await work.deliveries.claim(
                    Channel.WEB, owner=self._owner, now=now, lease_until=now + timedelta(minutes=1), limit=self._batch
                )
                messages = await self._compose(work, [claim.delivery for claim in claims])
                for claim in claims:
                    await self._post(work, claim, messages.get(claim.delivery.key))
            if not claims:
                return posted
            posted += len(claims)
            await self._announce({claim.delivery.person for claim in claims})

    async def _post(self, work: UnitOfWork, claim: Claim, message: Message | None) -> None:
        delivery, now = claim.delivery, self._clock.now()
        if message is None or claim.address is None:
            why = "no_address" if claim.address is None else "nothing_to_say"
            await work.deliveries.mark_failed(claim, why, at=now)
            return
        if delivery.edits is not None:
            await work.web_chats.edit(int(delivery.edits), message)
            ref = delivery.edits
        else:
            ref = MessageRef(str(await work.web_chats.post(delivery.person, message, key=delivery.key)))
        if delivery.kind in (DeliveryKind.QUESTION, DeliveryKind.REMINDER):
            await work.pulses.set_message(PulseId(delivery.subject), ref)
        await work.deliveries.mark_sent(claim, ref, at=now)
