"""Whatever a command writes is for its owner alone, however open the shell is that it was started from."""

import stat
from pathlib import Path

import pytest

from storage.sql.private_file import create_private
from tests.support.processes import rounds


def open_to_others(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    )


@pytest.mark.drill
def test_every_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    for command in (
        ["init", "here", "--example"],
        ["migrate"],
        ["apply"],
        ["export", "programme", "out"],
        ["backup", "copy.db"],
    ):
        folder = tmp_path if command[0] == "init" else tmp_path / "here"
        assert rounds(folder, *command, umask=0).returncode == 0, command
    assert (tmp_path / "here" / "rounds.db").stat().st_size > 0
    assert (tmp_path / "here" / "copy.db").stat().st_size > 0
    assert (tmp_path / "here" / "out" / "roster.csv").stat().st_size > 0
    assert open_to_others(tmp_path) == []


def test_a_database_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    names = ("rounds.db", "rounds.db-wal", "rounds.db-shm")
    for name in names:
        (tmp_path / name).write_bytes(b"kept")
        (tmp_path / name).chmod(0o644)
    create_private(tmp_path / "rounds.db")
    assert open_to_others(tmp_path) == []
    assert [(tmp_path / name).read_bytes() for name in names] == [b"kept"] * 3
