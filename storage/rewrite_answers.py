"""Taking out of a database's own bookkeeping what would tie a sealed answer to the moment it was filed.

On PostgreSQL every row names the transaction that wrote it (`xmin`) and lies where there was room at that moment. An
answer and the pulse that it answers are written together, so whoever reads these from the server could match the two.
Freezing does not help: it keeps the number. Written again, the answers of a few teams share one transaction and lie in
the order of their ids, which say nothing. SQLite finds rows by their ids, but inside a page their bytes lie in the
order in which they came, as do those of the pulses; so there, too, they are written again in the order of their ids.
"""

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.batches import batches
from storage.schema.tables import answers

_TEAMS = select(answers.c.epoch, answers.c.unit).distinct().order_by(answers.c.epoch, answers.c.unit)
_WRITE_ANEW = text(
    """
    WITH taken AS (DELETE FROM answers WHERE epoch = :epoch AND unit = ANY(:units) RETURNING id, epoch, unit, body)
    INSERT INTO answers (id, epoch, unit, body) SELECT id, epoch, unit, body FROM taken ORDER BY id
    """
).bindparams(bindparam("epoch"), bindparam("units"))
_ALONE = text("LOCK TABLE answers IN SHARE ROW EXCLUSIVE MODE")
"""Filing waits for some milliseconds; row by row, the two could wait for each other."""
BATCH_SIZE = 10
"""Teams in one transaction: some thousand rows at the end of a quarter."""
_CLEAR = text("VACUUM answers")
_AFTER = select(answers).where(answers.c.id > bindparam("after")).order_by(answers.c.id).limit(bindparam("limit"))
_TAKE = delete(answers).where(answers.c.id.between(bindparam("first"), bindparam("last")))
ROWS_AT_ONCE = 500


async def rewrite_answers(engine: AsyncEngine) -> None:
    """Write every sealed answer again, some in a transaction.

    An answer that is being changed meanwhile waits some milliseconds and is then changed where it lies now.
    """
    if engine.dialect.name == "sqlite":
        await _rewrite_pages(engine)
    else:
        await _rewrite_teams(engine)


async def _rewrite_pages(engine: AsyncEngine) -> None:
    """Neighbours together, so that each page is emptied and filled once."""
    after = b""
    while True:
        async with engine.begin() as connection:
            found = await connection.execute(_AFTER, {"after": after, "limit": ROWS_AT_ONCE})
            rows = [dict(row._mapping) for row in found]
            if not rows:
                return
            after = rows[-1]["id"]
            await connection.execute(_TAKE, {"first": rows[0]["id"], "last": after})
            await connection.execute(insert(answers), rows)


async def _rewrite_teams(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        teams = (await connection.execute(_TEAMS)).all()
    for epoch in sorted({team.epoch for team in teams}):
        units = [team.unit for team in teams if team.epoch == epoch]
        for some in batches(units, BATCH_SIZE):
            async with engine.begin() as connection:
                await connection.execute(_ALONE)
                await connection.execute(_WRITE_ANEW, {"epoch": epoch, "units": some})
    if teams:
        async with engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(_CLEAR)
