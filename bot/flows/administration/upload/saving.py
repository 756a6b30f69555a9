"""Saving a long list while its page is looked at again and again: begun once, told step by step, never half done."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from bot.cancellation import end
from bot.domain.administration.upload.scope import UploadPlan
from bot.flows.administration.upload.held import LIVES, AlreadySaved
from bot.flows.administration.upload.upload_people import SavingStep, UploadPeople
from bot.ports import Clock

Outcome = UploadPlan | AlreadySaved | None


class Save(Protocol):
    """`UploadPeople.save` of one list."""

    def __call__(self, *, reached: Callable[[SavingStep], None]) -> Coroutine[Any, Any, Outcome]: ...


@dataclass(slots=True, kw_only=True)
class Saving:
    """One list on its way into the database."""

    since: datetime
    count: int
    """How many changes of people there are."""
    step: SavingStep = SavingStep.COMPARING
    task: "asyncio.Task[Outcome]" = field(init=False)

    def reached(self, step: SavingStep) -> None:
        self.step = step


class SaveUploads:
    """The tasks of this process. What one has not finished when the process ends is not saved at all: everything of it
    is one transaction."""

    def __init__(self, *, upload: UploadPeople, real_clock: Clock) -> None:
        self._upload, self._clock = upload, real_clock
        self._savings: dict[bytes, Saving] = {}

    def begin(self, session: str, save: Save, *, count: int) -> Saving:
        """What this session has begun already is not begun again."""
        key = _key(session)
        under_way = self._savings.get(key)
        if under_way is not None and not under_way.task.done():
            return under_way
        saving = Saving(since=self._clock.now(), count=count)
        saving.task = asyncio.create_task(save(reached=saving.reached))
        saving.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # told to whoever looks
        self._savings[key] = saving
        return saving

    def of(self, session: str) -> Saving | None:
        return self._savings.get(_key(session))

    async def cancel(self, session: str) -> None:
        """Give the list up; what is being written is saved."""
        await self._upload.cancel(session)
        saving = self.of(session)
        if saving is not None and saving.task.done():
            del self._savings[_key(session)]

    async def forget(self) -> None:
        """What is older than half an hour, and nobody has looked at any more."""
        await self._upload.forget()
        until = self._clock.now() - LIVES
        old = [key for key, each in self._savings.items() if each.task.done() and each.since <= until]
        for key in old:
            del self._savings[key]

    async def stop(self) -> None:
        await end(each.task for each in self._savings.values() if not each.task.done())


def _key(session: str) -> bytes:
    """The secret itself is kept nowhere."""
    return sha256(b"saving " + session.encode("utf-8", "replace")).digest()
