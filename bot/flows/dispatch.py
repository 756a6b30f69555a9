"""Sending what is due on one channel account: claim, pace, mark, send, record; never lost, never doubled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from bot.domain.deliveries import Claim, Delivery, DeliveryKind, Priority
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import MessageRef, PulseId
from bot.domain.messages import Message
from bot.domain.pacing import Pace
from bot.domain.people import Address, Channel
from bot.flows.health import HealthBoard
from bot.ports import (
    ChannelBroken,
    Clock,
    DeliveryFailed,
    Messenger,
    NotSent,
    RateLimited,
    Rejected,
    Storage,
    Timer,
    UnitOfWork,
    Unreachable,
    Unsure,
)

log = structlog.get_logger()

PULSE_KINDS = frozenset({DeliveryKind.QUESTION, DeliveryKind.REMINDER, DeliveryKind.REDRAW})
OUTAGE_PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between tries while a platform cannot be reached: back within a minute of its return."""
BROKEN_PAUSE = 60.0


class Compose(Protocol):
    async def __call__(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        """The words to send now, or None when there is nothing to say any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The account rests for so many real seconds."""

    seconds: float


class Dispatch:
    """Send every due delivery of one account, interactive replies first, no faster than its pace.

    - a row is committed as `sending` just before its call, so a crash leaves at most the calls in flight unsure;
    - the network is never inside a transaction;
    - a 429 stops the whole account until the time the platform named, kept in the database;
    - whatever certainly did not leave is due again; whatever may have left is reconciled, not repeated;
    - edits may be repeated and need no `sending`.
    """

    def __init__(
        self,
        *,
        channel: Channel,
        storage: Storage,
        messenger: Messenger,
        compose: Compose,
        clock: Clock,
        real_clock: Clock,
        timer: Timer,
        pace: Pace,
        health: HealthBoard,
        owner: str,
        concurrency: int = 1,
        lease: timedelta = timedelta(days=1),
        batch: int = 50,
    ) -> None:
        self._channel, self._storage, self._messenger, self._compose = channel, storage, messenger, compose
        self._clock, self._real_clock, self._timer = clock, real_clock, timer
        self._pace, self._health, self._owner = pace, health, owner
        self._concurrency, self._lease, self._batch = concurrency, lease, batch
        self._woken = asyncio.Event()
        self._failures = 0

    def wake(self) -> None:
        """Something may have become due."""
        self._woken.set()

    async def run(self, *, idle: float = 1.0) -> None:
        """Work until cancelled; storage errors are said on the health board and tried again."""
        while True:
            try:
                rest = await self.drain()
            except StorageUnavailable:
                self._health.troubled(self._part, "the database cannot be used; nothing is sent meanwhile")
                rest = Pause(seconds=1.0)
            if rest.seconds:
                await self._timer.sleep(rest.seconds)
            elif not self._woken.is_set():
                await self._wait(idle)
            self._woken.clear()

    async def drain(self) -> Pause:
        """Send what is due until nothing is left, or until the account has to rest."""
        while True:
            rest = await self._resting()
            if rest.seconds:
                return rest
            claims = await self._claim()
            if not claims:
                return Pause(seconds=0)
            rest = await self._work_off(claims)
            if rest.seconds:
                await self._let_go()
                return rest

    async def _claim(self) -> Sequence[Claim]:
        now = self._clock.now()
        async with self._storage.writing() as work:
            return await work.deliveries.claim(
                self._channel, owner=self._owner, now=now, lease_until=now + self._lease, limit=self._batch
            )

    async def _resting(self) -> Pause:
        async with self._storage.reading() as work:
            until = await work.deliveries.blocked_until(self._channel)
        left = (until - self._real_clock.now()).total_seconds() if until else 0.0
        return Pause(seconds=max(left, 0.0))

    async def _let_go(self) -> None:
        async with self._storage.writing() as work:
            await work.deliveries.release_claims(self._channel)

    async def _work_off(self, claims: Sequence[Claim]) -> Pause:
        """Send a batch; stops early when the account must rest or somebody waiting should go first."""
        waiting = list(claims)
        rest = Pause(seconds=0)
        while waiting and not rest.seconds:
            turn, waiting = waiting[: self._concurrency], waiting[self._concurrency :]
            one_chat_each = {claim.delivery.person: claim for claim in reversed(turn)}
            waiting = [claim for claim in turn if one_chat_each[claim.delivery.person] is not claim] + waiting
            rests = await asyncio.gather(*(self._deliver(claim) for claim in one_chat_each.values()))
            rest = max(rests, key=lambda each: each.seconds)
            if self._woken.is_set() and waiting and waiting[0].delivery.priority is not Priority.INTERACTIVE:
                self._woken.clear()
                await self._let_go()  # claim afresh: interactive replies come before bulk
                break
        return rest

    async def _deliver(self, claim: Claim) -> Pause:
        address = claim.address
        if address is None:
            await self._record(lambda work: work.deliveries.mark_failed(claim, "no_address", at=self._clock.now()))
            return Pause(seconds=0)
        await self._keep_pace(address.value)
        message = await self._prepare(claim)
        if message is None:
            return Pause(seconds=0)
        self._pace.took(address.value, now=self._timer.monotonic())
        try:
            ref = await self._call(address, claim.delivery, message)
        except DeliveryFailed as failure:
            return await self._failed(claim, address, failure)
        self._failures = 0
        self._health.well(self._part)
        await self._record(lambda work: self._sent(work, claim, ref))
        log.info("delivery_sent", kind=claim.delivery.kind.value, channel=self._channel.value)
        return Pause(seconds=0)

    async def _keep_pace(self, chat: str) -> None:
        while (seconds := self._pace.wait(chat, now=self._timer.monotonic())) > 0:
            await self._timer.sleep(seconds)

    async def _prepare(self, claim: Claim) -> Message | None:
        """Compose the newest words and, for a new message, commit `sending`: the last act before the call."""
        delivery, now = claim.delivery, self._clock.now()
        if delivery.edits is not None:
            async with self._storage.reading() as work:
                message = await self._compose(work, delivery)
            if message is None:
                await self._record(lambda work: work.deliveries.mark_sent(claim, None, at=now))
            return message
        async with self._storage.writing() as work:
            message = await self._compose(work, delivery)
            if message is None:
                await work.deliveries.mark_failed(claim, "nothing_to_say", at=now)
                return None
            if not await work.deliveries.mark_sending(claim, at=now):
                return None  # another worker holds it now, or it was answered meanwhile
        return message

    async def _call(self, address: Address, delivery: Delivery, message: Message) -> MessageRef | None:
        if delivery.edits is not None:
            await self._messenger.edit(address, delivery.edits, message, reply_via=delivery.reply_via)
            return delivery.edits
        return await self._messenger.send(address, message, key=delivery.key)

    async def _sent(self, work: UnitOfWork, claim: Claim, ref: MessageRef | None) -> bool:
        now = self._clock.now()
        marked = await work.deliveries.mark_sent(claim, ref, at=now)
        if marked and ref is not None:
            await note_pulse_sent(work, claim.delivery, ref, clock=self._clock)
        return marked

    async def _failed(self, claim: Claim, address: Address, failure: DeliveryFailed) -> Pause:
        delivery, now = claim.delivery, self._clock.now()
        log.warning(
            "delivery_failed", kind=delivery.kind.value, channel=self._channel.value, outcome=type(failure).__name__
        )
        match failure:
            case RateLimited(retry_after=seconds):
                self._pace.refused(now=self._timer.monotonic())
                until = self._real_clock.now() + timedelta(seconds=seconds)

                async def back_and_block(work: UnitOfWork) -> None:
                    await work.deliveries.put_back(claim, due_at=now)
                    await work.deliveries.block(self._channel, until)

                await self._record(back_and_block)
                return Pause(seconds=seconds)
            case Unreachable():

                async def give_up(work: UnitOfWork) -> None:
                    await work.deliveries.mark_failed(claim, "unreachable", at=now)
                    await work.rosters.mark_unreachable(address, at=now)

                await self._record(give_up)
                return Pause(seconds=0)
            case Rejected():
                await self._record(lambda work: work.deliveries.mark_failed(claim, "rejected", at=now))
                return Pause(seconds=0)
            case Unsure() if delivery.edits is None:
                await self._record(lambda work: work.deliveries.mark_unsure(claim, at=now))
                return self._outage("answers of the platform are getting lost")
            case ChannelBroken():
                await self._record(lambda work: work.deliveries.put_back(claim, due_at=now))
                self._health.troubled(self._part, "the platform refuses the account; check its token and scopes")
                return Pause(seconds=BROKEN_PAUSE)
            case NotSent() | Unsure() | _:
                await self._record(lambda work: work.deliveries.put_back(claim, due_at=now))
                return self._outage("the platform cannot be reached")

    def _outage(self, why: str) -> Pause:
        """One failure may be chance; a row of them means the platform is down, so the whole account waits."""
        self._failures += 1
        if self._failures > 1:
            self._health.troubled(self._part, why)
        return Pause(seconds=OUTAGE_PAUSES[min(self._failures, len(OUTAGE_PAUSES)) - 1])

    async def _record(self, write: Callable[[UnitOfWork], Awaitable[object]]) -> None:
        """Store an outcome that already happened outside: keep trying, for losing it would make it happen again."""
        while True:
            try:
                async with self._storage.writing() as work:
                    await write(work)
            except StorageUnavailable:
                self._health.troubled(self._part, "the database cannot be used; an outcome waits to be recorded")
                await self._timer.sleep(0.5)
            else:
                return

    async def _wait(self, seconds: float) -> None:
        sleeping = asyncio.ensure_future(self._timer.sleep(seconds))
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait({sleeping, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            woken.cancel()

    @property
    def _part(self) -> str:
        return f"sending on {self._channel.value}"


async def note_pulse_sent(work: UnitOfWork, delivery: Delivery, ref: MessageRef, *, clock: Clock) -> None:
    """Let the pulse know that its question (or the reminder that repeats it) has arrived, and where."""
    if delivery.kind in (DeliveryKind.QUESTION, DeliveryKind.REMINDER):
        pulse = PulseId(delivery.subject)
        await work.pulses.mark_sent([pulse], at=clock.now())
        await work.pulses.set_message(pulse, ref)
