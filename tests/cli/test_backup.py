"""`rounds backup` and `rounds restore` end with the right code and say in a line what happened."""

from collections.abc import Awaitable
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.cli.backup import run_backup, run_restore
from bot.cli.ending import exit_code_of
from bot.domain.administration.log import AdministrationAct
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
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


async def test_a_backup_and_its_restore_say_what_was_done(sqlite_storage: Database, tmp_path: Path) -> None:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "4"))
    await ward.receive([ward.tap("ben", "2")])
    screen, clock = Screen(), ward.clock
    path = tmp_path / "b"
    here = DatabaseBackups(sqlite_storage)
    assert await screen.code(run_backup(here, path, console=screen.console, clock=clock)) == 0
    assert screen.lines()[0].startswith(f"{path}: ")
    assert await screen.code(run_backup(here, path, console=screen.console, clock=clock)) == 2
    assert screen.lines() == [f"{path}: exists already; choose another name, a backup is never overwritten"]
    put_unread_updates(sqlite_storage, ["old"], "{}")
    assert await screen.code(run_backup(here, tmp_path / "later", console=screen.console, clock=clock)) == 0
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


async def test_a_restore_without_the_key_says_which_quarter_stays_sealed(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    ward, screen = Ward(sqlite_storage, tmp_path), Screen()
    await ward.furnish()
    await ward.do(ward.tap("ana", "4"))
    taken = tmp_path / "b"
    here = DatabaseBackups(sqlite_storage)
    assert await screen.code(run_backup(here, taken, clock=ward.clock, console=screen.console)) == 0
    screen.lines()
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    assert await screen.code(restore(other, taken, tmp_path / "elsewhere", ward, screen)) == 0
    await other.close()
    assert any("is not in the key folder: its answers stay sealed" in line for line in screen.lines())


async def test_a_database_or_a_disk_that_fails_is_exit_one(tmp_path: Path) -> None:
    screen, nowhere = Screen(), Database("postgresql://nobody@127.0.0.1:9/rounds")
    ward = Ward(nowhere, tmp_path)
    here = DatabaseBackups(nowhere)
    assert await screen.code(run_backup(here, tmp_path / "b", clock=ward.clock, console=screen.console)) == 1
    (said,) = screen.lines()
    assert said.startswith("database: cannot be used now")
    assert not (tmp_path / "b").exists()
