"""What tests of backups and restores share."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.sealer import AesSealer
from bot.adapters.tombstones import FileTombstones
from bot.flows.operations.restore_backup import RestoreBackup, Restored
from bot.flows.operations.take_backup import TakeBackup
from bot.ports import Manifest, Progress
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from tests.support.clocks import StillClock
from tests.support.databases import PostgresServer

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def unheard(_table: str, _done: int, _in_all: int) -> None:
    """Nobody watches the progress."""


NO_KEYS = Path("no such folder")


def backup(database: Database, path: Path, *, progress: Progress = unheard) -> Manifest:
    return TakeBackup(backups=DatabaseBackups(database), clock=StillClock(NOW))(path, progress=progress)


def restore(
    database: Database, path: Path, *, at: datetime = NOW, keys: Path = NO_KEYS, progress: Progress = unheard
) -> Restored:
    entropy = SystemEntropy()
    restore_backup = RestoreBackup(
        backups=DatabaseBackups(database),
        keys=FileKeys(keys, entropy=entropy),
        inbox_keys=FileKeys(keys, entropy=entropy, suffix=INBOX_SUFFIX),
        tombstones=FileTombstones(keys, entropy=entropy),
        sealer=AesSealer(entropy=entropy),
        clock=StillClock(at),
        entropy=entropy,
    )
    return restore_backup(path, progress=progress)


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
