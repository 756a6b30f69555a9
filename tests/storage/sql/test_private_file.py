"""Database files are for their owner only, whatever the machine usually lets others read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.sql.private_file import create_private


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """What most machines allow: others may read what is not closed on purpose."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


@pytest.mark.drill
async def test_a_new_database_and_all_that_lies_beside_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'rounds.db'}")
    await database.migrate()
    async with database.writing(), database.reading():
        assert modes(tmp_path) == {
            "rounds.db": 0o600,
            "rounds.db-wal": 0o600,
            "rounds.db-shm": 0o600,
        }
    await database.close()


def test_what_is_there_is_closed_to_others_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rounds.db"
    path.write_bytes(b"of somebody")
    path.chmod(0o640)
    create_private(path)
    assert path.read_bytes() == b"of somebody"
    assert modes(tmp_path) == {"rounds.db": 0o600}


def test_what_cannot_be_made_is_left_to_sqlite_to_say(tmp_path: Path) -> None:
    create_private(tmp_path / "no such folder" / "rounds.db")
    assert list(tmp_path.iterdir()) == []
