"""Backups are whole, consistent, and portable between both databases."""

import asyncio
import resource
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.domain.errors import BackupFailed, BackupRefused, StorageUnavailable
from bot.repositories.backups import Manifest, TableSum
from storage.backup import table_copy
from storage.database import Database
from storage.schema import tables
from tests.support.backups import NOW, ask, backup, of_its_own, restore
from tests.support.builders import a_delivery, a_pulse, a_round, after
from tests.support.databases import POSTGRES_BY_DRILLS, PostgresServer
from tests.support.filled import fill
from tests.support.patience import until

Opener = Callable[[], AbstractAsyncContextManager[Database]]


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite database that has no file yet."""
    database = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.drill])])
async def own(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with of_its_own(request) as database:
        yield database


# --- taking one ---------------------------------------------------------------------------------------------------


@pytest.mark.drill
async def test_a_backup_is_one_private_file_with_a_sum_for_every_table(database: Database, tmp_path: Path) -> None:
    await asyncio.to_thread(fill, database.url, rows=3)
    told: list[tuple[int, int]] = []
    path = tmp_path / "b" / "monday.backup"
    path.parent.mkdir()
    manifest = await asyncio.to_thread(
        lambda: backup(database, path, progress=lambda _, done, in_all: told.append((done, in_all)))
    )
    assert [each.name for each in path.parent.iterdir()] == ["monday.backup"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert manifest.revision == database.head_revision()
    assert {each.rows for each in manifest.tables.values()} == {3}
    assert manifest.taken_at == NOW
    assert manifest.taken_from == database.url.get_backend_name()
    assert told[-1] == (manifest.rows, manifest.rows)
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert ask(path, "SELECT count(*) FROM backup_tables") == [(len(manifest.tables),)]


async def test_an_existing_file_is_never_overwritten(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("words")
    with pytest.raises(BackupRefused, match="precious: exists already"):
        backup(database, path)
    assert path.read_text() == "words"
    with pytest.raises(BackupRefused, match="no such folder"):
        backup(database, tmp_path / "nowhere" / "file")


@pytest.mark.drill
async def test_a_backup_that_is_given_up_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    await asyncio.to_thread(fill, database.url, rows=3)
    folder = tmp_path / "backups"
    folder.mkdir()

    def give_up(table: str, _done: int, _in_all: int) -> None:
        if table == "pulses":
            raise BackupFailed("stopped")

    with pytest.raises(BackupFailed):
        backup(database, folder / "half", progress=give_up)
    assert list(folder.iterdir()) == []


async def test_without_a_schema_there_is_nothing_to_back_up(tmp_path: Path, fresh: Database) -> None:
    with pytest.raises(StorageUnavailable):
        backup(fresh, tmp_path / "never")
    (tmp_path / "fresh.db").touch()
    with pytest.raises(BackupRefused, match="run: rounds migrate"):
        backup(fresh, tmp_path / "never")
    assert not (tmp_path / "never").exists()


@pytest.mark.drill
@POSTGRES_BY_DRILLS
async def test_a_backup_under_load_is_one_moment(database: Database, tmp_path: Path) -> None:
    """Every transaction writes a round and its pulse, so at any one moment there are as many of either."""
    await asyncio.to_thread(fill, database.url, rows=200)
    stopping = asyncio.Event()
    written = 0

    async def write() -> None:
        nonlocal written
        for number in count(1):
            if stopping.is_set():
                return
            round_ = a_round(opens_at=after(days=number))
            async with database.writing() as work:
                await work.rounds.claim_many([round_])
                await work.pulses.add([a_pulse("ann", identity=f"p{number}", round_=round_)])
            written = number

    writing = asyncio.create_task(write())
    seen = []
    for turn in range(3):
        before = written
        await until(lambda before=before: written > before + 1)  # type: ignore[misc]
        manifest = await asyncio.to_thread(backup, database, tmp_path / f"{turn}.backup")
        assert manifest.tables["rounds"].rows == manifest.tables["pulses"].rows
        seen.append(manifest.tables["rounds"].rows)
    stopping.set()
    await writing
    assert len(set(seen)) == 3, "the load was there"


# --- moving -------------------------------------------------------------------------------------------------------


UNTIL_CLOSED = ("shadow_plans", "pending_releases")


def _but_for_what_ends(manifest: Manifest) -> dict[str, TableSum]:
    """A restore forgets those keys of the inbox that are not in the key folder, and there is none in it here; and
    nobody is signed in to the console after it, with a list half uploaded. It notes itself, nobody
    was silent, and what is kept until a week is closed goes with weeks that are."""
    ends = {"inbox_keys", "sign_in_links", "console_sessions", "uploads", "restores", "people", *UNTIL_CLOSED}
    return {name: found for name, found in manifest.tables.items() if name not in ends}


@pytest.mark.drill
@pytest.mark.postgres
async def test_there_and_back_again_changes_nothing(
    sqlite_storage: Database, postgres_server: PostgresServer, tmp_path: Path, fresh: Database
) -> None:
    fill(sqlite_storage.url, rows=25)
    first = backup(sqlite_storage, tmp_path / "1")
    name = postgres_server.create(empty=True)
    elsewhere = Database(postgres_server.url(name))
    restore(elsewhere, tmp_path / "1")
    second = backup(elsewhere, tmp_path / "2")
    restore(fresh, tmp_path / "2")
    third = backup(fresh, tmp_path / "3")
    postgres_server.drop(name)
    assert first.tables.keys() == tables.metadata.tables.keys()
    assert _but_for_what_ends(first) == _but_for_what_ends(second) == _but_for_what_ends(third)
    assert (first.tables["inbox_keys"].rows, second.tables["inbox_keys"].rows) == (25, 0)
    assert [each.tables["restores"].rows for each in (first, second, third)] == [25, 26, 26]
    for name in UNTIL_CLOSED:
        assert (first.tables[name].rows, second.tables[name].rows) == (25, 0)
    assert second.tables["people"] == third.tables["people"]
    assert first.tables["people"].rows == second.tables["people"].rows
    assert (first.tables["console_sessions"].rows, second.tables["console_sessions"].rows) == (25, 0)
    assert (first.tables["uploads"].rows, second.tables["uploads"].rows) == (25, 0)
    assert (first.tables["sign_in_links"].rows, second.tables["sign_in_links"].rows) == (25, 0)
    assert (first.taken_from, second.taken_from) == ("sqlite", "postgresql")


@pytest.mark.drill
@POSTGRES_BY_DRILLS
async def test_numbers_are_never_used_again_after_a_restore(
    open_database: Opener, tmp_path: Path, fresh: Database
) -> None:
    async with open_database() as database:
        async with database.writing() as work:
            await work.deliveries.add([a_delivery("ann"), a_delivery("bob"), a_delivery("cas")])
        with table_copy.loading(database.url) as connection:
            connection.execute(delete(tables.deliveries).where(tables.deliveries.c.id == 3))
        backup(database, tmp_path / "1")
    restore(fresh, tmp_path / "1")
    backup(fresh, tmp_path / "2")
    first, second = (
        ask(tmp_path / copy, "SELECT seq FROM sqlite_sequence WHERE name = 'deliveries'") for copy in ("1", "2")
    )
    newest = int(str(first[0][0]))
    assert newest >= 3, "PostgreSQL leaves out the numbers of what it had to try again"
    assert second == first
    async with fresh.writing() as work:
        await work.deliveries.add([a_delivery("dee")])
    await fresh.close()
    assert ask(tmp_path / "fresh.db", "SELECT max(id) FROM deliveries") == [(newest + 1,)]


@pytest.mark.drill
async def test_an_older_backup_is_brought_to_the_newest_schema(own: Database, tmp_path: Path, fresh: Database) -> None:
    await own.migrate("0003")
    manifest = backup(own, tmp_path / "old")
    assert manifest.revision == "0003"
    assert "deliveries" not in manifest.tables
    before = (tmp_path / "old").read_bytes()
    restore(fresh, tmp_path / "old")
    assert await fresh.schema_revision() == fresh.head_revision()
    assert (tmp_path / "old").read_bytes() == before
    await fresh.close()


@pytest.mark.soak
@pytest.mark.postgres
def test_memory_stays_flat_however_many_rows_there_are(
    postgres_server: PostgresServer, sqlite_template: Path, tmp_path: Path
) -> None:
    """100,000 rows, then 600,000: the second pass may not need noticeably more memory than the first."""
    peaks = []
    for rows in (3_000, 18_000):
        folder = tmp_path / str(rows)
        folder.mkdir()
        full = Database(f"sqlite:///{shutil.copyfile(sqlite_template, folder / 'full.db')}")
        fill(full.url, rows=rows)
        name = postgres_server.create(empty=True)
        elsewhere = Database(postgres_server.url(name))
        first = backup(full, folder / "1")
        restore(elsewhere, folder / "1")
        second = backup(elsewhere, folder / "2")
        restore(Database(f"sqlite:///{folder / 'back.db'}"), folder / "2")
        postgres_server.drop(name)
        assert _but_for_what_ends(first) == _but_for_what_ends(second)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    assert peaks[1] < peaks[0] + 90, f"MB at the peak: {peaks}"  # SQLite's page cache may grow to 64 MB
