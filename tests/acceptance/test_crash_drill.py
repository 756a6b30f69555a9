"""Kill -9, again and again: no acknowledged answer lost, none counted twice, nobody asked twice."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from storage.database import Database
from tests.support.databases import PostgresServer, sqlite_copy
from tests.support.drills.crash_drill import Drill
from tests.support.drills.crash_life import FAULTS, POINTS
from tests.support.drills.crash_people import prepare
from tests.support.drills.crash_report import DrillReport
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

SIDE_BY_SIDE = 3
"""Drills at once, each with a database and platforms of its own: a life mostly waits."""
Open = Callable[[Path], AbstractAsyncContextManager[Database]]


async def drill(
    database: Database,
    folder: Path,
    *,
    kills: int,
    seed: int,
    points: tuple[str, ...] = ("", *POINTS),
    fault: str = "",
    until: Callable[[DrillReport], bool] = lambda _: False,
) -> DrillReport:
    async with TelegramServer() as telegram, SlackServer() as slack:
        slack.events.ack_seconds = 0.7
        await prepare(database)
        keys = folder / "keys"
        keys.mkdir(mode=0o700)
        drill = Drill(
            database=database,
            url=database.url.render_as_string(hide_password=False),
            keys=keys,
            telegram=telegram,
            slack=slack,
            seed=seed,
            points=points,
            fault=fault,
        )
        return await drill.rounds(folder / "lives.log", kills=kills, a_round=6, until=until)


@pytest.mark.long
@pytest.mark.drill
async def test_ten_kills(sqlite_storage: Database, tmp_path: Path) -> None:
    report = await drill(sqlite_storage, tmp_path, kills=10, seed=1)
    assert report.faults == []
    assert report.kills == 10
    assert report.answers > 15


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def open_own(request: pytest.FixtureRequest, sqlite_template: Path) -> Open:
    """Opens a database of one's own in a folder, as many as one likes."""
    if request.param == "sqlite":
        return lambda folder: sqlite_copy(sqlite_template, folder)
    server: PostgresServer = request.getfixturevalue("postgres_server")

    @asynccontextmanager
    async def opened(_: Path) -> AsyncIterator[Database]:
        name = server.create()
        database = Database(server.url(name))
        try:
            yield database
        finally:
            await database.close()
            server.drop(name)

    return opened


@pytest.mark.soak
async def test_a_thousand_kills(open_own: Open, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    kills = int(os.environ.get("DRILL_KILLS", "1000"))

    async def one(number: int) -> DrillReport:
        folder = tmp_path / str(number)
        folder.mkdir()
        share = kills // SIDE_BY_SIDE + (number < kills % SIDE_BY_SIDE)
        async with open_own(folder) as database:
            return await drill(database, folder, kills=share, seed=100 + number)

    report = DrillReport()
    for each in await asyncio.gather(*map(one, range(SIDE_BY_SIDE))):
        report += each
    for name, value in report.table().items():
        record_property(name, value)
    assert report.faults == []
    assert report.kills == kills
    unseen = Counter(dict.fromkeys(POINTS, 1)) - Counter(report.by_point)
    assert kills < 200 or not unseen, "every named point was reached"


CAUGHT_AS = {
    "acknowledge first": "lost",
    "repeat blindly": "asked_twice",
    "never search": "never_asked",
    "swallow a message": "never_asked",
}
WHERE = {"acknowledge first": ("acknowledging",), "never search": ("before_call",)}


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_that_is_planted_is_caught(sqlite_storage: Database, tmp_path: Path, fault: str) -> None:
    """Chance decides whether a kill meets the moment, so lives go on until one has; ninety in vain would be a fault."""

    def is_caught(report: DrillReport) -> bool:
        return bool(getattr(report, CAUGHT_AS[fault]))

    report = await drill(
        sqlite_storage,
        tmp_path,
        kills=90,
        seed=3,
        points=WHERE.get(fault, ("after_call",)),
        fault=fault,
        until=is_caught,
    )
    assert is_caught(report), report.faults
