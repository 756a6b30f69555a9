"""One process at a time works under a turn, on a real PostgreSQL whose sessions are lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind, Troubles
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.hold_lock import HoldLock
from bot.ports import DatabaseLock, LockHolder
from storage.database import Database
from tests.support.clocks import HurriedTimer
from tests.support.databases import SHARED, PostgresServer
from tests.support.patience import until

PART = Part(kind=PartKind.PROCESSES)
OTHER = Trouble(kind=TroubleKind.TAKEN_OVER)
pytestmark = pytest.mark.postgres


class Remembering(HealthBoard):
    """A board that knows what was ever said on it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Trouble] = []

    def troubled(self, part: Part, trouble: Trouble, *more: Trouble) -> None:
        super().troubled(part, trouble, *more)
        self.said.append(trouble)


class StoppedTimer(HurriedTimer):
    """Nobody wakes before the test lets time go on."""

    def __init__(self) -> None:
        self.goes_on, self.sleepers = asyncio.Event(), 0

    async def sleep(self, seconds: float) -> None:
        self.sleepers += 1
        await self.goes_on.wait()
        await super().sleep(seconds)


@dataclass
class Bot:
    """A process that works under a turn; remembers how often it began, and whether it is at work."""

    lock: DatabaseLock
    timer: HurriedTimer = field(default_factory=HurriedTimer)
    begun: int = 0
    at_work: bool = False
    health: Remembering = field(default_factory=Remembering)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        self.begun, self.at_work = self.begun + 1, True
        try:
            yield
        finally:
            self.at_work = False

    @property
    def trouble(self) -> Troubles:
        return self.health.parts.get(PART, ())

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Bot"]:
        holding = HoldLock(
            lock=self.lock,
            work=self.working,
            timer=self.timer,
            health=self.health,
            part=PART,
            refused=OTHER,
        )
        task = asyncio.create_task(holding.run())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_of_two_one_works_and_the_other_takes_its_place_when_it_ends(postgres_storage: Database) -> None:
    async with Bot(postgres_storage.lock("run")).running() as first:
        await until(lambda: first.at_work)
        async with Bot(postgres_storage.lock("run")).running() as second:
            await until(lambda: second.trouble == (OTHER,))
            assert not second.at_work
            await first.lock.leave()
            await until(lambda: second.at_work or first.begun == 2)
            await until(lambda: first.at_work != second.at_work)


async def test_a_lost_session_is_said_and_regained_and_the_work_begins_afresh(
    postgres_storage: Database, postgres_server: PostgresServer
) -> None:
    async with Bot(postgres_storage.lock("run")).running() as bot:
        await until(lambda: bot.at_work)
        postgres_server.throw_out(SHARED)
        await until(lambda: bot.begun == 2)
        await until(lambda: bot.at_work and not bot.trouble)
        assert await postgres_storage.lock("run").take() is LockHolder.ONE_ALONE


async def test_who_lost_the_turn_to_another_stops_and_says_so(
    postgres_storage: Database, postgres_server: PostgresServer
) -> None:
    timer = StoppedTimer()
    async with Bot(postgres_storage.lock("run"), timer=timer).running() as bot:
        await until(lambda: bot.at_work and timer.sleepers)
        other = postgres_storage.lock("run")
        postgres_server.throw_out(SHARED)
        assert await other.take() is LockHolder.MINE
        timer.goes_on.set()
        await until(lambda: not bot.at_work)
        assert bot.trouble == (OTHER,)
        await other.leave()
        await until(lambda: bot.at_work)
        assert not bot.trouble


async def test_those_who_share_a_turn_go_on_through_a_lost_session(
    postgres_storage: Database, postgres_server: PostgresServer
) -> None:
    async with (
        Bot(postgres_storage.lock("run", shared=True)).running() as one,
        Bot(postgres_storage.lock("run", shared=True)).running() as other,
    ):
        await until(lambda: one.at_work and other.at_work)
        postgres_server.throw_out(SHARED)
        await until(lambda: bool(one.health.said and other.health.said))
        await until(lambda: not one.trouble and not other.trouble)
        assert (one.begun, other.begun) == (1, 1)
        alone = postgres_storage.lock("run")
        assert await alone.take() is LockHolder.SEVERAL
        assert not await alone.is_held()


async def test_a_name_of_its_own_is_a_turn_of_its_own(postgres_storage: Database) -> None:
    run, poll = postgres_storage.lock("run"), postgres_storage.lock("poll")
    assert [await run.take(), await poll.take()] == [LockHolder.MINE, LockHolder.MINE]
    assert [await run.is_held(), await poll.is_held()] == [True, True]
    await run.leave()
    await poll.leave()
    assert not await run.is_held()


async def test_on_sqlite_nobody_else_is_there(sqlite_storage: Database) -> None:
    async with Bot(sqlite_storage.lock("run")).running() as bot:
        await until(lambda: bot.at_work and not bot.trouble)
