"""What was deleted is taken out of the files: of SQLite wholly, of PostgreSQL as far as it lets us."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from storage.database import Database
from storage.schema.tables import metadata
from tests.support.builders import T0, a_sealed_update
from tests.support.databases import PostgresServer
from tests.support.plain_role import plain_role
from tests.support.weeks import CLINIC, FIRST, WARD, Weeks, a_round_of, monday_after

MARK = b"sealed \0 \xff "


def files(database: Database) -> tuple[bytes, bytes]:
    """The file and its log."""
    assert database.file is not None
    log = database.file.with_name(f"{database.file.name}-wal")
    return database.file.read_bytes(), log.read_bytes()


async def test_sqlite_keeps_nothing_of_it_in_its_file_and_empties_its_log(sqlite_storage: Database) -> None:
    async with sqlite_storage.writing() as work:
        await work.inbox.keep([a_sealed_update(str(number)) for number in range(300)])
    assert MARK in b"".join(files(sqlite_storage))
    async with sqlite_storage.writing() as work:
        numbers = [each.number for each in await work.inbox.pending(limit=300)]
        assert await work.inbox.finish(numbers, on=T0.date()) == 300
    assert MARK in files(sqlite_storage)[1], "this is what there is to take away"
    await sqlite_storage.forget_deleted()
    file, log = files(sqlite_storage)
    assert (MARK in file, log) == (False, b"")


async def test_a_log_that_begins_from_its_start_keeps_nothing_behind_its_end(sqlite_storage: Database) -> None:
    async with sqlite_storage.writing() as work:
        await work.inbox.keep([replace(a_sealed_update(str(number)), body=bytes(4000)) for number in range(1500)])
    long = len(files(sqlite_storage)[1])
    async with sqlite_storage.writing() as work:
        await work.inbox.keep([a_sealed_update("one more")])
    assert len(files(sqlite_storage)[1]) < long / 10


@pytest.mark.drill
@pytest.mark.postgres
async def test_postgresql_vacuums_every_table_whatever_is_added(postgres_storage: Database) -> None:
    before = vacuums_of(postgres_storage)  # by other tests that share it
    await postgres_storage.forget_deleted()
    done = {name for name, count in vacuums_of(postgres_storage).items() if count > before[name]}
    assert done == set(metadata.tables)


@pytest.mark.postgres
async def test_a_table_that_somebody_works_on_is_passed_by_and_that_is_said(postgres_storage: Database) -> None:
    before = vacuums_of(postgres_storage)
    with psycopg.connect(postgres_storage.url.render_as_string(hide_password=False)) as server:
        server.execute("LOCK TABLE inbox IN SHARE ROW EXCLUSIVE MODE")
        assert await postgres_storage.forget_deleted() is False
        after = vacuums_of(postgres_storage)
        assert {name for name, count in after.items() if count == before[name]} & set(metadata.tables) == {"inbox"}
    assert await postgres_storage.forget_deleted() is True


@pytest.mark.postgres
@pytest.mark.parametrize("clean", [Database.forget_deleted, Database.forget_all_deleted])
@pytest.mark.parametrize("stays", [0, 1])
async def test_the_planner_s_samples_keep_nothing_of_it(
    postgres_storage: Database, clean: Callable[[Database], Awaitable[object]], stays: int
) -> None:
    async with postgres_storage.writing() as work:
        await work.inbox.keep([a_sealed_update(f"number-{each}") for each in range(9)])
    with psycopg.connect(postgres_storage.url.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute("ANALYZE inbox")
        assert "number-0" in samples(server), "this is what there is to take away"
        server.execute("DELETE FROM inbox WHERE id NOT IN (SELECT id FROM inbox ORDER BY id LIMIT %s)", [stays])
        await clean(postgres_storage)
        assert {each for each in range(9) if f"number-{each}" in samples(server)} <= set(range(stays))


@pytest.mark.postgres
async def test_a_role_that_owns_no_table_fails_at_no_sample(postgres_server: PostgresServer) -> None:
    with plain_role(postgres_server) as (url, admin):
        admin.execute("INSERT INTO forgotten VALUES ('somebody', '2026-W10')")
        admin.execute("ANALYZE forgotten")
        admin.execute("TRUNCATE forgotten")
        database = Database(url)
        await database.forget_deleted()
        await database.close()


def samples(server: psycopg.Connection) -> str:
    query = "SELECT string_agg(concat(most_common_vals::text, histogram_bounds::text), ' ') FROM pg_stats"
    return str(server.execute(f"{query} WHERE tablename = 'inbox'").fetchall())


def vacuums_of(database: Database) -> dict[str, int]:
    """How often each table was vacuumed, not by the server itself."""
    with psycopg.connect(database.url.render_as_string(hide_password=False)) as server:
        return dict(server.execute("SELECT relname, vacuum_count FROM pg_stat_user_tables").fetchall())


@pytest.mark.drill
async def test_when_a_week_is_closed_its_answers_no_longer_lie_as_they_came(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    weeks = Weeks(sqlite_storage, tmp_path)
    await weeks.furnish({WARD: 12, CLINIC: 2})
    await weeks.play(FIRST)
    clock = ShiftedClock(start=monday_after(FIRST), speed=0)

    async def places() -> list[tuple[int, int]]:
        """Where each answer's id stands in the file: in the table and in its index."""
        await sqlite_storage.forget_deleted()
        async with sqlite_storage.reading() as work:
            (epoch,) = await work.epochs.not_closed()
        key, round_ = weeks.open_epoch.key_of(epoch), a_round_of(WARD, FIRST)
        asked = [(PersonId(f"ward-m{number}"), round_.id, round_.questions[0].id) for number in range(12)]
        content = files(sqlite_storage)[0]
        return [(content.find(each), content.rfind(each)) for each in weeks.sealer.answer_ids(key, asked)]

    before = await places()
    assert await places() == before
    await App(World(storage=sqlite_storage, keys_folder=tmp_path / "keys", clock=clock)).tick()
    assert await places() != before
