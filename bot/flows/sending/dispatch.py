"""Sending what is due on one channel account: lease, pace, mark, send, record; never lost, never doubled."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

import structlog

from bot.cancellation import end, finish
from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import (
    NO_ADDRESS,
    REJECTED,
    UNREACHABLE,
    Lease,
    Priority,
)
from bot.domain.messaging.rate_limit import Pace
from bot.domain.organisation.people import Address, Channel
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import keep_running, wait_for_event
from bot.flows.sending.account_backoff import AccountBackoff
from bot.flows.sending.delivery_call import Compose, DeliveryCall
from bot.flows.sending.edit_handover import HandedEdits
from bot.flows.sending.hold_back import without_halted
from bot.flows.sending.record_outcomes import NOTHING_SENT, RecordOutcomes, sending_part
from bot.flows.sending.what_holds import without_settled
from bot.ports import (
    DELIVERY_FAILURES,
    ChannelBroken,
    Clock,
    DeliveryFailed,
    DeliveryFailure,
    Messenger,
    NotSent,
    RateLimited,
    Rejected,
    ShutOut,
    Storage,
    Timer,
    Unreachable,
    Unsure,
)

log = structlog.get_logger()

ALONE = timedelta(days=1)
"""The lease of a process that shares its database with nobody; a start takes over all leases."""
LOOK_AGAIN = 1.0
"""Seconds between looks at what has become due by itself, while edits are handed over."""
WITHOUT_DATABASE = 1.0
"""Seconds between looks whether the database can be used again."""
EDIT_BATCH_SIZE = 20
"""Edits recorded in one transaction; a crash before it repeats them, which does no harm."""
CALLS_END = 20.0
"""Seconds that a stop waits for calls under way, so that it leaves nothing unsure."""


class Dispatch:
    """Send every due delivery of one account, interactive replies first, no faster than its pace.

    - a row is committed as `sending` just before its call, so a crash leaves at most the calls in flight unsure;
    - the network is never inside a transaction;
    - a 429 stops the whole account until the time the platform named, kept in the database;
    - what certainly did not leave is due again at its old place; what may have left is reconciled, not repeated;
    - after a fault the platform is asked whether it is there before another message is risked;
    - what was leased for a chat that its person has left since, or that is somebody else's now, does not go there;
    - edits may be repeated and need no `sending`; they may be handed over in memory while nothing older waits.
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
        lease: timedelta | None = None,
        batch: int = 50,
    ) -> None:
        """`owner` names this very start of this process; the account's `Reconcile` has the same. `lease` is None for
        the only process on its database."""
        self._channel, self._storage, self._clock, self._timer = channel, storage, clock, timer
        self._pace, self._health, self._owner = pace, health, owner
        self._concurrency, self._batch = concurrency, batch
        self._is_alone, self._lease = lease is None, lease or ALONE
        self._outcomes = RecordOutcomes(channel=channel, storage=storage, clock=clock, timer=timer, health=health)
        self._call = DeliveryCall(
            channel=channel,
            storage=storage,
            messenger=messenger,
            compose=compose,
            clock=clock,
            real_clock=real_clock,
            outcomes=self._outcomes,
            lease=self._lease,
        )
        self._part = sending_part(channel)
        self._account = AccountBackoff(
            part=self._part, messenger=messenger, timer=timer, real_clock=real_clock, health=health
        )
        self._has_new_work, self._has_handed_edits = asyncio.Event(), asyncio.Event()
        self._has_new_token = asyncio.Event()
        self._has_taken_over = False
        self._failed_last: PersonId | None = None
        self._held_at = 0.0
        self._calls: dict[asyncio.Task[None], PersonId] = {}
        self._edited: list[Lease] = []
        self._handed = HandedEdits(most=batch)
        self._looked_at = float("-inf")

    def wake(self) -> None:
        """Something may have become due."""
        self._handed.is_caught_up = False
        self._has_new_work.set()
        self._has_handed_edits.set()

    def renewed(self) -> None:
        """The account has another token: nothing has to wait because the earlier one was refused."""
        self._account.renewed()
        self._has_new_token.set()
        self.wake()

    def hand(self, edits: Sequence[Lease]) -> bool:
        """Take edits from whoever has just committed them, so that they need not be leased; False if they must be."""
        is_taken = self._is_alone and self._handed.take(edits)
        if is_taken:
            self._has_handed_edits.set()
        return is_taken

    async def take_over(self) -> None:
        """Free what an earlier process held, once, if this one is alone; `Reconcile` may look at it afterwards."""
        if self._is_alone and not self._has_taken_over:
            async with self._storage.writing() as work:
                await work.deliveries.release_leases(self._channel)
        self._has_taken_over = True

    async def release_leases(self) -> None:
        """Leave what is not sent yet to whoever works for the account next."""
        async with self._storage.writing() as work:
            await work.deliveries.release_leases(self._channel, owner=self._owner)

    async def run(self, *, idle: float = 1.0) -> None:
        """Work until cancelled; what goes wrong is said on the health board and tried again."""

        async def send() -> float:
            await self.take_over()
            return await self.drain()

        async def wait(seconds: float) -> None:
            if seconds:  # the account rests; only another token ends that early
                await wait_for_event(self._has_new_token, seconds, timer=self._timer)
                self._has_new_token.clear()
            else:
                await self._wait(idle)

        await keep_running(
            self._part, send, health=self._health, wait=wait, again=WITHOUT_DATABASE, no_database=NOTHING_SENT
        )

    async def drain(self) -> float:
        """Send what is due; returns the seconds for which the account has to rest first, 0 when nothing is left."""
        while True:
            self._has_handed_edits.clear()
            if self._handed.waiting:
                await self._show_handed()
                if self._handed.is_caught_up and self._timer.monotonic() - self._looked_at < LOOK_AGAIN:
                    if self._handed.waiting:
                        continue
                    break
            something_is_due = self._has_new_work.is_set() or await self._look()
            if not await self._account.may_send():
                return self._account.seconds_to_wait
            if not something_is_due:
                break
            leases = await self._lease_due()
            if await self._work_off(list(leases)) and len(leases) < self._worth_leasing():
                break
        self._health.well(self._part)
        self._handed.is_caught_up = not self._has_new_work.is_set()
        return 0.0

    async def _show_handed(self) -> None:
        self._held_at = self._timer.monotonic()
        if not (await self._account.may_send() and await self._work_off(self._handed.waiting)):
            self._claim_instead()

    def _claim_instead(self) -> None:
        """What was handed over goes the long way, behind whatever waits there."""
        self._handed.leave()
        self.wake()

    # --- choosing -------------------------------------------------------------------------------------------------

    async def _look(self) -> bool:
        """Whether anything is due; the account's rest is read on the way."""
        async with self._storage.reading() as work:
            blocked = await work.deliveries.blocked_until(self._channel)
            due_at = await work.deliveries.next_due_at(self._channel)
        self._looked_at = self._timer.monotonic()
        self._account.found(blocked)
        return due_at is not None and due_at <= self._clock.now()

    async def _lease_due(self) -> Sequence[Lease]:
        self._has_new_work.clear()
        self._handed.leave()  # it is among what is leased
        self._held_at = self._timer.monotonic()
        now = self._clock.now()
        async with self._storage.writing() as work:
            leases = await work.deliveries.lease(
                self._channel,
                owner=self._owner,
                now=now,
                lease_until=now + self._lease,
                limit=self._worth_leasing(),
            )
            return await without_settled(work, await without_halted(work, leases, now=now), now=now)

    def _worth_leasing(self) -> int:
        """No more than can be sent while the lease is fresh."""
        return max(self._concurrency, min(self._batch, int(self._pace.rate * self._lease.total_seconds() / 3)))

    def _is_fresh(self, share: float) -> bool:
        """Whether less than this share of the lease is over, however long this process was stopped in between."""
        return self._timer.monotonic() - self._held_at < self._lease.total_seconds() * share

    async def _work_off(self, queue: list[Lease]) -> bool:
        """Send a batch, also what is added to it meanwhile; False when it was broken off, because the account rests or
        somebody waiting goes first."""
        try:
            while queue:
                self._has_handed_edits.clear()
                await self._calls_below(self._concurrency)
                await self._wait_for_slot()
                if self._account.seconds_to_wait or not self._is_fresh(1 / 3):
                    return False
                if not queue:
                    break  # a call that failed has sent all that was handed over the long way
                lease, seconds = self._next(queue)
                if self._has_new_work.is_set() and (seconds or lease.delivery.priority is not Priority.INTERACTIVE):
                    return False  # lease afresh: interactive replies come before bulk
                if seconds:
                    await self._wait(seconds)
                    continue
                queue.remove(lease)
                if lease.delivery.person in self._calls.values():
                    await self._calls_below(1)  # the order in one chat is kept
                await self._start(lease)
            await self._calls_below(1)
            return not self._account.seconds_to_wait
        finally:
            if self._calls or self._edited:
                await finish(self._end_calls())

    def _next(self, queue: Sequence[Lease]) -> tuple[Lease, float]:
        """The first whose chat is free, else the one whose chat is free soonest; who failed last goes last."""
        now = self._timer.monotonic()

        def patience(lease: Lease) -> tuple[bool, float]:
            seconds = self._pace.wait_for_chat(lease.address.value, now=now) if lease.address else 0.0
            return lease.delivery.person == self._failed_last, seconds

        chosen = min(queue, key=patience)
        return chosen, patience(chosen)[1]

    async def _wait_for_slot(self) -> None:
        while seconds := self._pace.wait_for_turn(now=self._timer.monotonic()):
            await self._timer.sleep(seconds)

    # --- sending --------------------------------------------------------------------------------------------------

    async def _start(self, lease: Lease) -> None:
        """Begin one delivery in a task of its own, which a stop lets end; returns when its call has left, or never
        will."""
        left = asyncio.Event()
        task = asyncio.create_task(self._deliver(lease, left))
        task.add_done_callback(lambda _: left.set())
        self._calls[task] = lease.delivery.person
        await left.wait()

    async def _calls_below(self, number: int) -> None:
        while len(self._calls) >= number:
            done, _ = await asyncio.wait(self._calls, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del self._calls[task]
                task.result()

    async def _end_calls(self) -> None:
        if self._calls:
            _, late = await asyncio.wait(self._calls, timeout=CALLS_END)
            await end(late)
            self._calls.clear()
        await self._flush()

    async def _deliver(self, lease: Lease, left: asyncio.Event) -> None:
        delivery, address = lease.delivery, lease.address
        if self._clock.now() >= delivery.expires_at:
            await self._outcomes.expired(lease)
            return
        if address is None:
            await self._outcomes.failed(lease, NO_ADDRESS)
            return
        message = await self._call.words(lease)
        if message is None:
            return
        if not await self._call.may_leave(lease):
            if not lease.is_leased:
                self._claim_instead()  # its row is due as it was; whoever leases it learns where its person is
            return
        if not self._is_fresh(2 / 3):  # this process was stopped for a while: others may have taken over
            await self._outcomes.not_sent(lease)
            return
        self._pace.took(address.value, now=self._timer.monotonic())
        left.set()
        try:
            ref = await self._call(address, lease, message)
        except DELIVERY_FAILURES as failure:
            await self._failed(lease, address, failure)
            return
        finally:
            self._pace.answered(now=self._timer.monotonic())
        self._account.worked()
        self._failed_last = None
        if delivery.edits is None:
            await self._outcomes.sent(lease, ref)
        else:
            self._edited.append(lease)
            if len(self._edited) >= EDIT_BATCH_SIZE:
                await self._flush()

    async def _flush(self) -> None:
        edited, self._edited = self._edited, []
        await self._outcomes.edited(edited)

    # --- what went wrong ------------------------------------------------------------------------------------------

    async def _failed(self, lease: Lease, address: Address, failure: DeliveryFailure) -> None:
        if not isinstance(failure, Unreachable | ShutOut):  # what a person did to be left in peace makes no line
            log.warning("delivery_failed", channel=self._channel, outcome=type(failure).__name__)
        if not lease.is_leased:
            self._claim_instead()  # its row is due as it was; whoever holds it decides what becomes of it
        match failure:
            case RateLimited(retry_after=seconds):
                self._pace.refused(now=self._timer.monotonic())
                await self._outcomes.refused(lease, until=self._account.refused(seconds))
            case Unreachable() if lease.delivery.edits is not None:
                await self._outcomes.failed(lease, UNREACHABLE)  # that a message is gone says nothing of its person
            case ShutOut():
                await self._outcomes.shut_out(lease, address)
            case Unreachable():
                await self._outcomes.unreachable(lease, address)
            case Rejected():
                await self._outcomes.failed(lease, REJECTED)
            case Unsure() if lease.delivery.edits is None:
                self._doubt(failure, lease)
                await self._outcomes.unsure(lease)
            case NotSent() | Unsure() | ChannelBroken():
                self._doubt(failure, lease)
                await self._outcomes.not_sent(lease)
            case _:
                assert_never(failure)

    def _doubt(self, failure: DeliveryFailed, lease: Lease) -> None:
        self._account.failed(failure)
        self._failed_last = lease.delivery.person

    async def _wait(self, seconds: float) -> None:
        await wait_for_event(self._has_handed_edits, seconds, timer=self._timer)
