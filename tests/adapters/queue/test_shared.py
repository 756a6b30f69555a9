"""Several workers on one PostgreSQL: one at a time for each account, and the dead hold nothing for long."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace

import psycopg
import pytest

from bot.adapters.clock import SystemTimer
from bot.adapters.queue.health_news import HealthNews
from bot.adapters.queue.shared import SharedQueue, apply_queue_schema
from bot.adapters.queue.watch import WatchWorkers
from bot.adapters.queue.worker import QueueWorker
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel
from bot.flows.operations.health import HealthBoard
from tests.support.boards import is_well, said
from tests.support.channels import SLACK, TELEGRAM
from tests.support.clocks import HurriedTimer
from tests.support.databases import PostgresServer
from tests.support.patience import PATIENCE, until

pytestmark = pytest.mark.postgres


@pytest.fixture
async def url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """A database with procrastinate's tables."""
    name = postgres_server.create()
    await apply_queue_schema(postgres_server.url(name))
    yield postgres_server.url(name)
    postgres_server.drop(name)


@dataclass
class Account:
    """What a worker does for an account: it takes a while, and nobody else may do it meanwhile."""

    seconds: float = 0.05
    now: int = 0
    highest_concurrency: int = 0
    done: int = 0

    async def __call__(self) -> None:
        self.now += 1
        self.highest_concurrency = max(self.highest_concurrency, self.now)
        try:
            await asyncio.sleep(self.seconds)
            self.done += 1
        finally:
            self.now -= 1


@dataclass
class Ticks:
    count: int = 0
    health: HealthBoard = field(default_factory=HealthBoard)

    async def __call__(self) -> None:
        self.count += 1


