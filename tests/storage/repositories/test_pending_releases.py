"""Releases of a large hospital are packed and read beside everything else, and packed before anybody has to wait."""

import asyncio

from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.database import Database
from tests.support.threads import Threads

WEEK = IsoWeek.parse("2026-W13")
FLAG = Release(scope=UnitId("ward"), kind=ReleaseKind.FLAG, period=WeekPeriod(week=WEEK), week=WEEK, shown={})


async def test_releases_are_packed_and_read_in_a_thread_and_not_while_others_wait_to_write(url_at_head: str) -> None:
    database, threads = Database(url_at_head), Threads()
    asyncio.get_running_loop().set_default_executor(threads)
    async with database.reading() as work:
        ready = await work.weeks.ready_to_wait([FLAG])
    assert threads.done == 1
    async with database.writing() as work:
        await work.weeks.put_pending_releases(WEEK, ready)
    assert threads.done == 1, "nothing but the writing itself"
    async with database.reading() as work:
        assert await work.weeks.pending_releases(WEEK) == [FLAG]
    assert threads.done == 2
    await database.close()
