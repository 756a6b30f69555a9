"""Taking the bytes of what was deleted or changed out of a database's own files, as far as it lets us.

SQLite overwrites them in the file itself (`secure_delete`); older pages lie in its log until that is emptied. Copies of
rows that moved from one page to another stay until the whole file is written anew. PostgreSQL keeps dead rows until
they are vacuumed, and its write-ahead log as long as its settings and archives say. What people pressed and answered
lies everywhere sealed, so what lingers of it opens with no key once theirs is destroyed.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.schema.tables import metadata

_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_WHOLE = text("VACUUM")
# Each of them: people are named almost everywhere, and a list of where would forget the next one. Those that only grow
# are not read again from their beginning.
_VACUUM = text(f"VACUUM {', '.join(table.name for table in metadata.sorted_tables)}")


async def forget_deleted(engine: AsyncEngine) -> bool:
    """False where a reader was in the way for long: SQLite's log stays until the next time."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Past SQLAlchemy, which would begin a transaction: inside one there is no checkpoint.
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 - it has just been connected
            (is_busy, *_), *_ = await driver.execute_fetchall(_EMPTY_LOG)
            return not is_busy
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(_VACUUM)
        return True


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
