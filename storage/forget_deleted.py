"""Taking the bytes of what was deleted or changed out of a database's own files, as far as it lets us.

SQLite overwrites them in the file itself (`secure_delete`); older pages lie in its log until that is emptied. Copies of
rows that moved from one page to another stay until the whole file is written anew. PostgreSQL keeps dead rows until
they are vacuumed, and its write-ahead log as long as its settings and archives say. What people pressed and answered
lies everywhere sealed, so what lingers of it opens with no key once theirs is destroyed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import PoolProxiedConnection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.schema.tables import metadata

_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_WHOLE = text("VACUUM")
# Each of them: people are named almost everywhere, and a list of where would forget the next one. Those that only grow
# are not read again from their beginning.
_VACUUM = text(f"VACUUM (SKIP_LOCKED) {', '.join(table.name for table in metadata.sorted_tables)}")
_LOCKED = "55P03"
"""What PostgreSQL says of a lock that somebody else has."""


async def forget_deleted(engine: AsyncEngine) -> bool:
    """False where somebody was in the way: SQLite's log, or a table that they work on, stays until the next time."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Past SQLAlchemy, which would begin a transaction: inside one there is no checkpoint.
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 - it has just been connected
            (is_busy, *_), *_ = await driver.execute_fetchall(_EMPTY_LOG)
            return not is_busy
        free = await connection.execution_options(isolation_level="AUTOCOMMIT")
        with _locked_tables(await free.get_raw_connection()) as locked:
            try:
                await free.execute(_VACUUM)
            except DBAPIError as error:  # of an index or another part of a table that was not skipped
                if getattr(error.orig, "sqlstate", None) != _LOCKED:
                    raise
                return False
        return not locked


@contextmanager
def _locked_tables(connection: PoolProxiedConnection) -> Iterator[list[str]]:
    """Grows by what the server says of each table that it passes by."""
    driver, said = connection.driver_connection, []
    assert driver is not None  # noqa: S101 - it has just been connected

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.sqlstate == _LOCKED:
            said.append(_LOCKED)

    driver.add_notice_handler(note)
    try:
        yield said
    finally:
        driver.remove_notice_handler(note)


async def forget_all_deleted(engine: AsyncEngine) -> None:
    """As whole files, so that on SQLite no copy of a row that moved is left. That takes as much room again for a
    moment, and whoever writes waits for it."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 - it has just been connected
            await driver.execute_fetchall("VACUUM")
            await driver.execute_fetchall(_EMPTY_LOG)
        else:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(_WHOLE)
