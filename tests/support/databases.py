"""Fresh databases for tests: a migrated SQLite file is copied, a migrated PostgreSQL database is cloned."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.engine import Database


def migrated_sqlite(path: Path) -> Path:
    """A SQLite file at head, closed and without a journal beside it."""

    async def migrate() -> None:
        database = Database(f"sqlite:///{path}")
        await database.migrate()
        await database.close()

    asyncio.run(migrate())
    return path


@asynccontextmanager
async def sqlite_copy(template: Path, folder: Path) -> AsyncIterator[Database]:
    path = folder / "rounds.db"
    shutil.copyfile(template, path)
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        await database.close()
