"""Taking out of a database's own bookkeeping what would tie a sealed answer to the moment it was filed.

On PostgreSQL every row names the transaction that wrote it (`xmin`) and lies where there was room at that moment. An
answer and the pulse that it answers are written together, so whoever reads these from the server could match the two.
Freezing does not help: it keeps the number. Written again, the answers of a few teams share one transaction. That
leaves the bytes of the first copies in the table's free space, number and all; so then the table goes into a new file,
in the order of the ids, which say nothing. What a transaction that began before may still look at would go along, so
that is waited for.

SQLite finds rows by their ids, but inside a page their bytes lie in the order in which they came, as do those of the
pulses. Taken out and written again a part at a time, they would still depend on it, in pages that two parts share. So
all go out and come back in one transaction, and every page is filled in the order of the ids. Which pages of the file
these are SQLite decides by the order in which pages came free, which would be that of the ids of answers whose pages
had been taken one after the other, as people answered. So they are taken out in an order of chance.

That is also why it is not done in bounded pieces on SQLite. Where two pieces meet, pages are shared with answers that
still lie as they came, and how a page is filled and split there follows from these. Building a second table in pieces
beside the first would need a note of every answer that changes meanwhile, in the order in which they do: just what may
not be kept. What can be had is speed: with all pages in memory 60,000 answers take about a second of one core instead
of two, once a day and when a week is closed. What people press meanwhile waits for it and is not lost.
"""

import asyncio

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.batches import batches
from storage.schema.tables import answers

_ASIDE = "CREATE TEMP TABLE taken AS SELECT id, epoch, unit, body FROM answers ORDER BY id"
_IN_AN_ORDER_OF_CHANCE = "SELECT id FROM temp.taken ORDER BY random()"
_TAKE_OUT = "DELETE FROM answers WHERE id = ?"
_BACK = "INSERT INTO answers (id, epoch, unit, body) SELECT id, epoch, unit, body FROM temp.taken ORDER BY rowid"
_DONE = "DROP TABLE temp.taken"
_ROOM = "PRAGMA cache_size"
_ROOM_KIB = 64 * 1024
"""For all pages of some 60,000 answers: with SQLite's own 2 MB each that is touched again is read and written again."""
_GIVE_BACK = "PRAGMA shrink_memory"

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
_NOW = text("SELECT clock_timestamp()")
_BEGAN_EARLIER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    " AND xact_start < :moment"
).bindparams(bindparam("moment"))
"""What a transaction may still look at goes into the new file, too."""
_LOOKS, _SECONDS_BETWEEN = 60, 0.05
"""Most transactions last for milliseconds; one of a backup that does not end holds up nothing."""
_WAIT_BRIEFLY = text("SET LOCAL lock_timeout = '3s'")
"""Filing queues behind this wait, which a backup may make long; better to try again with the next tick."""
_INTO_A_NEW_FILE = text("CLUSTER answers USING pk_answers")


async def rewrite_answers(engine: AsyncEngine) -> None:
    """Write every sealed answer again. What is filed or changed meanwhile waits, and nothing of it is lost."""
    if engine.dialect.name == "sqlite":
        await _rewrite_pages(engine)
    else:
        await _rewrite_teams(engine)


async def _rewrite_pages(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        usual = (await connection.exec_driver_sql(_ROOM)).scalar_one()
        await connection.exec_driver_sql(f"{_ROOM} = {-_ROOM_KIB}")
        try:
            await _taken_out_and_back(connection)
        finally:
            await connection.exec_driver_sql(f"{_ROOM} = {int(usual)}")
    async with engine.connect() as connection:
        await connection.exec_driver_sql(_GIVE_BACK)


async def _taken_out_and_back(connection: AsyncConnection) -> None:
    await connection.exec_driver_sql(_ASIDE)
    ids = (await connection.exec_driver_sql(_IN_AN_ORDER_OF_CHANCE)).all()
    if ids:
        await connection.exec_driver_sql(_TAKE_OUT, [tuple(row) for row in ids])
        await connection.exec_driver_sql(_BACK)
    await connection.exec_driver_sql(_DONE)


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
        await _until_others_began_later(engine)
        async with engine.begin() as connection:
            await connection.execute(_WAIT_BRIEFLY)
            await connection.execute(_INTO_A_NEW_FILE)


async def _until_others_began_later(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        watching = await connection.execution_options(isolation_level="AUTOCOMMIT")
        moment = await watching.scalar(_NOW)
        for _ in range(_LOOKS):
            if not await watching.scalar(_BEGAN_EARLIER, {"moment": moment}):
                return
            await asyncio.sleep(_SECONDS_BETWEEN)
