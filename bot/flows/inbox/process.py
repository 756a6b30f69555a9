"""Acting on what lies in the inbox, in the order in which it was committed."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.errors import InboxUnavailable, KeyUnavailable, StorageUnavailable
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.deliveries import Lease
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.free_text_guard import LongestText
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.inbox.batch import (
    InboxBatch,
    open_batch,
)
from bot.flows.inbox.seal_updates import OpenedUpdate, SealUpdates
from bot.ports import Clock, Storage, UnitOfWork, WorkQueue
from bot.repositories.inbox import WaitingUpdate

log = structlog.get_logger()

BATCH_SIZE = 250
"""Updates in one transaction under load; it is short enough that a commit of new ones waits well under a second."""
FEW = 5
"""Updates that may be filed in the transaction that takes them in: those behind them must not wait for long."""


class Route(Protocol):
    """Takes one update to its use case; what it returns is for somebody who is on no list."""

    async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None: ...


class Greet(Protocol):
    def __call__(self, to: Address, message: Message, *, key: DeliveryKey, edits: MessageRef | None = None) -> None:
        """Have one line said, best effort, to somebody who has no deliveries because they are on no list. Nobody waits
        for it: a run of the inbox awaits the database and nothing else. `edits`: the message that they have pressed,
        in whose place it is said."""


async def _no_wait() -> None:
    """Nobody is waiting to be received."""


Hand = Callable[[Channel, Sequence[Lease]], bool]
"""Gives edits that were just committed to the account's dispatcher in this process; False if it does not take them."""


def _nobody_takes(_channel: Channel, _edits: Sequence[Lease]) -> bool:
    return False


class NeedsFullRun(Exception):
    """These need more than one short transaction."""


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What is to be done after the commit."""

    channels: set[Channel] = field(default_factory=set)
    edits: Sequence[Lease] = ()
    greetings: list[tuple[Inbound, Message]] = field(default_factory=list)
    afterwards: Sequence[Callable[[], Awaitable[None]]] = ()


class ProcessInbox:
    """Work off the inbox until it is empty.

    - Acting, and emptying the payload of what was acted upon, are one transaction for a whole batch.
    - One that fails is tried alone, then logged by its id and finished; the rest goes on.
    - Without storage or without the epoch's key everything stays pending, and nothing is said to be recorded.
    - A few that come while nothing else is to be filed are filed in the very transaction that commits them.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        queue: WorkQueue,
        route: Route,
        greet: Greet,
        seal: SealUpdates,
        seal_messages: SealMessages,
        longest_text: LongestText,
        hand: Hand = _nobody_takes,
        batch_size: int = BATCH_SIZE,
    ) -> None:
        """`hand` spares an edit its way through the database."""
        self._storage, self._clock, self._queue, self._route, self._greet = storage, clock, queue, route, greet
        self._seal, self._seal_messages, self._hand, self._batch_size = seal, seal_messages, hand, batch_size
        self._longest_text, self._runs = longest_text, 0

    async def __call__(self, *, wait: Callable[[], Awaitable[None]] = _no_wait) -> None:
        """`wait` is awaited before each batch. Raises `StorageUnavailable` and `KeyUnavailable`; what was not committed
        is pending again."""
        self._runs += 1
        try:
            await wait()
            while await self._next_batch():
                await wait()
        finally:
            self._runs -= 1

    async def file_immediately(self, updates: Sequence[Inbound]) -> bool:
        """Commit these and act upon them in one transaction; False, with nothing changed, where that is not for this
        way: they have to be committed by themselves then, and acted upon by a run.

        Only for a process that is alone with its database: it must not wait for what others file. Raises
        `StorageUnavailable`, with nothing changed either.
        """
        if self._runs or len(updates) > FEW:
            return False
        now = self._clock.now()
        try:
            async with self._storage.writing() as work:
                await work.inbox.keep(await self._seal(work, updates, now=now))
                sealed = await work.inbox.pending(limit=FEW + 1)
                if len(sealed) > FEW:
                    raise NeedsFullRun
                waiting = await self._seal.opened(work, sealed, now=now)
                outcome = await self._deal_with(work, waiting, [entry.update for entry in waiting], now)
        except Exception as error:
            stop_if_cancelled()
            if isinstance(error, StorageUnavailable):
                raise
            return False  # a run says what is wrong, and keeps it from the others
        await self._follow_up(outcome)
        return True

    async def _next_batch(self) -> bool:
        now = self._clock.now()
        waiting: Sequence[WaitingUpdate] = ()
        entries: Sequence[OpenedUpdate] = ()
        try:
            async with self._storage.writing() as work:
                waiting = await work.inbox.pending(limit=self._batch_size)
                entries = await self._seal.opened(work, waiting, now=now)
                outcome = await self._deal_with(work, entries, [entry.update for entry in entries], now)
        except (StorageUnavailable, KeyUnavailable, InboxUnavailable):
            raise
        except Exception as error:
            stop_if_cancelled()  # none of them is to blame, and none may be dropped
            if not entries:
                raise
            log.warning("inbox_batch_failed", error=type(error).__name__)
            for entry in entries:
                await self._alone(entry, now)
        else:
            await self._follow_up(outcome)
        return len(waiting) == self._batch_size  # later updates trigger another run

    async def _alone(self, entry: OpenedUpdate, now: datetime) -> None:
        update = entry.update
        try:
            async with self._storage.writing() as work:
                outcome = await self._deal_with(work, [entry], [update], now)
        except (StorageUnavailable, KeyUnavailable, InboxUnavailable):
            raise
        except Exception as error:
            stop_if_cancelled()
            log.error("update_failed", error=type(error).__name__)
            async with self._storage.writing() as work:
                await self._deal_with(work, [entry], [], now)
        else:
            await self._follow_up(outcome)

    async def _deal_with(
        self, work: UnitOfWork, entries: Sequence[OpenedUpdate], wanted: Sequence[Inbound], now: datetime
    ) -> _Outcome:
        outcome = _Outcome()
        if wanted:
            batch = await open_batch(work, wanted, now=now, seal=self._seal_messages, longest_text=self._longest_text)
            for update in wanted:
                greeting = await self._route(batch, update)
                if greeting is not None:
                    outcome.greetings.append((update, greeting))
            await batch.flush()
            outcome.channels, outcome.edits = batch.channels, list(batch.edits.values())
            outcome.afterwards = batch.afterwards
        finished = await work.inbox.finish([entry.number for entry in entries], on=now.date())
        if finished < len(entries):  # the next run would be handed the same ones again, and so on without end
            raise InboxUnavailable(f"{len(entries) - finished} of {len(entries)} updates could not be finished")
        return outcome

    async def _follow_up(self, outcome: _Outcome) -> None:
        edits: defaultdict[Channel, list[Lease]] = defaultdict(list)
        for edit in outcome.edits:
            edits[edit.delivery.channel].append(edit)
        refused = {channel for channel, handed in edits.items() if not self._hand(channel, handed)}
        for channel in outcome.channels | refused:
            await self._queue.wake(channel)
        for update, greeting in outcome.greetings:
            self._greet(update.sender, greeting, key=reply_key(update))
        for act in outcome.afterwards:
            try:
                await act()
            except Exception as error:  # what was committed stands, and the others' acts go on
                stop_if_cancelled()
                log.error("act_after_batch_failed", error=type(error).__name__)