@asynccontextmanager
async def working(url: str, serve: dict[Channel, Account], ticks: Ticks, *, workers: int = 1) -> AsyncIterator[None]:
    queues = [SharedQueue(url) for _ in range(workers)]
    for queue in queues:
        await queue.open()
    tasks = [
        asyncio.create_task(
            QueueWorker(
                queue=queue,
                serve=serve,
                tick=ticks,
                timer=SystemTimer(),
                health=ticks.health,
                every_seconds=1,
                heartbeat=1.0,
                stalled_after=PATIENCE,  # none of these may be taken for dead because the machine is slow
            ).run()
        )
        for queue in queues
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for queue in queues:
            await queue.close()


@contextmanager
def rows(url: str) -> Iterator[Callable[[str], list[tuple[object, ...]]]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


async def test_the_schema_is_applied_once(url: str) -> None:
    assert not await apply_queue_schema(url)


async def test_any_number_of_wakes_makes_one_waiting_job(url: str) -> None:
    async with SharedQueue(url) as queue:
        await asyncio.gather(*(queue.wake(SLACK) for _ in range(20)))
        await queue.wake(TELEGRAM)
    with rows(url) as query:
        found = query("SELECT lock, queueing_lock, status::text FROM procrastinate_jobs ORDER BY lock")
    assert found == [("slack", "slack", "todo"), ("telegram", "telegram", "todo")]


async def test_of_several_workers_one_at_a_time_serves_an_account(url: str) -> None:
    serve = {SLACK: Account(), TELEGRAM: Account()}
    ticks = Ticks()
    async with working(url, serve, ticks, workers=3), SharedQueue(url) as queue:
        for _ in range(20):
            await queue.wake(SLACK)
            await queue.wake(TELEGRAM)
            await asyncio.sleep(0.02)
        await until(lambda: ticks.count >= 2)
        await until(lambda: all(account.done >= 3 for account in serve.values()))
    assert [account.highest_concurrency for account in serve.values()] == [1, 1]
    assert is_well(ticks.health)


async def test_a_lost_deferral_is_made_good_by_the_tick(url: str) -> None:
    serve = {TELEGRAM: Account()}
    async with working(url, serve, Ticks()):
        await until(lambda: serve[TELEGRAM].done >= 2)


async def test_a_tick_is_given_to_one_of_several_workers(url: str) -> None:
    ticks = Ticks()
    async with working(url, {}, ticks, workers=3):
        await until(lambda: ticks.count >= 1)
        first = asyncio.get_running_loop().time()
        before = ticks.count
        await until(lambda: ticks.count >= before + 2)
        seconds = asyncio.get_running_loop().time() - first
    assert ticks.count - before <= seconds + 2, "three workers, and yet one tick a second"


@pytest.mark.parametrize("is_a_successor_waiting", [False, True])
async def test_the_job_of_a_dead_worker_is_done_by_another(url: str, is_a_successor_waiting: bool) -> None:
    """Also when the next job of the same account waits already, which must not keep the dead one's lock for ever."""
    async with SharedQueue(url) as queue:
        await queue.wake(SLACK)
        with rows(url) as query:
            query("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
            query(
                "UPDATE procrastinate_jobs SET status = 'doing', "
                "worker_id = (SELECT max(id) FROM procrastinate_workers) RETURNING id"
            )
        if is_a_successor_waiting:
            await queue.wake(SLACK)
    serve = {SLACK: Account()}
    async with working(url, serve, Ticks()):
        await until(lambda: serve[SLACK].done >= 1)


async def test_a_failing_account_blocks_neither_itself_nor_others(url: str) -> None:
    class Failing(Account):
        async def __call__(self) -> None:
            await super().__call__()
            raise RuntimeError("a bug")

    serve: dict[Channel, Account] = {SLACK: Failing(), TELEGRAM: Account()}
    async with working(url, serve, Ticks()):
        await until(lambda: all(account.done >= 2 for account in serve.values()))


async def test_a_web_process_says_when_no_worker_is_there_and_when_one_has_come(url: str) -> None:
    health = HealthBoard()
    async with SharedQueue(url) as queue:
        watch = WatchWorkers(queue, timer=SystemTimer(), health=health)
        await watch()
        assert "rounds run --role worker" in said(health)["workers"]
        async with working(url, {}, Ticks()):
            await until(lambda: bool(rows_of_workers(url)))
            await watch()
            assert is_well(health)
        with rows(url) as query:
            query("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '61 s') RETURNING id")
        await watch()
        assert not is_well(health)


async def test_a_web_process_shows_what_is_not_well_in_the_workers(url: str) -> None:
    """Also of two at once; and what is mended is well again."""
    one, other, web = HealthBoard(), HealthBoard(), HealthBoard()
    async with SharedQueue(url) as queue:
        loops = [
            asyncio.create_task(HealthNews(queue, timer=HurriedTimer(), health=web).listen()),
            asyncio.create_task(HealthNews(queue, timer=HurriedTimer(), health=one, worker="1").tell()),
            asyncio.create_task(HealthNews(queue, timer=HurriedTimer(), health=other, worker="2").tell()),
        ]
        sending, closing = Part(kind=PartKind.SENDING, channel=TELEGRAM), Part(kind=PartKind.CLOSING_WEEKS)
        missing = Trouble(kind=TroubleKind.KEY_MISSING, week=IsoWeek.parse("2026-W09"), block="b")
        one.troubled(sending, Trouble(kind=TroubleKind.APP_TOKEN_REFUSED, platform="Telegram", detail="x" * 9000))
        other.troubled(closing, missing)
        await until(lambda: len([why for why in web.parts.values() if why]) == 2)
        assert web.parts[replace(closing, is_of_a_worker=True)] == (missing,)
        assert said(web)["worker: sending on telegram"].startswith("Telegram refuses the app token: xxx")
        other.well(closing)
        one.well(sending)
        await until(lambda: is_well(web))
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


def rows_of_workers(url: str) -> list[tuple[object, ...]]:
    with rows(url) as query:
        return query("SELECT id FROM procrastinate_workers")


async def test_a_queue_that_is_away_loses_a_wake_and_nothing_else() -> None:
    await SharedQueue("postgresql://nobody@127.0.0.1:9/nothing").wake(SLACK)
