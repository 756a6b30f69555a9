"""Acting on what lies in the inbox, in the order in which it was committed."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.errors import InboxUnavailable, KeyUnavailable, StorageUnavailable
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
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
from bot.flows.inbox.seal_updates import OpenedUpdate, SealUpdates, finish_all
from bot.flows.operations.health import HealthBoard
from bot.ports import Clock, Storage, UnitOfWork, WorkQueue
from bot.repositories.inbox import WaitingUpdate

log = structlog.get_logger()

BATCH_SIZE = 250
"""Updates in one transaction under load; it is short enough that a commit of new ones waits well under a second."""
SET_ASIDE_AT_MOST = 20
"""Updates that one process may leave out. Where more withstand, no row is to blame but the inbox as a whole."""
FEW = 5
"""Updates that may be filed in the transaction that takes them in: those behind them must not wait for long."""

_ASIDE = Part(kind=PartKind.SET_ASIDE)


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
    - One that fails is tried alone, then logged and finished unread. One that withstands all three is set aside until
      the process ends: health says so, and the rest goes on.
    - Where more than a few withstand, filing itself fails, and all stays pending. As soon as any can be filed again,
      those set aside are tried again, too.
    - Without storage or without the epoch's key everything stays pending, and nothing is said to be recorded.
    - What waits again since a restore changes what it says, and nobody is sent anything for it a second time.
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
        health: HealthBoard,
        hand: Hand = _nobody_takes,
        batch_size: int = BATCH_SIZE,
    ) -> None:
        """`hand` spares an edit its way through the database."""
        self._storage, self._clock, self._queue, self._route, self._greet = storage, clock, queue, route, greet
        self._seal, self._seal_messages, self._hand, self._batch_size = seal, seal_messages, hand, batch_size
        self._longest_text, self._health, self._runs = longest_text, health, 0
        self._set_aside: set[int] = set()
        self._all_fail = False

    async def __call__(self, *, wait: Callable[[], Awaitable[None]] = _no_wait) -> None:
        """`wait` is awaited before each batch. Raises `StorageUnavailable`, `KeyUnavailable` and `InboxUnavailable`;
        what was not committed is pending again."""
        self._runs += 1
        try:
            await wait()
            while await self._next_batch(self._batch_size):
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
                sealed = await self._waiting(work, FEW + 1)
                if len(sealed) > FEW:
                    raise NeedsFullRun
                waiting = await self._seal.opened(work, sealed, now=now)
                outcome = await self._act_upon(work, waiting, now)
        except Exception as error:
            stop_if_cancelled()
            if isinstance(error, StorageUnavailable):
                raise
            return False  # a run says what is wrong, and keeps it from the others
        self._try_again()
        await self._follow_up(outcome)
        return True

    async def _next_batch(self, size: int) -> bool:
        """Whether there may be more to file. Later updates trigger another run."""
        now = self._clock.now()
        waiting: Sequence[WaitingUpdate] = ()
        try:
            async with self._storage.writing() as work:
                waiting = await self._waiting(work, size)
                entries = await self._seal.opened(work, waiting, now=now)
                outcome = await self._act_upon(work, entries, now)
        except (StorageUnavailable, KeyUnavailable):  # none of them is to blame, and none may be dropped
            raise
        except Exception as error:
            stop_if_cancelled()
            if not waiting:
                raise
            if size == 1:
                log.error("update_failed", error=type(error).__name__)
                await self._leave_unread(waiting[0].number, now)
            else:
                log.warning("inbox_batch_failed", error=type(error).__name__)
                for _ in waiting:
                    await self._next_batch(1)
        else:
            if waiting:
                self._try_again()
            await self._follow_up(outcome)
        return len(waiting) == size

    def _try_again(self) -> None:
        """Something was filed: if all had failed, those set aside then are no worse than the others were."""
        if self._all_fail:
            self._all_fail = False
            self._set_aside.clear()
            self._health.well(_ASIDE)

    async def _waiting(self, work: UnitOfWork, size: int) -> Sequence[WaitingUpdate]:
        found = await work.inbox.pending(limit=size + len(self._set_aside))
        return [each for each in found if each.number not in self._set_aside][:size]

    async def _leave_unread(self, number: int, now: datetime) -> None:
        """The third try: to finish it without acting upon it. What withstands that, too, is set aside."""
        try:
            async with self._storage.writing() as work:
                first = await self._waiting(work, 1)
                if [each.number for each in first] == [number]:  # others may have filed it meanwhile
                    await finish_all(work, [number], on=now.date())
        except (StorageUnavailable, KeyUnavailable):
            raise
        except Exception as error:
            stop_if_cancelled()
            if len(self._set_aside) >= SET_ASIDE_AT_MOST:
                self._all_fail = True
                raise InboxUnavailable(f"more than {SET_ASIDE_AT_MOST} updates could not be finished") from None
            self._set_aside.add(number)
            log.error("update_set_aside", error=type(error).__name__)
            self._health.troubled(_ASIDE, Trouble(kind=TroubleKind.NOT_FILED))  # how many is how much people pressed

    async def _act_upon(self, work: UnitOfWork, entries: Sequence[OpenedUpdate], now: datetime) -> _Outcome:
        outcome, wanted = _Outcome(), [entry.update for entry in entries]
        if wanted:
            batch = await open_batch(work, wanted, now=now, seal=self._seal_messages, longest_text=self._longest_text)
            for entry in entries:
                batch.speaks = not entry.waits_again
                greeting = await self._route(batch, entry.update)
                if greeting is not None and batch.speaks:
                    outcome.greetings.append((entry.update, greeting))
            await batch.flush()
            outcome.channels, outcome.edits = batch.channels, list(batch.edits.values())
            outcome.afterwards = batch.afterwards
        await finish_all(work, [entry.number for entry in entries], on=now.date())
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
