"""Taking out of PostgreSQL's own bookkeeping what would tie a sealed answer to the moment it was filed.

Every row there names the transaction that wrote it (`xmin`) and lies where there was room at that moment. An answer and
the pulse that it answers are written together, so whoever reads these from the server could match the two. Freezing
does not help: it keeps the number. Written again, the answers of a few teams share one transaction and lie in the order
of their ids, which say nothing. SQLite has no such columns, and keeps answers in the order of their ids.
"""

from sqlalchemy import bindparam, select, text
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


async def rewrite_answers(engine: AsyncEngine) -> int:
    """Write every sealed answer again, a few teams in a transaction; says how many teams there were.

    An answer that is being changed meanwhile waits some milliseconds and is then changed where it lies now.
    """
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
    return len(teams)
