"""PostgreSQL is killed with all its processes in the middle of what Rounds writes, and started again: Rounds goes on.

It is killed before each commit in turn, and so also after each one.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import AdministrationAct
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import PersonId
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.ports import UnitOfWork
from storage.database import Database
from storage.schema.tables import metadata
from tests.flows.week_close.test_release_comments import BLOCK_ENDS, a_block
from tests.support.clocks import StillClock
from tests.support.databases import PostgresServer, running_postgres
from tests.support.erasing import ROOT, Rights
from tests.support.everywhere import ZOE
from tests.support.records import administration_log_of, all_rows
from tests.support.ward import TEAM, Ward
from tests.support.weeks import WARD, Weeks, monday_after

pytestmark = [pytest.mark.drill, pytest.mark.postgres]
MADE = (
    *("participation_cells", "releases", "organisation_releases"),
    *("unit_states", "organisation_states", "closed_weeks"),
)
"""What is made of a week without chance."""
MOST = 40


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[PostgresServer]:
    """One of its own, that may be killed."""
    with running_postgres() as server:
        yield server


class Dying(Database):
    """Its server is killed before one of its commits."""

    def __init__(self, url: str, server: PostgresServer, *, at: int) -> None:
        super().__init__(url)
        self._server, self._left = server, at
        self.was_killed = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with super().writing() as work:
            yield work
            self._left -= 1
            if self._left == 0:
                self.was_killed = True
                await asyncio.to_thread(self._server.kill)


@dataclass
class Tries:
    """The same beginning, as often as it is wanted: a database and its keys, and where the server is killed."""

    server: PostgresServer
    folder: Path
    begun: str = ""

    async def begin(self, act: Callable[[Database, Path], Awaitable[object]]) -> None:
        self.begun = self.server.create()
        (self.folder / "begun").mkdir()
        database = Database(self.server.url(self.begun))
        await act(database, self.folder / "begun")
        await database.close()

    async def each(self, act: Callable[[Database, Path], Awaitable[object]]) -> AsyncIterator[tuple[Database, Path]]:
        """After each kill the server is started again; the last one is a try in which nothing was killed."""
        for at in range(1, MOST):
            name, folder = self.server.copy_of(self.begun), self.folder / f"at-{at}"
            shutil.copytree(self.folder / "begun", folder)
            dying = Dying(self.server.url(name), self.server, at=at)
            try:
                await act(dying, folder)
            except StorageUnavailable:
                assert dying.was_killed
            await dying.close()
            if dying.was_killed:
                await asyncio.to_thread(self.server.start_again)
            database = Database(self.server.url(name))
            yield database, folder
            await database.close()
            self.server.drop(name)
            if not dying.was_killed:
                assert at > 1
                return
        raise AssertionError("there were more commits than were tried")


@pytest.fixture
def tries(postgres_server: PostgresServer, tmp_path: Path) -> Tries:
    return Tries(postgres_server, tmp_path)


def made_of(database: Database) -> Sequence[object]:
    return [all_rows(database, metadata.tables[name]) for name in MADE]


async def test_a_week_is_closed_once_and_with_the_same_figures(tries: Tries) -> None:
    now = monday_after(BLOCK_ENDS)

    async def begin(database: Database, folder: Path) -> None:
        await a_block(folder, storage=database)

    async def close(database: Database, folder: Path) -> None:
        await Weeks(database, folder).closing(database)(now=now)

    await tries.begin(begin)
    figures: list[object] = []
    async for database, folder in tries.each(close):
        await close(database, folder)
        figures.append(made_of(database))
        acts = Counter(entry.act for entry in await administration_log_of(database))
        assert acts[AdministrationAct.WEEK_CLOSED] == 4
        async with database.reading() as work:
            assert len(await work.comments.of(WARD, BLOCK_ENDS)) == 10
    assert all(each == figures[-1] for each in figures)


async def test_what_was_told_to_be_saved_is_filed_and_once(tries: Tries) -> None:
    async def begin(database: Database, folder: Path) -> None:
        await Ward(database, folder).furnish()

    told: set[str] = set()

    async def press(database: Database, folder: Path) -> None:
        ward = Ward(database, folder)
        told.clear()
        for who in TEAM:
            for code in ("2", "4"):
                await ward.receive([ward.tap(who, code)])
                told.add(f"{who} {code}")
            await ward.handle()

    await tries.begin(begin)
    async for database, folder in tries.each(press):
        ward = Ward(database, folder)
        await ward.handle()
        codes = await ward.codes()
        assert {who: codes.get(who) for who in TEAM if f"{who} 4" in told} == {
            who: "4" for who in TEAM if f"{who} 4" in told
        }
        assert codes.keys() >= {each.split()[0] for each in told}
        async with database.writing() as work:
            assert not await work.inbox.pending(limit=9)


async def test_a_key_is_destroyed_with_its_answers(tries: Tries) -> None:
    weeks: list[Weeks] = []

    async def begin(database: Database, folder: Path) -> None:
        weeks.append(await a_block(folder, storage=database))

    async def destroy(database: Database, folder: Path) -> None:
        keys = Weeks(database, folder).keys
        clock = StillClock(monday_after(BLOCK_ENDS + 16))
        await CloseEpoch(storage=database, keys=keys, clock=clock, entropy=SystemEntropy())()

    await tries.begin(begin)
    async for database, folder in tries.each(destroy):
        await destroy(database, folder)
        assert not list((folder / "keys").glob("*.key"))
        assert not all_rows(database, metadata.tables["answers"])
        acts = Counter(entry.act for entry in await administration_log_of(database))
        assert acts[AdministrationAct.KEY_DESTROYED] == 1


def holds(database: Database, person: PersonId) -> set[str]:
    """The tables with a row that names somebody."""
    return {
        table.name for table in metadata.sorted_tables if any(person in str(row) for row in all_rows(database, table))
    }


async def test_somebody_is_there_or_forgotten_and_never_by_half(tries: Tries) -> None:
    async def begin(database: Database, folder: Path) -> None:
        await Rights(database, folder).furnish()

    async def forget(database: Database, folder: Path) -> None:
        await Rights(database, folder).ward.rights.forget(ZOE)

    await tries.begin(begin)
    seen: list[set[str]] = []
    async for database, folder in tries.each(forget):
        seen.append(holds(database, ZOE))
        await forget(database, folder)
        seen.append(holds(database, ZOE))
    assert {frozenset(each) for each in seen} == {frozenset(seen[0]), frozenset(seen[-1])}
    assert "addresses" in seen[0] - seen[-1]


async def test_or_erased(tries: Tries) -> None:
    async def begin(database: Database, folder: Path) -> None:
        await Rights(database, folder).furnish()

    async def erase(database: Database, folder: Path) -> None:
        rights = Rights(database, folder)
        async with database.reading() as work:
            is_there = await work.rosters.person(ZOE) is not None
        if is_there:
            await rights.erase(ZOE, author=ROOT)

    await tries.begin(begin)
    async for database, folder in tries.each(erase):
        await erase(database, folder)
        assert holds(database, ZOE) == set()
