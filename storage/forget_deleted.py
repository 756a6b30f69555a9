"""Taking the bytes of what was deleted or changed out of a database's own files, as far as it lets us.

SQLite overwrites them in the file itself (`secure_delete`); older pages lie in its log until that is emptied.
PostgreSQL keeps dead rows until they are vacuumed, and its write-ahead log as long as its settings and archives say.
What people did and answered lies everywhere sealed, so what lingers opens with no key once theirs is destroyed.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_VACUUM = text(
    "VACUUM answers, team_workings, organisation_workings, inbox, inbox_keys, pulses, deliveries, web_messages,"
    " expected_replies"
)


async def forget_deleted(engine: AsyncEngine) -> None:
    """With a reader in the way for long, SQLite's log stays until the next time."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Past SQLAlchemy, which would begin a transaction: inside one there is no checkpoint.
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 - it has just been connected
            await driver.execute_fetchall(_EMPTY_LOG)
        else:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(_VACUUM)
