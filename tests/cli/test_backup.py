"""`rounds backup` and `rounds restore` end with the right code and say in a line what happened."""

from collections.abc import Awaitable
from io import StringIO
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console

from bot.cli.backup import run_backup, run_restore
from bot.cli.ending import exit_code_of
from bot.domain.administration.log import AdministrationAct
from bot.domain.errors import StorageUnavailable
from bot.ports import Clock
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from tests.support.clocks import StillClock
from tests.support.records import put_unread_updates
from tests.support.ward import Ward


class Screen:
    """A console whose words can be read; each command's are taken once."""

    def __init__(self) -> None:
        self._out = StringIO()
        self.console = Console(file=self._out, width=40)

    async def code(self, command: Awaitable[None]) -> int:
        return await exit_code_of(command, err=self.console)

    def lines(self) -> list[str]:
        said = self._out.getvalue().splitlines()
        self._out.seek(0)
        self._out.truncate()
        return said


def restore(database: Database, file: Path, keys: Path, ward: Ward, screen: Screen) -> Awaitable[None]:
    backups = DatabaseBackups(database)
    return run_restore(backups, file, keys=keys, clock=ward.clock, storage=database, console=screen.console)


def backup(database: Database, file: Path, *, clock: Clock, screen: Screen) -> Awaitable[None]:
    return run_backup(DatabaseBackups(database), file, clock=clock, storage=database, console=screen.console)


@pytest.mark.drill
async def test_a_backup_and_its_restore_say_what_was_done(sqlite_storage: Database, tmp_path: Path) -> None:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "4"))
    await ward.receive([ward.tap("ben", "2")])
    screen, clock = Screen(), ward.clock
    path = tmp_path / "b"
    assert await screen.code(backup(sqlite_storage, path, clock=clock, screen=screen)) == 0
    assert screen.lines()[0].startswith(f"{path}: ")
    assert await screen.code(backup(sqlite_storage, path, clock=clock, screen=screen)) == 2
    assert screen.lines() == [f"{path}: exists already; choose another name, a backup is never overwritten"]
    put_unread_updates(sqlite_storage, ["old"], "{}")
    assert await screen.code(backup(sqlite_storage, tmp_path / "later", clock=clock, screen=screen)) == 0
    assert screen.lines()[1].startswith("left out: 1 updates")

    assert await screen.code(restore(sqlite_storage, path, tmp_path / "keys", ward, screen)) == 2
    assert screen.lines()[0].startswith("the database is not empty")
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    assert await screen.code(restore(other, path, tmp_path / "keys", ward, screen)) == 0
    said = screen.lines()
    assert "counts and checksums match" in said[0]
    assert "nothing is sent again" in said[1]
    assert said[2].startswith(
        "no digest for 2026-W10: it may have been shown after the backup, or answers in it are lost"
    )
    assert said[3:] == ["1 answers or wishes wait to be filed; rounds run files them when it starts"]
    async with other.reading() as work:
        entries = await work.administration_log.entries()
    assert [(entry.act, entry.words and entry.words.what) for entry in entries] == [
        (AdministrationAct.RESTORED, "restored")
    ]
    await other.close()


@pytest.mark.drill
async def test_a_restore_without_the_key_says_which_quarter_stays_sealed(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    ward, screen = Ward(sqlite_storage, tmp_path), Screen()
    await ward.furnish()
    await ward.do(ward.tap("ana", "4"))
    taken = tmp_path / "b"
    assert await screen.code(backup(sqlite_storage, taken, clock=ward.clock, screen=screen)) == 0
    screen.lines()
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    assert await screen.code(restore(other, taken, tmp_path / "elsewhere", ward, screen)) == 0
    await other.close()
    assert any("is not in the key folder: its answers stay sealed" in line for line in screen.lines())


@pytest.mark.drill
async def test_the_last_complete_backup_is_noted_and_none_that_failed(sqlite_storage: Database, tmp_path: Path) -> None:
    ward, screen = Ward(sqlite_storage, tmp_path), Screen()
    await ward.furnish()
    path = tmp_path / "b"

    assert await screen.code(backup(sqlite_storage, path, clock=ward.clock, screen=screen)) == 0
    taken = ward.clock.now()
    ward.clock.advance(hours=1)
    assert await screen.code(backup(sqlite_storage, path, clock=ward.clock, screen=screen)) == 2
    async with sqlite_storage.reading() as work:
        assert await work.administration_log.last(AdministrationAct.BACKED_UP) == taken
        (entry,) = await work.administration_log.entries()
    assert str(entry.words) == "backup taken", "and not where it lies"


class ReadOnly(Database):
    def writing(self) -> NoReturn:
        raise StorageUnavailable("the disk is full")


@pytest.mark.drill
async def test_a_backup_that_cannot_be_noted_is_good_and_says_so(sqlite_storage: Database, tmp_path: Path) -> None:
    screen, clock = Screen(), StillClock()
    full = ReadOnly(sqlite_storage.url.render_as_string())

    async def said(name: str) -> str:
        path = tmp_path / name
        assert await screen.code(backup(full, path, clock=clock, screen=screen)) == 0
        assert path.exists()
        return screen.lines()[-1]

    assert (await said("full")).startswith("not noted in the log, because nothing can be written")
    await full.migrate("0042")
    assert (await said("older")).startswith("not noted in the log, because the schema")
    await full.close()


@pytest.mark.drill
async def test_a_restore_that_cannot_be_noted_is_told_all_the_same(sqlite_storage: Database, tmp_path: Path) -> None:
    ward, screen, path = Ward(sqlite_storage, tmp_path), Screen(), tmp_path / "b"
    await ward.furnish()
    assert await screen.code(backup(sqlite_storage, path, clock=ward.clock, screen=screen)) == 0
    screen.lines()
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    command = run_restore(
        DatabaseBackups(other),
        path,
        keys=tmp_path / "keys",
        clock=ward.clock,
        storage=ReadOnly(other.url.render_as_string()),
        console=screen.console,
    )
    assert await screen.code(command) == 0
    said = screen.lines()
    assert "counts and checksums match" in said[0]
    assert said[-1].startswith("not noted in the log")
    await other.close()


async def test_a_database_or_a_disk_that_fails_is_exit_one(tmp_path: Path) -> None:
    screen, nowhere = Screen(), Database("postgresql://nobody@127.0.0.1:9/rounds")
    ward = Ward(nowhere, tmp_path)
    assert await screen.code(backup(nowhere, tmp_path / "b", clock=ward.clock, screen=screen)) == 1
    (said,) = screen.lines()
    assert said.startswith("database: cannot be used now")
    assert not (tmp_path / "b").exists()
