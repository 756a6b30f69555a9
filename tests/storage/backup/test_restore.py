"""A restore takes the whole of a good backup or nothing, loses no answer and sends nothing twice."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path

import pytest

from bot.domain.errors import BackupFailed, BackupRefused
from bot.flows.operations.check_readiness import KEYS
from storage.database import Database
from storage.schema import tables
from tests.support.backups import NOW, backup, of_its_own, restore
from tests.support.builders import ICU, a_round
from tests.support.filled import fill
from tests.support.readiness import readiness_of
from tests.support.records import put_unread_updates
from tests.support.ward import Ward

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


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good_backup(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    folder = tmp_path_factory.mktemp("good")
    shutil.copyfile(sqlite_template, folder / "filled.db")
    filled = Database(f"sqlite:///{folder / 'filled.db'}")
    fill(filled.url, rows=20)
    backup(filled, folder / "good.backup")
    return folder / "good.backup"


@pytest.fixture
def taken(good_backup: Path, tmp_path: Path) -> Path:
    """A good backup that may be harmed."""
    return shutil.copyfile(good_backup, tmp_path / "taken.backup")


@pytest.mark.drill
async def test_only_an_empty_database_is_restored_into(database: Database, taken: Path) -> None:
    async with database.writing() as work:
        await work.rounds.set_horizon(a_round().schedule, [ICU], NOW)
    with pytest.raises(BackupRefused, match="not empty; stop the bot and set ROUNDS_DATABASE_URL"):
        restore(database, taken)
    async with database.reading() as work:
        assert await work.rounds.horizons(a_round().schedule) == {ICU: NOW}


@pytest.mark.drill
async def test_a_freshly_migrated_database_is_empty_enough_and_only_once(database: Database, taken: Path) -> None:
    restored = restore(database, taken)
    assert restored.manifest.rows >= 20 * len(tables.metadata.tables)
    with pytest.raises(BackupRefused, match="not empty"):
        restore(database, taken)


@pytest.mark.drill
async def test_a_database_at_another_schema_is_refused(own: Database, taken: Path) -> None:
    await own.migrate("0002")
    with pytest.raises(BackupRefused, match="run: rounds migrate"):
        restore(own, taken)


@pytest.mark.drill
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("UPDATE people SET name = 'someone else' WHERE id = (SELECT id FROM people LIMIT 1)", "own checksums"),
        ("DELETE FROM answers WHERE id = (SELECT id FROM answers LIMIT 1)", "own checksums"),
        ("DELETE FROM backup_tables WHERE name = 'answers'", "does not name every table"),
        ("UPDATE backup_about SET revision = '9999'", "update Rounds first"),
        ("DROP TABLE backup_about", "not a backup of Rounds"),
        ("DROP TABLE flags", "damaged"),
    ],
)
def test_a_backup_that_is_not_what_it_says_is_refused_and_nothing_is_loaded(
    taken: Path, fresh: Database, harm: str, words: str
) -> None:
    with closing(sqlite3.connect(taken)) as connection, connection:
        connection.execute(harm)
    with pytest.raises(BackupRefused, match=words):
        restore(fresh, taken)
    assert not Path(str(fresh.url.database)).exists()


def test_files_that_are_no_backups_are_refused_in_one_line(tmp_path: Path, taken: Path, fresh: Database) -> None:
    whole = taken.read_bytes()
    for name, content in {"words": b"not a database at all", "empty": b"", "cut": whole[: len(whole) // 2]}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BackupRefused) as refused:
            restore(fresh, tmp_path / name)
        assert "\n" not in str(refused.value)
        assert name in str(refused.value)
    with pytest.raises(BackupRefused, match="no such file"):
        restore(fresh, tmp_path / "nowhere")


@pytest.mark.drill
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_page_that_went_bad_is_noticed_before_anything_is_loaded(taken: Path, fresh: Database, share: float) -> None:
    pages = taken.stat().st_size // 4096
    with taken.open("r+b") as file:
        file.seek(int(share * pages) * 4096)
        file.write(b"\xa5" * 4096)
    with pytest.raises(BackupRefused, match=r"taken.backup: (is|does) not|taken.backup: is damaged"):
        restore(fresh, taken)
    assert not Path(str(fresh.url.database)).exists()


@pytest.mark.drill
async def test_a_restore_that_is_given_up_leaves_the_database_as_it_was(database: Database, taken: Path) -> None:
    def give_up(table: str, _done: int, _in_all: int) -> None:
        if table == "pulses":
            raise BackupFailed("stopped")

    with pytest.raises(BackupFailed):
        restore(database, taken, progress=give_up)
    restore(database, taken)  # it is still empty


# --- answers that wait to be filed --------------------------------------------------------------------------------


async def ward_with_a_waiting_answer(database: Database, folder: Path) -> Ward:
    ward = Ward(database, folder)
    await ward.furnish()
    await ward.do(ward.tap("ana", "4"))
    await ward.receive([ward.tap("ben", "2"), ward.words("cas", "More hands at night, please")])
    return ward


@pytest.mark.drill
async def test_an_acknowledged_answer_survives_and_is_filed_after_the_restore(
    open_database: Opener, tmp_path: Path, fresh: Database
) -> None:
    async with open_database() as database:
        ward = await ward_with_a_waiting_answer(database, tmp_path)
        manifest = backup(database, tmp_path / "b")
    assert manifest.left_out == 0
    restored = restore(fresh, tmp_path / "b", at=ward.clock.now(), keys=tmp_path / "keys")
    assert (restored.waiting, restored.unopened) == (2, 0)
    again = Ward(fresh, tmp_path, clock=ward.clock)
    assert await again.codes() == {"ana": "4"}
    await again.handle()
    assert await again.codes() == {"ana": "4", "ben": "2"}


@pytest.mark.drill
async def test_a_backup_says_nothing_about_who_answered_what_and_holds_no_key(
    database: Database, tmp_path: Path
) -> None:
    await ward_with_a_waiting_answer(database, tmp_path)
    backup(database, tmp_path / "b")
    content = (tmp_path / "b").read_bytes()
    for word in (b"More hands", b'"pressed"', b'"intent"', b'at-ben","sequence'):
        assert word not in content
    for key in (tmp_path / "keys").iterdir():
        assert key.read_bytes() not in content
        assert key.read_bytes().hex().encode() not in content


@pytest.mark.drill
async def test_without_its_key_a_waiting_answer_is_dropped_and_counted(
    database: Database, tmp_path: Path, fresh: Database
) -> None:
    await ward_with_a_waiting_answer(database, tmp_path)
    backup(database, tmp_path / "b")
    restored = restore(fresh, tmp_path / "b")
    assert (restored.waiting, restored.unopened) == (0, 2)
    async with fresh.reading() as work:
        assert len(await work.inbox.pending(limit=10_000)) == 0


@pytest.mark.drill
async def test_what_an_earlier_version_left_unsealed_comes_into_no_backup(
    database: Database, tmp_path: Path, fresh: Database
) -> None:
    """It stays in the database, where it is filed at the next start."""
    ward = await ward_with_a_waiting_answer(database, tmp_path)
    said = '{"from":"at-dee","sequence":9,"event":"typed","text":"canary words","reply_to":null,"refused":""}'
    put_unread_updates(database, ["old"], said)
    assert backup(database, tmp_path / "b").left_out == 1
    assert b"canary" not in (tmp_path / "b").read_bytes()
    assert restore(fresh, tmp_path / "b", keys=tmp_path / "keys").waiting == 2
    await ward.handle()
    assert "Nobody asked for these words" in await ward.said()


@pytest.mark.drill
async def test_sealed_answers_without_their_key_are_restored_and_health_says_so(
    sqlite_storage: Database, tmp_path: Path, fresh: Database
) -> None:
    ward = await ward_with_a_waiting_answer(sqlite_storage, tmp_path)
    backup(sqlite_storage, tmp_path / "b")
    other = Ward(fresh, tmp_path / "elsewhere", clock=ward.clock)
    restored = restore(fresh, tmp_path / "b", at=ward.clock.now(), keys=tmp_path / "elsewhere" / "keys")
    assert restored.without_key == [key.stem for key in (tmp_path / "keys").glob("*.key")]
    for at, trouble in ((other, "is missing"), (ward, "")):
        check = readiness_of(at, fresh)
        assert bool((await check()).parts[KEYS]) == (trouble != "")
