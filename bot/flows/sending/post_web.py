"""Posting due messages into web chats: the chat is our own table, so sending and recording are one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.deliveries import (
    NO_ADDRESS,
    Delivery,
    Lease,
    Priority,
)
from bot.domain.messaging.messages import Message, SealedWords
from bot.domain.organisation.people import Channel
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import keep_running, wait_for_event
from bot.flows.sending.hold_back import without_halted
from bot.flows.sending.record_outcomes import NOTHING_SENT, close_earlier_copies, sending_part
from bot.flows.sending.what_holds import without_settled
from bot.ports import Clock, Storage, Timer, UnitOfWork
from bot.repositories.administration_log import Token
from bot.repositories.sending import NewWebMessage

log = structlog.get_logger()

Announce = Callable[[Collection[PersonId]], Awaitable[None]]
"""Tells open pages that these people's chats have changed."""
COMPOSE_AGAIN = timedelta(minutes=1)
_HELD = timedelta(minutes=1)
"""A formality: claiming and recording are one transaction."""


class ComposeMany(Protocol):
    async def __call__(
        self, work: UnitOfWork, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryKey, Message | None]: ...


class PostToWebChats:
    """Put every due message into its person's chat, exactly once.

    A question counts as delivered when its person has seen the page, so posting alone does not put anybody in reach.
    """

    def __init__(
        self,
        *,
        channel: Channel,
        storage: Storage,
        compose: ComposeMany,
        seal: SealMessages,
        clock: Clock,
        timer: Timer,
        health: HealthBoard,
        announce: Announce,
        token: Token,
        ring: Callable[[Collection[PersonId]], None] = lambda _people: None,
        owner: str = "web",
        batch: int = 200,
    ) -> None:
        self._channel, self._part = channel, sending_part(channel)
        self._storage, self._compose, self._seal, self._clock, self._timer = storage, compose, seal, clock, timer
        self._health, self._announce, self._owner, self._batch = health, announce, owner, batch
        self._ring, self._token = ring, token
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may have become due."""
        self._woken.set()

    async def run(self, *, idle: float = 1.0) -> None:
        """Work until cancelled; what goes wrong is said on the health board and tried again."""

        async def post() -> float:
            self._woken.clear()
            await self.drain()
            self._health.well(self._part)
            return idle

        await keep_running(self._part, post, health=self._health, wait=self._wait, again=idle, no_database=NOTHING_SENT)

    async def _wait(self, seconds: float) -> None:
        await wait_for_event(self._woken, seconds, timer=self._timer)

    async def drain(self) -> int:
        """Post what is due; returns how many messages were posted or edited."""
        posted = 0
        while await self._something_is_due():
            try:
                leases = await self._post_many(self._batch)
            except StorageUnavailable:
                raise
            except Exception as error:  # one message nobody can word must not hold up the others
                stop_if_cancelled()
                log.error("posting_batch_failed", error=type(error).__name__, exc_info=True)
                leases = await self._post_one_by_one()
            if not leases:
                break
            posted += len(leases)
            await self._announce({lease.delivery.person for lease in leases})
            self._ring({lease.delivery.person for lease in leases if _is_news(lease.delivery)})
        return posted

    async def _something_is_due(self) -> bool:
        async with self._storage.reading() as work:
            due_at = await work.deliveries.next_due_at(self._channel)
        return due_at is not None and due_at <= self._clock.now()

    async def _post_many(self, limit: int) -> Sequence[Lease]:
        async with self._storage.writing() as work:
            leased = await self._lease_due(work, limit)
            there = await work.rosters.hold({lease.delivery.person for lease in leased})
            leases = [lease for lease in leased if lease.address is None or lease.delivery.person in there]
            messages = await self._compose(work, [lease.delivery for lease in leases])
            now = self._clock.now()
            fit = [(lease, message) for lease in leases if (message := self._fit(lease, messages, now))]
            kept = {lease.delivery.key for lease, _ in fit}
            await self._give_up(work, [lease for lease in leases if lease.delivery.key not in kept], now)
            await self._post_all(work, fit, now)
        return leases

    def _fit(self, lease: Lease, messages: Mapping[DeliveryKey, Message | None], now: datetime) -> Message | None:
        if lease.address is None or now >= lease.delivery.expires_at:
            return None
        return messages.get(lease.delivery.key)

    async def _give_up(self, work: UnitOfWork, leases: Collection[Lease], now: datetime) -> None:
        for lease in leases:
            if now >= lease.delivery.expires_at:
                await work.deliveries.mark_expired(lease, at=now)
            else:
                why = NO_ADDRESS if lease.address is None else "nothing_to_say"
                await work.deliveries.mark_failed(lease, why, at=now)

    async def _kept(self, work: UnitOfWork, lease: Lease, message: Message, now: datetime) -> SealedWords | Message:
        """What answers a press is kept sealed: as it was, or anew where a chart was drawn into it only now."""
        sealed = lease.delivery.sealed
        if sealed is None or message.picture is None:
            return sealed or message
        (drawn,) = await self._seal(work, [replace(lease.delivery, message=message)], now=now)
        return drawn.sealed or message

    async def _post_all(self, work: UnitOfWork, fit: Sequence[tuple[Lease, Message]], now: datetime) -> None:
        edited: list[tuple[Lease, MessageRef]] = []
        new: list[Lease] = []
        kept = {lease.delivery.key: await self._kept(work, lease, message, now) for lease, message in fit}
        for lease, _ in fit:
            ref, person = lease.delivery.edits, lease.delivery.person
            # What is pressed comes from outside: a number of somebody else's message, or of none, edits nothing.
            if ref is not None and await work.web_chats.edit(person, ref, kept[lease.delivery.key]):
                edited.append((lease, ref))
            else:
                new.append(lease)
        numbers = await work.web_chats.post_many(
            [_new_message(lease.delivery, kept[lease.delivery.key], now) for lease in new], token=self._token
        )
        refs = [(lease, MessageRef(str(number))) for lease, number in zip(new, numbers, strict=True)]
        await close_earlier_copies(work, [(lease.delivery, ref) for lease, ref in refs], at=now)
        refs += edited
        await work.pulses.set_messages(
            [
                (lease.delivery.pulse, ref)
                for lease, ref in refs
                if lease.delivery.puts_question and lease.delivery.pulse is not None
            ]
        )
        await work.deliveries.mark_many_sent(refs, at=now)

    async def _post_one_by_one(self) -> Sequence[Lease]:
        """A batch again, each message alone; what fails alone is tried again later."""
        done: list[Lease] = []
        for _ in range(self._batch):
            try:
                posted = await self._post_many(1)
            except StorageUnavailable:
                raise
            except Exception:  # a message that cannot be composed is put off and holds up no other
                stop_if_cancelled()
                posted = await self._put_off()
            if not posted:
                break
            done += posted
        return done

    async def _put_off(self) -> Sequence[Lease]:
        async with self._storage.writing() as work:
            leases = await self._lease_due(work, 1)
            for lease in leases:
                log.error("delivery_not_composed", channel=self._channel)
                await work.deliveries.put_back(lease, due_at=self._clock.now() + COMPOSE_AGAIN)
        return leases

    async def _lease_due(self, work: UnitOfWork, limit: int) -> Sequence[Lease]:
        now = self._clock.now()
        leases = await work.deliveries.lease(
            self._channel, owner=self._owner, now=now, lease_until=now + _HELD, limit=limit
        )
        return await without_settled(work, await without_halted(work, leases, now=now), now=now)


def _is_news(delivery: Delivery) -> bool:
    """Whether its person does not look at their page already: it neither changes a message nor answers their press.
    Sealed is also what follows from somebody else's press, and that one is asked less often."""
    is_answer = delivery.sealed is not None and delivery.priority is Priority.INTERACTIVE
    return delivery.edits is None and not is_answer


def _new_message(delivery: Delivery, words: SealedWords | Message, now: datetime) -> NewWebMessage:
    """What answers a press has no moment of its own."""
    is_open = not isinstance(words, SealedWords)
    return NewWebMessage(
        person=delivery.person,
        words=words,
        key=delivery.key,
        posted_at=now if is_open else None,
        pulse=delivery.pulse,
        digest=delivery.digest if is_open else None,
        comment_week=delivery.comment_week,
    )
