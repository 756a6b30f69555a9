"""Two processes close one week: one stood still for so long that another took over, or both are at it at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.administration.log import AdministrationAct
from bot.ports import UnitOfWork
from storage.database import Database
from storage.schema.tables import metadata
from tests.flows.week_close.test_release_comments import BLOCK_ENDS, a_block
from tests.support.databases import sqlite_copy
from tests.support.records import administration_log_of, all_rows
from tests.support.weeks import Weeks, monday_after

NOW = monday_after(BLOCK_ENDS)


class StandsStill(Database):
    """Before one of its writes it waits until it is woken."""

    def __init__(self, url: str, *, at: int) -> None:
        super().__init__(url)
        self._left = at
        self.stands, self.goes_on = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        self._left -= 1
        if self._left == 0:
            self.stands.set()
            await self.goes_on.wait()
        async with super().writing() as work:
            yield work


def rows_of(database: Database) -> Mapping[str, object]:
    return {table.name: all_rows(database, table) for table in metadata.sorted_tables}


async def acts_of(weeks: Weeks) -> Counter[AdministrationAct]:
    """What the log says of the week that ends the block, and of the three before."""
    return Counter(entry.act for entry in await administration_log_of(weeks.storage))


@pytest.mark.drill
async def test_whoever_wakes_when_another_has_closed_the_week_writes_nothing_more(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Whatever it had written before it stood still."""
    for at in range(2, 99):
        (folder := tmp_path / str(at)).mkdir()
        async with sqlite_copy(sqlite_template, folder) as database:
            weeks = await a_block(folder, storage=database)
            late = StandsStill(database.url.render_as_string(), at=at)
            closing = asyncio.create_task(weeks.closing(late, chunk=1)(now=NOW))
            await late.stands.wait()
            if await weeks.closing(database, chunk=1)(now=NOW) == []:  # it had closed the week, and looks for another
                late.goes_on.set()
                assert (await closing, at > 9) == ([BLOCK_ENDS], True)
                await late.close()
                return
            closed = rows_of(database)
            late.goes_on.set()
            assert await closing == []
            assert rows_of(database) == closed
            await late.close()
    raise AssertionError("closing took more writes than were tried")


@pytest.mark.drill
@pytest.mark.postgres
async def test_two_at_once_close_it_once(postgres_storage: Database, tmp_path: Path) -> None:
    weeks = await a_block(tmp_path, storage=postgres_storage)
    other = Database(postgres_storage.url.render_as_string(hide_password=False))
    before = await acts_of(weeks)
    both = [weeks.closing(each, chunk=1) for each in (postgres_storage, other)]
    closed = await asyncio.gather(*(close(now=NOW) for close in both))
    await other.close()
    assert sorted(map(list, closed), key=len) == [[], [BLOCK_ENDS]]
    assert await acts_of(weeks) - before == {AdministrationAct.WEEK_CLOSED: 1, AdministrationAct.DIGESTS_FROZEN: 2}
    async with weeks.storage.reading() as work:
        assert len(await work.comments.of(next(iter(weeks.sizes)), BLOCK_ENDS)) == 10
