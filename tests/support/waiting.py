"""Looking at a PostgreSQL server until somebody waits there for a lock that somebody else holds."""

import psycopg

from storage.database import Database
from tests.support.patience import until_seen

_WAIT = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
"""


async def somebody_waits(database: Database) -> None:
    """Return once a transaction of this database waits for another."""
    url = database.url.render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as looking:

        async def look() -> object:
            row = await (await looking.execute(_WAIT)).fetchone()
            return row is not None and row[0]

        await until_seen(look)
