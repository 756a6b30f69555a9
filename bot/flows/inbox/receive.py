"""Taking in updates: screened, committed to the inbox, and only then acknowledged by whoever brought them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.messaging.free_text_guard import (
    Clean,
    LongestText,
    Suspicious,
    screen,
)
from bot.domain.messaging.inbound import (
    Edited,
    Inbound,
    Receipt,
    Refusal,
    Started,
    Typed,
)
from bot.domain.messaging.orders import code_in, typed_order
from bot.domain.organisation.people import Address
from bot.domain.texts import say
from bot.flows.inbox.choose_locale import LocaleOf
from bot.flows.inbox.limit_actions import LimitActions
from bot.flows.inbox.seal_updates import SealUpdates
from bot.ports import Clock, Storage

log = structlog.get_logger()

BATCH_SIZE = 500
"""Updates in one transaction: enough to share its cost, few enough to keep it short."""


NamesOf = Callable[[Address], Awaitable[Collection[str]]]
"""The names of the people that somebody works with."""

MayName = Callable[[Inbound], Awaitable[bool]]
"""Whether words are for something in which colleagues may be named; they are asked about it before it is sent."""

FileImmediately = Callable[[Sequence[Inbound]], Awaitable[bool]]
"""Commits a few updates and acts upon them in one transaction; False, with nothing changed, if it does not."""

LONGEST_WAIT = 0.25
"""Seconds that a batch already committed waits for those who are not yet acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    updates: Sequence[Inbound]
    committed: asyncio.Future[None]


