"""Stops at random moments, in every mode: always gone in time, with the right code, and nothing above info in the log.

`DRILL_STOPS` says how many there are in each mode.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.queue.shared import apply_queue_schema
from storage.database import Database
from tests.support.databases import PostgresServer
from tests.support.drills.stop_drill import StopDrill, channels, prepare
from tests.support.ports import reserved_port
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

pytestmark = pytest.mark.soak

STOPS = int(os.environ.get("DRILL_STOPS", "200"))
SIDE_BY_SIDE = 2
CLOCK = "2026-03-03T09:59:00Z@36000"
"""Ten hours a second: a life of ten seconds sees a round open, close, and its week come to an end."""
Record = Callable[[str, object], None]


class Platforms:
    """Telegram and Slack for one process at a time: two with the same token would get in each other's way."""

    def __init__(self) -> None:
        self.telegram, self.slack = TelegramServer(), SlackServer()

    @property
    def settings(self) -> dict[str, str]:
        return channels(self.telegram, self.slack)


@pytest.fixture
async def platforms() -> AsyncIterator[Sequence[Platforms]]:
    pairs = [Platforms() for _ in range(SIDE_BY_SIDE)]
    async with AsyncExitStack() as stack:
        for pair in pairs:
            await stack.enter_async_context(pair.telegram)
            await stack.enter_async_context(pair.slack)
        yield pairs


async def stop_often(drill: StopDrill, one: Callable[[int, int], Awaitable[None]], record: Record) -> None:
    """As many stops as are asked for, a few at the same time; the verdict is that none was wrong."""
    numbers = iter(range(STOPS))

    async def lane(which: int) -> None:
        for number in numbers:
            await one(number, which)

    await asyncio.gather(*map(lane, range(SIDE_BY_SIDE)))
    for name, value in drill.verdict.table().items():
        record(name, value)
    assert drill.verdict.faults == []


async def test_a_bot_on_its_own_file(
    sqlite_template: Path, platforms: Sequence[Platforms], tmp_path: Path, record_property: Record
) -> None:
    prepared = Path(shutil.copyfile(sqlite_template, tmp_path / "prepared.db"))
    database = Database(f"sqlite:///{prepared}")
    await prepare(database)
    await database.close()
    drill = StopDrill(mode="run", folder=tmp_path, longest_life=10.0, seed=1)

    async def one(number: int, lane: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copyfile(prepared, folder / "rounds.db")
        with reserved_port() as port:
            environ = platforms[lane].settings | {"ROUNDS_CLOCK": CLOCK, "ROUNDS_WEB_PORT": str(port)}
            await drill.stop_one(number, ["run"], environ, port=port)

    await stop_often(drill, one, record_property)


@pytest.mark.postgres
@pytest.mark.parametrize("role", ["web", "worker"])
async def test_a_part_of_several(
    role: str,
    postgres_server: PostgresServer,
    platforms: Sequence[Platforms],
    tmp_path: Path,
    record_property: Record,
) -> None:
    life = {"web": 8.0, "worker": 30.0}[role]  # a worker's first tick may be twenty seconds away
    drill = StopDrill(mode=role, folder=tmp_path, longest_life=life, seed=2)

    async def one(number: int, lane: int) -> None:
        name = postgres_server.create()
        url = postgres_server.url(name)
        database = Database(url)
        await prepare(database, now=datetime.now(UTC))  # noqa: TID251
        await database.close()
        await apply_queue_schema(url)
        with reserved_port() as port:
            environ = platforms[lane].settings | {"ROUNDS_DATABASE_URL": url, "ROUNDS_WEB_PORT": str(port)}
            await drill.stop_one(number, ["run", "--role", role], environ, port=port)
        postgres_server.drop(name)

    await stop_often(drill, one, record_property)


@pytest.mark.parametrize("mode", ["demo", "headless"])
async def test_the_demo(mode: str, tmp_path: Path, record_property: Record) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    drill = StopDrill(mode=mode, folder=tmp_path, longest_life=60.0, seed=3)

    async def one(number: int, _lane: int) -> None:
        with reserved_port() as port:
            arguments = ["--headless", "--weeks", "4"] if mode == "headless" else ["--port", str(port)]
            await drill.stop_one(number, ["demo", *arguments], {"TMPDIR": str(temporary)}, port=port)

    await stop_often(drill, one, record_property)
    assert list(temporary.iterdir()) == [], "it leaves nothing behind"
