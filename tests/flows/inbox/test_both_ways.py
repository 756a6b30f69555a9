"""Receiving and filing side by side: who is not acknowledged goes first, and each process takes its own way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.channels.registry import longest_text
from bot.flows.inbox.both_ways import BothWays
from bot.ports import Storage, UnitOfWork
from tests.support.locales import OneLocale, nobody
from tests.support.ward import Ward


class Slow:
    """A storage whose first writer takes until the test says so."""

    def __init__(self, storage: Storage) -> None:
        self._storage, self.may_commit, self.writers = storage, asyncio.Event(), 0

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        self.writers += 1
        await self.may_commit.wait()
        async with self._storage.writing() as work:
            yield work

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._storage.reading()


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


async def test_alone_with_its_database_a_process_files_what_it_takes_in(ward: Ward) -> None:
    inbox = BothWays(
        storage=ward.storage,
        clock=ward.clock,
        process=ward.handle,
        locale_of=OneLocale(),
        names_of=nobody,
        seal=ward.seal,
        longest_text=longest_text,
        is_alone=True,
    )
    await inbox.receive([ward.tap("ana", "4")])
    assert await ward.codes() == {"ana": "4"}
    assert not inbox.news.is_set()


async def test_among_others_it_commits_and_a_run_files(ward: Ward) -> None:
    inbox = BothWays(
        storage=ward.storage,
        clock=ward.clock,
        process=ward.handle,
        locale_of=OneLocale(),
        names_of=nobody,
        seal=ward.seal,
        longest_text=longest_text,
        is_alone=False,
    )
    await inbox.receive([ward.tap("ana", "4")])
    assert await ward.codes() == {}
    assert inbox.news.is_set()
    await inbox.work_off()
    assert await ward.codes() == {"ana": "4"}


async def test_filing_waits_for_those_who_are_not_acknowledged_yet(storage: Storage, tmp_path: Path) -> None:
    slow = Slow(storage)
    slow.may_commit.set()
    ward = Ward(slow, tmp_path)
    await ward.furnish()
    inbox = BothWays(
        storage=slow,
        clock=ward.clock,
        process=ward.handle,
        locale_of=OneLocale(),
        names_of=nobody,
        seal=ward.seal,
        longest_text=longest_text,
        is_alone=False,
    )
    slow.may_commit.clear()
    slow.writers = 0
    receiving = asyncio.ensure_future(inbox.receive([ward.tap("ana", "4")]))
    filing = asyncio.ensure_future(inbox.work_off())
    for _ in range(20):
        await asyncio.sleep(0)
    assert slow.writers == 1, "the one who takes in"
    slow.may_commit.set()
    await asyncio.gather(receiving, filing)
    ward.storage = storage
    assert await ward.codes() == {"ana": "4"}
