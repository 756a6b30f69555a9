"""A few updates filed in the transaction that takes them in: the same end as by a run, and never less."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import structlog

from bot.adapters.channels.registry import longest_text
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import EpochId
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.process import FEW, ProcessInbox
from bot.flows.inbox.receive import Receive
from bot.ports import Storage, UnitOfWork
from tests.support.locales import OneLocale, nobody
from tests.support.ward import Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


def receiving(ward: Ward, handle: ProcessInbox | None = None) -> Receive:
    """As in a process that is alone with its database."""
    file_immediately = (handle or ward.handle).file_immediately
    return Receive(
        storage=ward.storage,
        clock=ward.clock,
        wake=ward.seen.wake_inbox,
        locale_of=OneLocale(),
        names_of=nobody,
        longest_text=longest_text,
        seal=ward.seal,
        file_immediately=file_immediately,
    )


async def pending(ward: Ward) -> int:
    async with ward.storage.reading() as work:
        return len(await work.inbox.pending(limit=1_000))


async def test_a_tap_is_filed_when_it_is_acknowledged(ward: Ward) -> None:
    await receiving(ward)([ward.tap("ana", "4")])
    assert await ward.codes() == {"ana": "4"}
    assert "e:pulse-ana" in await ward.deliveries()
    assert (await pending(ward), ward.seen.inbox_wakes) == (0, 0)


async def test_a_repeated_tap_changes_nothing(ward: Ward) -> None:
    receive, tap = receiving(ward), ward.tap("ana", "4")
    await receive([tap])
    before = await ward.raw_rows(EpochId("2026-W10"))
    await receive([tap])
    await receive([tap, tap])
    assert await ward.raw_rows(EpochId("2026-W10")) == before


async def test_what_was_taken_in_before_is_filed_before(ward: Ward) -> None:
    first, second = ward.tap("ana", "1"), ward.tap("ana", "4")
    await ward.receive([first])
    await receiving(ward)([second])
    assert await ward.codes() == {"ana": "4"}
    assert await pending(ward) == 0


async def test_many_are_only_taken_in(ward: Ward) -> None:
    receive = receiving(ward)
    await receive([ward.tap(name, "4") for name in ("ana", "ben", "cas", "dee", "eve", "fay")])
    assert (await pending(ward), ward.seen.inbox_wakes) == (FEW + 1, 1)
    await receive([ward.tap("ana", "1")])
    assert await pending(ward) == FEW + 2, "and whoever comes behind them too"
    await ward.handle()
    assert await ward.codes() == {"ana": "1", "ben": "4", "cas": "4", "dee": "4", "eve": "4", "fay": "4"}


async def test_one_that_cannot_be_acted_upon_is_kept_for_a_run(ward: Ward) -> None:
    class Poisoned:
        async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
            if update.sequence == 666:
                raise RuntimeError
            return await ward.route(batch, update)

    handle = ProcessInbox(
        storage=ward.storage,
        clock=ward.clock,
        queue=ward.seen,
        route=Poisoned(),
        greet=ward.seen.greet,
        seal=ward.seal,
        seal_messages=ward.seal_messages,
        longest_text=longest_text,
        health=ward.health,
    )
    await receiving(ward, handle)([ward.tap("ana", "4"), ward.tap("ben", "1", sequence=666)])
    assert await ward.codes() == {}
    assert (await pending(ward), ward.seen.inbox_wakes) == (2, 1)
    with structlog.testing.capture_logs() as logs:
        await handle()
    assert [each["event"] for each in logs].count("update_failed") == 1
    assert await ward.codes() == {"ana": "4"}


async def test_without_the_epochs_key_it_is_taken_in_and_nothing_is_said(ward: Ward, tmp_path: Path) -> None:
    await ward.do(ward.tap("ana", "4"))
    (tmp_path / "keys" / "2026-W10.key").unlink()
    await receiving(ward)([ward.tap("ben", "4")])
    assert (await pending(ward), ward.seen.inbox_wakes) == (1, 2)
    assert "e:pulse-ben" not in await ward.deliveries()


async def test_a_stranger_is_greeted_and_nobody_waits_for_it(ward: Ward) -> None:
    await receiving(ward)([ward.tap("ana", "4"), ward.words("nobody", "Hello")])
    assert (await pending(ward), ward.seen.inbox_wakes, len(ward.seen.greeted)) == (0, 0, 1)


async def test_nobody_acts_more_than_thirty_times_a_minute_either_way(ward: Ward) -> None:
    receive = receiving(ward)
    for _ in range(20):
        await receive([ward.words("nobody", "Hello"), ward.tap("ana", "1")])  # a run's business, counted once
        await ward.handle()
    for _ in range(9):
        await receive([ward.tap("ana", "2")])
    await receive([ward.tap("ana", "3")])
    await receive([ward.tap("ana", "4")])
    assert await ward.codes() == {"ana": "3"}
    assert await pending(ward) == 0


async def test_without_storage_nothing_is_acknowledged_and_the_next_time_it_counts(ward: Ward) -> None:
    class Full:
        """A disk on which nothing can be committed."""

        @asynccontextmanager
        async def writing(self) -> AsyncIterator[UnitOfWork]:
            async with ward.storage.writing() as work:
                yield work
                raise StorageUnavailable("the disk is full")

        def reading(self) -> object:
            return ward.storage.reading()

    handle = ProcessInbox(
        storage=Full(),  # type: ignore[arg-type] # reading is never asked for
        clock=ward.clock,
        queue=ward.seen,
        route=ward.route,
        greet=ward.seen.greet,
        seal=ward.seal,
        seal_messages=ward.seal_messages,
        longest_text=longest_text,
        health=ward.health,
    )
    taps: Sequence[Inbound] = [ward.tap("ana", "4")]
    with pytest.raises(StorageUnavailable):
        await receiving(ward, handle)(taps)
    assert (await ward.codes(), await pending(ward), ward.seen.woken) == ({}, 0, [])
    await receiving(ward)(taps)
    assert await ward.codes() == {"ana": "4"}
