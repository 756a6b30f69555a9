"""A migration that is killed leaves the old schema or the new one, on both databases, and the next one finishes it."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from storage.database import Database
from storage.schema.tables import metadata
from tests.conftest import REAL
from tests.support.backups import ask
from tests.support.databases import PostgresServer
from tests.support.patience import PATIENCE
from tests.support.processes import migrate, migration

NEW = set(metadata.tables)
OLD_REVISION = "0002"


@pytest.fixture(params=REAL)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'rounds.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create(empty=True)
    yield server.url(name)
    server.drop(name)


def tables_in(url: str) -> set[str]:
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        assert ask(path, "PRAGMA integrity_check") == [("ok",)]
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    else:
        with psycopg.connect(url) as remote:
            found = remote.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {name for (name,) in found} - {"alembic_version", "sqlite_sequence"}


def revision_of(url: str) -> str | None:
    async def ask_it() -> str | None:
        database = Database(url)
        try:
            return await database.schema_revision()
        finally:
            await database.close()

    return asyncio.run(ask_it())


def killed_after(seconds: float, url: str, revision: str) -> float:
    """Migrate in another process and kill it; says how long it lived."""
    child = migration(url, revision)
    child.start()
    began = time.monotonic()
    child.join(timeout=seconds)
    child.kill()
    child.join()
    lived = time.monotonic() - began
    child.close()
    wait_until_alone(url)
    return lived


def wait_until_alone(url: str) -> None:
    """A server goes on with what a killed client asked for, until it notices."""
    if url.startswith("sqlite"):
        return
    with psycopg.connect(url, autocommit=True) as remote:
        others = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while remote.execute(others).fetchone() is not None:
            time.sleep(0.01)


def kill_migrations(times: int, url: str) -> set[str]:
    """Kill so many migrations up and down at random moments; says which revisions they left behind."""
    migrate(url, OLD_REVISION)
    old = tables_in(url)
    whole = killed_after(10 * PATIENCE, url, "head")
    chance, seen = random.Random(7), set[str]()
    assert tables_in(url) == NEW
    for _ in range(times):
        before = revision_of(url)
        target = OLD_REVISION if before != OLD_REVISION else "head"
        killed_after(chance.uniform(0, whole * 1.1), url, target)
        after, tables = revision_of(url), tables_in(url)
        assert after is not None
        assert tables == (old if after == OLD_REVISION else NEW), f"half a schema, said to be {after}"
        seen.add(f"{before}>{after}")
    migrate(url, "head")
    assert tables_in(url) == NEW
    return seen


@pytest.mark.drill
def test_a_killed_migration_leaves_the_old_or_the_new_schema(url: str) -> None:
    kill_migrations(8, url)


@pytest.mark.soak
def test_a_hundred_killed_migrations_leave_the_old_or_the_new_schema(url: str) -> None:
    seen = kill_migrations(100, url)
    assert len(seen) == 4, f"some were killed before and some after their commit, both ways: {seen}"


@pytest.mark.drill
def test_a_killed_first_migration_leaves_nothing_or_everything(url: str) -> None:
    for share in (0.2, 0.5, 0.8):
        killed_after(share, url, "head")
        assert tables_in(url) in (set(), NEW)
    migrate(url, "head")
    assert tables_in(url) == NEW
