"""Taking the bytes of what was deleted or changed out of a database's own files, as far as it lets us.

SQLite overwrites them in the file itself (`secure_delete`); older pages lie in its log until that is emptied. Copies of
rows that moved from one page to another stay until the whole file is written anew. PostgreSQL keeps dead rows until
they are vacuumed, and its write-ahead log as long as its settings and archives say. What people pressed and answered
lies everywhere sealed, so what lingers of it opens with no key once theirs is destroyed.

PostgreSQL's planner also keeps a sample of the values of every column, until it looks at the table again; of a table
that has no row any more, for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import PoolProxiedConnection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.schema.tables import metadata

_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_WHOLE = text("VACUUM (ANALYZE)")
# Each of them: people are named almost everywhere, and a list of where would forget the next one. Those that only grow
# are not read again from their beginning.
_VACUUM = text(f"VACUUM (SKIP_LOCKED, ANALYZE) {', '.join(table.name for table in metadata.sorted_tables)}")
_LOCKED = "55P03"
"""What PostgreSQL says of a lock that somebody else has."""
# A column that gets the type which it has loses its sample, and nothing else is done to it.
_SAMPLES_OF_NOTHING = text(
    """
    SELECT format('ALTER TABLE %s %s', c.oid::regclass, string_agg(
        format('ALTER COLUMN %I TYPE %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ')) AS anew
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
    WHERE c.oid = ANY (SELECT to_regclass(name) FROM unnest(CAST(:names AS text[])) AS name)
    AND pg_relation_size(c.oid) = 0 AND pg_has_role(c.relowner, 'USAGE')
    GROUP BY c.oid
    """
).bindparams(names=[table.name for table in metadata.sorted_tables])
_SHORT_WAIT = text("SET LOCAL lock_timeout = '200ms'")


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
    return await _forget_samples_of_nothing(engine) and not locked


async def _forget_samples_of_nothing(engine: AsyncEngine) -> bool:
    """False where somebody works on such a table just now."""
    async with engine.connect() as connection:
        anew = (await connection.execute(_SAMPLES_OF_NOTHING)).scalars().all()
    is_done = True
    for each in anew:
        try:
            async with engine.begin() as connection:
                await connection.execute(_SHORT_WAIT)
                await connection.execute(text(each))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCKED:
                raise
            is_done = False
    return is_done


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
    if engine.dialect.name != "sqlite":
        await _forget_samples_of_nothing(engine)
