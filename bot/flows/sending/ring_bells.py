"""Ringing the browsers of people who have something new on their page, and asked to be told."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from enum import Enum

from bot.cancellation import side_by_side
from bot.domain.health.parts import Part, PartKind
from bot.domain.identifiers import PersonId
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import keep_running
from bot.ports import Storage

BELLS = Part(kind=PartKind.BELLS)
CONCURRENCY = 20
"""Calls to push services beside each other."""
AGAIN = 60.0


class Rung(Enum):
    """What became of a ring."""

    RUNG = "rung"
    GONE = "gone"
    """The browser wants it no more, or it must not be called: it is forgotten."""
    NOT_NOW = "not now"
    """It is not tried again: the next message rings anew."""


Ring = Callable[[str], Awaitable[Rung]]
"""Rings one endpoint; never raises for what a push service does."""


class RingBells:
    """A bell is a courtesy: nothing waits for it, it says nothing of what is new, and one that was lost stays lost."""

    def __init__(self, *, storage: Storage, ring: Ring, health: HealthBoard) -> None:
        self._storage, self._ring, self._health = storage, ring, health
        self._waiting: set[PersonId] = set()
        self._woken = asyncio.Event()

    def __call__(self, people: Collection[PersonId]) -> None:
        """Something new lies on the pages of these people; returns at once."""
        self._waiting |= set(people)
        self._woken.set()

    async def run(self) -> None:
        """Ring until cancelled."""

        async def ring() -> float:
            await self.ring_all()
            if BELLS in self._health.parts:
                self._health.well(BELLS)
            return AGAIN

        async def wait(_seconds: float) -> None:
            await self._woken.wait()

        await keep_running(BELLS, ring, health=self._health, wait=wait, again=AGAIN)

    async def ring_all(self) -> None:
        """Ring everybody who waits, once."""
        self._woken.clear()
        people, self._waiting = self._waiting, set()
        if not people:
            return
        async with self._storage.reading() as work:
            endpoints = await work.web_chats.bells_of(people)
        room = asyncio.Semaphore(CONCURRENCY)

        async def one(endpoint: str) -> Rung:
            async with room:
                return await self._ring(endpoint)

        rung = await side_by_side(*(one(each) for each in endpoints))
        gone = [endpoint for endpoint, what in zip(endpoints, rung, strict=True) if what is Rung.GONE]
        if gone:
            async with self._storage.writing() as work:
                await work.web_chats.take_down_bells(gone)
