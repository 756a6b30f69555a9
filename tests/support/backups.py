"""What tests of backups and restores share."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.backup.manifest import Manifest
from storage.backup.pending_updates import Seals
from storage.backup.restore import Restored, load_backup
from storage.backup.take import take_backup
from storage.database import Database
from tests.support.databases import PostgresServer

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def unheard(_table: str, _done: int, _in_all: int) -> None:
    """Nobody watches the progress."""


def backup(database: Database, path: Path, *, seals: Seals | None = None) -> Manifest:
    return take_backup(database, path, at=NOW, seals=seals, progress=unheard)


def restore(database: Database, path: Path, *, at: datetime = NOW, seals: Seals | None = None) -> Restored:
    return load_backup(database, path, at=at, seals=seals, progress=unheard)


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@asynccontextmanager
async def of_its_own(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database at head whose schema may be changed; `request.param` says `sqlite` or `postgres`."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("tmp_path") / "own.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        await database.close()
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        name = server.create()
        database = Database(server.url(name))
        yield database
        await database.close()
        server.drop(name)
