"""Working only while this process holds its lock on the database, whatever becomes of the connection."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import structlog

from bot.cancellation import finish, stop_if_cancelled
from bot.domain.errors import StorageUnavailable
from bot.domain.health.parts import Part
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import NO_DATABASE
from bot.ports import DatabaseLock, LockHolder, Timer

log = structlog.get_logger()

LOOK = 2.0
"""Seconds between looks whether the lock is still held, and whether one that another holds has become free."""
AGAIN = 0.5
"""Seconds between tries while the database is away."""

Work = Callable[[], AbstractAsyncContextManager[object]]


class HoldLock:
    """Enter the work once the lock is held and leave it when another process has the lock.

    - A session that ended has lost the lock: health says so, and it is asked for again at once.
    - Until the answer is known the work goes on. Nothing can be sent or filed while the database is away, and what
      another process takes over meanwhile can no longer be marked by this one.
    - A lock held alone may have been another's in between: the work is left and entered afresh, as after a start.
    - A lock that is refused ends the work; this process stands by and takes the lock when it becomes free.
    """

    def __init__(
        self,
        *,
        lock: DatabaseLock,
        work: Work,
        timer: Timer,
        health: HealthBoard,
        part: Part,
        refused: Trouble | None = None,
    ) -> None:
        """`refused`: what is wrong when another process has the lock; None where that is no trouble."""
        self._lock, self._work, self._timer, self._health = lock, work, timer, health
        self._part, self._refused = part, refused
        self.begun = asyncio.Event()
        """Set when the work has been entered for the first time."""

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                stop_if_cancelled()
                await self._wait_for_it()
                try:
                    async with self._work():
                        self._health.well(self._part)
                        self.begun.set()
                        await self._while_held()
                except StorageUnavailable:
                    self._health.troubled(self._part, NO_DATABASE)
                    await self._timer.sleep(AGAIN)
        finally:
            await finish(self._lock.leave())

    async def _wait_for_it(self) -> None:
        while not await self._lock.is_held():
            stop_if_cancelled()
            try:
                holder = await self._lock.take()
            except StorageUnavailable:
                self._health.troubled(self._part, NO_DATABASE)
                await self._timer.sleep(AGAIN)
                continue
            if holder is not LockHolder.MINE:
                self._say_refused()
                await self._timer.sleep(LOOK)

    async def _while_held(self) -> None:
        """Returns when the work has to stop, or to begin afresh."""
        while True:
            stop_if_cancelled()
            await self._timer.sleep(LOOK)
            if await self._lock.is_held():
                continue
            log.warning("turn_lost", part=self._part.name)
            self._health.troubled(self._part, Trouble(kind=TroubleKind.TURN_LOST))
            if not await self._regained():
                self._say_refused()
                return
            log.info("turn_regained", part=self._part.name)
            if self._lock.is_exclusive:
                return
            self._health.well(self._part)

    async def _regained(self) -> bool:
        while True:
            stop_if_cancelled()
            try:
                return await self._lock.take() is LockHolder.MINE
            except StorageUnavailable:
                await self._timer.sleep(AGAIN)

    def _say_refused(self) -> None:
        if self._refused is not None:
            self._health.troubled(self._part, self._refused)
        else:
            self._health.well(self._part)
