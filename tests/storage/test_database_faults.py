"""What an operator has to mend comes out as `StorageUnavailable`, heals by itself, and our own mistakes do not."""

import asyncio
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import PersonId
from storage.database import Database
from tests.support.builders import T0, a_delivery, a_pulse, a_round, after
from tests.support.databases import SHARED, PostgresServer
from tests.support.delivery_states import delivery_states


async def claim_a_round(database: Database, days: int = 0) -> bool:
    async with database.writing() as work:
        return bool(await work.rounds.claim_many([a_round(opens_at=after(days=days))]))


async def test_a_locked_database_is_unavailable_until_the_lock_is_gone(sqlite_path: Path) -> None:
    database = Database(f"sqlite:///{sqlite_path}", busy_timeout=0.05)
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable):
        await claim_a_round(database)
    async with database.reading() as work:
        assert await work.rounds.to_close(now=after(days=99)) == []
    other.execute("ROLLBACK")
    other.close()
    assert await claim_a_round(database)
    await database.close()


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: the nearest thing to a full disk that a test may cause."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_unavailable_loses_nothing_and_heals(sqlite_storage: Database, tmp_path: Path) -> None:
    assert await claim_a_round(sqlite_storage)
    written = (tmp_path / "rounds.db-wal").stat().st_size
    many = [a_pulse(f"person-{number}") for number in range(2000)]

    async def add() -> None:
        async with sqlite_storage.writing() as work:
            await work.pulses.add(many)

    async def put_out() -> None:
        async with sqlite_storage.writing() as work:
            await work.deliveries.add([a_delivery(pulse.person) for pulse in many])

    for write in (add, put_out):
        with files_limited_to(written), pytest.raises(StorageUnavailable):
            await write()
    async with sqlite_storage.reading() as work:
        assert await work.rounds.to_close(now=after(days=99)) == [a_round()]
        assert await work.pulses.many([many[0].id]) == {}
        assert await delivery_states(work) == {}
    await add()
    async with sqlite_storage.reading() as work:
        assert await work.pulses.many([many[-1].id]) == {many[-1].id: many[-1]}


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "rounds.db"
    path.write_text("This is a letter, not a database. " * 99)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(StorageUnavailable):
        await claim_a_round(database)
    await database.close()


async def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'missing' / 'rounds.db'}")
    with pytest.raises(StorageUnavailable):
        await claim_a_round(database)
    await database.close()


async def test_whoever_waits_too_long_for_a_turn_is_told(sqlite_path: Path) -> None:
    database = Database(f"sqlite:///{sqlite_path}", pool_timeout=0.05)
    async with database.writing():
        with pytest.raises(StorageUnavailable):
            await claim_a_round(database)
    assert await claim_a_round(database)
    await database.close()


@pytest.mark.postgres
async def test_a_lost_connection_is_unavailable_and_the_next_one_works(
    postgres_storage: Database, postgres_server: PostgresServer
) -> None:
    assert await claim_a_round(postgres_storage)

    def throw_everybody_out() -> None:
        with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [SHARED])

    async def lose_the_connection() -> None:
        async with postgres_storage.writing() as work:
            await work.rounds.claim_many([a_round(opens_at=after(days=1))])
            throw_everybody_out()
            await work.rounds.claim_many([a_round(opens_at=after(days=2))])

    async def lose_it_before_the_commit() -> None:
        async with postgres_storage.writing() as work:
            await work.rounds.claim_many([a_round(opens_at=after(days=1))])
            await work.deliveries.add([a_delivery("ann")])
            throw_everybody_out()

    for loss in (lose_the_connection, lose_it_before_the_commit):
        with pytest.raises(StorageUnavailable):
            await loss()
    assert await claim_a_round(postgres_storage, days=1)
    throw_everybody_out()
    assert await claim_a_round(postgres_storage, days=2)  # noticed before anything was lost


async def test_who_is_cancelled_in_the_middle_of_a_statement_leaves_nothing_behind(database: Database) -> None:
    many = [a_pulse(f"person-{number}") for number in range(2_000)]

    async def add(begun: asyncio.Event) -> None:
        async with database.writing() as work:
            begun.set()
            await work.pulses.add(many)

    for attempt in range(2):  # a statement is run by its driver alone from the second time on
        begun = asyncio.Event()
        writer = asyncio.create_task(add(begun))
        await begun.wait()
        await asyncio.sleep(0)  # now the driver is at it
        writer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writer
        async with database.reading() as work:
            assert await work.pulses.many([many[0].id]) == {}
        assert await claim_a_round(database, days=attempt)


async def test_our_own_mistakes_are_not_called_unavailable(database: Database) -> None:
    async def add_twice() -> None:
        async with database.writing() as work:
            await work.pulses.add([a_pulse("ann"), a_pulse("ann")])

    async def give_a_code_to_nobody() -> None:
        async with database.writing() as work:
            await work.codes.replace(PersonId("nobody"), b"code", expires_at=T0)

    async def put_out_for_nobody() -> None:
        async with database.writing() as work:
            await work.deliveries.add([replace(a_delivery("ann"), person=None)])  # type: ignore[arg-type]
            await work.deliveries.put_redraws([a_delivery("ben")])
            await work.inbox.finish([1], on=T0.date())

    for mistake in (add_twice, give_a_code_to_nobody, put_out_for_nobody):
        with pytest.raises(IntegrityError):
            await mistake()
    async with database.reading() as work:
        assert await delivery_states(work) == {}


async def test_a_missing_table_is_our_mistake_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'no-schema.db'}")
    with pytest.raises(DBAPIError):
        await claim_a_round(database)
    await database.close()