class Receive:
    """Commit what people did, sealed, before the platform is told that we have it.

    - Orders may be typed wherever one line takes everything, and are no words: "stop" has to stop. In the box of a
      message all is words, since orders have buttons of their own beside it.
    - Free text passes the guard first; refused text is never written, only that something was refused and its kind.
    - Of one address at most thirty actions a minute are taken in, and beside them as many updates that are none; what
      is beyond is refused, and nothing of it written.
    - Callers that come while a commit is under way share the next one; nobody waits for more callers to come.
    - The same update may come any number of times.
    - `StorageUnavailable` means that nothing was saved: the caller must not acknowledge. It is raised without a key
      to seal under, too.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        wake: Callable[[], None],
        locale_of: LocaleOf,
        names_of: NamesOf,
        seal: SealUpdates,
        longest_text: LongestText,
        may_name: MayName | None = None,
        file_immediately: FileImmediately | None = None,
    ) -> None:
        """`wake` tells whoever works off the inbox that something new lies there; `file_immediately` spares a few
        updates that way."""
        self._storage, self._clock, self._wake, self._file_immediately = storage, clock, wake, file_immediately
        self._locale_of, self._names_of, self._seal = locale_of, names_of, seal
        self._longest_text, self._may_name = longest_text, may_name
        self._limit = LimitActions()
        self._queue: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def __call__(self, updates: Sequence[Inbound]) -> Sequence[Receipt]:
        """One receipt for each update, in order. Raises `StorageUnavailable`."""
        admitted = [await self._admit(update) for update in updates]
        taken = [update for update, receipt in admitted if receipt.refused is not Refusal.TOO_MANY]
        if taken:
            await self._committed(taken)
        return [receipt for _, receipt in admitted]

    async def _admit(self, update: Inbound) -> tuple[Inbound, Receipt]:
        """The update as it may be stored, with what its sender is to be told."""
        event, now = update.event, self._clock.now()
        if not self._limit.allows(update, now=now):
            is_told = self._limit.is_told(update, now=now)
            return update, await self._too_many(update, is_told=is_told)
        if not isinstance(event, Typed | Edited) or event.refused:
            return update, Receipt(update_id=update.update_id)
        locale = await self._locale_of(update.sender)
        may_order = isinstance(event, Typed) and not event.is_in_box
        if may_order and (order := typed_order(event.text, locale)) is not None:
            return replace(update, event=order), Receipt(update_id=update.update_id)
        is_for_note = await self._is_about_people(update)
        names = None if is_for_note else await self._names_of(update.sender)
        event = replace(event, is_for_note=is_for_note)
        longest = self._longest_text(update.sender.channel)
        screened, receipt = _screened(update, event, locale, names, longest=longest)
        code = code_in(event.text) if may_order else ""
        if code and isinstance(screened.event, Typed):
            if receipt.refused is not None:  # a code may look like a postcode
                return replace(update, event=Started(code=code)), Receipt(update_id=update.update_id)
            screened = replace(screened, event=replace(screened.event, code=code))
        return screened, receipt

    async def _is_about_people(self, update: Inbound) -> bool:
        return self._may_name is not None and await self._may_name(update)

    async def _too_many(self, update: Inbound, *, is_told: bool) -> Receipt:
        return Receipt(
            update_id=update.update_id,
            refused=Refusal.TOO_MANY,
            explanation=say("chat-too_many", await self._locale_of(update.sender)),
            may_stay=True,
            is_told=is_told,
        )

    async def wait_until_idle(self) -> None:
        """Returns when nobody waits for a commit, or after a moment: filing gives way to receiving, within reason."""
        if self._writer is not None and not self._writer.done():
            await asyncio.wait({self._writer}, timeout=LONGEST_WAIT)

    async def finish(self) -> None:
        """Returns when nothing is being committed any more; for a stop, when nobody brings updates."""
        if self._writer is not None:
            await asyncio.wait({self._writer})

    async def _committed(self, updates: Sequence[Inbound]) -> None:
        waiting = _Waiting(updates=updates, committed=asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._writer is None or self._writer.done():
            # A task of its own: a caller that gives up must not take the others' commit with it.
            self._writer = asyncio.create_task(self._write())
        await waiting.committed

    async def _write(self) -> None:
        while self._queue:
            batch = self._take()
            try:
                is_filed = await self._commit(batch)
            except StorageUnavailable as error:
                _fail(batch, error)
            except Exception:  # one update of the batch is at fault: alone, the others are still committed
                stop_if_cancelled()
                await self._one_by_one(batch)
            else:
                _succeed(batch)
                if not is_filed:
                    self._wake()

    def _take(self) -> list[_Waiting]:
        batch, size = [self._queue.pop(0)], 0
        size = len(batch[0].updates)
        while self._queue and size + len(self._queue[0].updates) <= BATCH_SIZE:
            batch.append(self._queue.pop(0))
            size += len(batch[-1].updates)
        return batch

    async def _one_by_one(self, batch: Sequence[_Waiting]) -> None:
        """One of them cannot be written: the others must not suffer for it."""
        for waiting in batch:
            try:
                _ = await self._commit([waiting])
            except Exception as error:
                stop_if_cancelled()
                log.error("receiving_failed", error=type(error).__name__)
                _fail([waiting], error)
            else:
                _succeed([waiting])
        self._wake()

    async def _commit(self, batch: Sequence[_Waiting]) -> bool:
        """Whether what was committed is filed already."""
        updates = [update for waiting in batch for update in waiting.updates]
        if self._file_immediately is not None and not self._queue and await self._file_immediately(updates):
            return True
        now = self._clock.now()
        try:
            async with self._storage.writing() as work:
                await work.inbox.keep(await self._seal(work, updates, now=now))
        except KeyUnavailable as error:  # nothing may be committed unsealed
            raise StorageUnavailable(str(error)) from error
        return False


def _screened(
    update: Inbound, event: Typed | Edited, locale: str, names: Collection[str] | None, *, longest: int
) -> tuple[Inbound, Receipt]:
    if len(event.text) > longest:
        words = say("pulse-too_long", locale, longest=longest)
        kind = Refusal.TOO_LONG.value
        return _refused(update, event, Refusal.TOO_LONG, kind=kind, explanation=words, may_stay=True)
    screening = screen(event.text, locale, names=names)
    match screening:
        case Clean(text=text):
            return replace(update, event=replace(event, text=text)), Receipt(update_id=update.update_id)
        case Suspicious(kind=kind):
            name = "pulse-refused" if kind.is_certain else "pulse-given_back"
            words = say(name, locale, what=say(f"pulse-refused-{kind.value}", locale))
            may_stay = not kind.is_certain
            return _refused(update, event, Refusal.PATIENT_TEXT, kind=kind.value, explanation=words, may_stay=may_stay)
        case _:
            assert_never(screening)


def _refused(
    update: Inbound, event: Typed | Edited, refusal: Refusal, *, kind: str, explanation: str, may_stay: bool
) -> tuple[Inbound, Receipt]:
    receipt = Receipt(update_id=update.update_id, refused=refusal, explanation=explanation, may_stay=may_stay)
    return replace(update, event=replace(event, text="", refused=kind)), receipt


def _succeed(batch: Sequence[_Waiting]) -> None:
    for waiting in batch:
        if not waiting.committed.done():
            waiting.committed.set_result(None)


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.committed.done():
            waiting.committed.set_exception(error)
