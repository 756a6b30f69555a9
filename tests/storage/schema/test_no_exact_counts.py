"""Exact counts of who was heard, which earlier programs kept with no end, go with the upgrade and with a restore."""

from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import inspect, text

from bot.cli.run import run_migrate
from storage.database import Database
from tests.storage.schema.test_migrated_rows import connected
from tests.support.backups import backup, restore

FIGURES = '{"participation":{"hits":28,"trials":28},"breadth_4":{"hits":7,"trials":7}}'


async def counted(database: Database, url: str) -> None:
    """A ward of seven of whom everybody was heard, at the last revision that kept it, and two chats on the web."""
    await database.migrate("0063")
    with connected(url) as connection, connection.begin():
        row = {"figures": FIGURES}
        connection.execute(text("INSERT INTO snapshots (unit, week, figures) VALUES ('w', '2026-W10', :figures)"), row)
        connection.execute(text("INSERT INTO web_chats (person, change) VALUES ('ann', 41), ('bob', 43)"))
        connection.execute(text("INSERT INTO web_chats (person, change) VALUES ('cat', 16384)"))


def left(database: Database) -> list[Path]:
    """Files of SQLite in which it stands."""
    assert database.file is not None
    files = database.file.parent.glob(f"{database.file.name}*")
    return [each for each in files if b"breadth_4" in each.read_bytes()]


@pytest.mark.drill
async def test_no_count_is_left_after_the_upgrade(empty: Database, url: str) -> None:
    await counted(empty, url)
    if empty.is_embedded:
        assert left(empty), "this is what there is to take away"
    await run_migrate(empty, console=Console(quiet=True))
    with connected(url) as connection:
        assert "snapshots" not in inspect(connection).get_table_names()
        changes = connection.execute(text("SELECT person, change FROM web_chats ORDER BY person")).all()
    assert list(map(tuple, changes)) == [("ann", 16384), ("bob", 16384), ("cat", 32768)]
    if empty.is_embedded:
        await empty.close()
        assert left(empty) == []


@pytest.mark.drill
async def test_a_restore_of_a_backup_with_counts_brings_none_back(empty: Database, url: str, tmp_path: Path) -> None:
    await counted(empty, url)
    manifest = backup(empty, tmp_path / "old")
    assert manifest.tables["snapshots"].rows == 1
    assert b"breadth_4" in (tmp_path / "old").read_bytes()
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    restore(fresh, tmp_path / "old")
    assert await fresh.schema_revision() == fresh.head_revision()
    await fresh.close()
    assert left(fresh) == []
    assert "snapshots" not in backup(fresh, tmp_path / "new").tables
    assert b"breadth_4" not in (tmp_path / "new").read_bytes()
