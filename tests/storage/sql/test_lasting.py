"""What Rounds commits on PostgreSQL is on its disk, also where the server is set to say so before."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from bot.domain.identifiers import UnitId
from storage.backup import table_copy
from storage.database import Database
from tests.support.builders import a_round
from tests.support.databases import PostgresServer
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.postgres
HEAD_OF_A_PAGE = 40
"""Bytes by which the log may be ahead of the disk where nothing waits: the next record begins behind them."""


@pytest.fixture
def hasty(postgres_server: PostgresServer) -> Iterator[tuple[str, psycopg.Connection]]:
    """The URL of a database that is set to commit before anything is written, and a session on it that writes so."""
    name = postgres_server.create()
    url = postgres_server.url(name)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    with psycopg.connect(url, autocommit=True) as admin:
        yield url, admin
    postgres_server.drop(name)


def waiting(admin: psycopg.Connection) -> int:
    """How many bytes of the log are committed and not yet on the disk."""
    row = admin.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn())").fetchone()
    assert row is not None
    return int(row[0])


async def test_a_commit_of_rounds_waits_for_the_disk(hasty: tuple[str, psycopg.Connection]) -> None:
    url, admin = hasty
    database = Database(url)
    for turn in range(20):
        async with database.writing() as work:
            await work.rounds.claim_many([a_round(unit=UnitId(f"unit-{turn}"))])
        assert waiting(admin) <= HEAD_OF_A_PAGE
    await database.close()


@pytest.mark.parametrize(("chosen", "kept"), [("off", "local"), ("remote_apply", "remote_apply"), ("on", "on")])
async def test_what_waits_longer_is_left_as_the_hospital_chose_it(
    hasty: tuple[str, psycopg.Connection], chosen: str, kept: str
) -> None:
    url, admin = hasty
    name = sql.Identifier(make_url(url).database or "")
    admin.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = {}").format(name, sql.Literal(chosen)))
    with table_copy.loading(make_url(url)) as target:
        assert target.exec_driver_sql("SHOW synchronous_commit").scalar_one() == kept


async def test_settings_that_no_session_can_mend_are_named(postgres_server: PostgresServer) -> None:
    database, name = Database(postgres_server.url("postgres")), sql.Identifier("full_page_writes")
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as admin:
        assert await database.settings_that_lose() == ["fsync", "full_page_writes"], "tests are in a hurry"
        try:
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = on").format(name))
            admin.execute("SELECT pg_reload_conf()")
            await database.close()
            async with asyncio.timeout(PATIENCE):
                while await database.settings_that_lose() != ["fsync"]:  # noqa: ASYNC110 - nobody tells that it was read
                    await asyncio.sleep(0.01)
        finally:
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(name))
            admin.execute("SELECT pg_reload_conf()")
    await database.close()


async def test_sqlite_has_no_such_settings(sqlite_storage: Database) -> None:
    assert await sqlite_storage.settings_that_lose() == ()
