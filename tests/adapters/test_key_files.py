"""Files of keys of somebody else, or that others may read, and a key that is not there, have a line each."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.key_files import LookAtKeyFiles
from bot.adapters.signing_keys import FileSigningKeys
from bot.domain.health.troubles import Troubles

ME = pwd.getpwuid(os.geteuid()).pw_name
SOMEBODY_ELSE = 4321


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def key(folder: Path) -> bytes:
    return FileSigningKeys(folder, entropy=SystemEntropy()).usable()


def lines(troubles: Troubles) -> list[str]:
    return [trouble.line for trouble in troubles]


def test_a_folder_that_is_as_it_was_made_has_no_line(folder: Path, key: bytes) -> None:
    assert LookAtKeyFiles(folder)(key) == []


def test_before_the_first_start_there_is_nothing_to_look_at(folder: Path) -> None:
    assert LookAtKeyFiles(folder)(None) == []


def test_files_of_another_user_have_one_line_that_says_what_to_do(folder: Path, key: bytes) -> None:
    """As when root has run a command first, and Rounds then runs as its own user."""
    assert lines(LookAtKeyFiles(folder, user=SOMEBODY_ELSE)(key)) == [
        f"something in the keys folder {folder} belongs to {ME} and not to {SOMEBODY_ELSE}, who runs Rounds; as root,"
        f" run: chown -R {SOMEBODY_ELSE} {folder}"
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_root_is_told_of_files_that_the_owner_of_the_folder_could_not_use(folder: Path, key: bytes) -> None:
    os.chown(folder, SOMEBODY_ELSE, -1)
    (line,) = lines(LookAtKeyFiles(folder, user=0)(key))
    assert f"belongs to root and not to {SOMEBODY_ELSE}" in line
    assert LookAtKeyFiles(folder, user=0, serves=True)(key) == [], "a service of root reads them"
    for path in folder.iterdir():
        os.chown(path, SOMEBODY_ELSE, -1)
    assert LookAtKeyFiles(folder, user=0)(key) == []


class Changing(type(Path())):  # type: ignore[misc]
    """A folder out of which a file goes between its listing and the look at it."""

    def iterdir(self) -> Iterator[Path]:
        yield from super().iterdir()
        yield self / "2026-W01.key"


def test_a_file_that_goes_while_it_looks_is_no_fault(folder: Path, key: bytes) -> None:
    assert LookAtKeyFiles(Changing(folder)).warned(key) == []


def test_files_that_others_may_read_have_a_line(folder: Path, key: bytes) -> None:
    next(folder.glob("*.signing")).chmod(0o640)
    assert LookAtKeyFiles(folder)(key) == [], "the folder keeps others out, so nothing stands still"
    assert LookAtKeyFiles(folder).warned(key) == [
        f"files in the keys folder {folder} are open to others; run: chmod 600 {folder}/*"
    ]


def test_a_signing_key_that_is_missing_or_spoilt_has_a_line(folder: Path, key: bytes) -> None:
    private = next(folder.glob("*.signing"))
    private.write_text("nothing")
    assert lines(LookAtKeyFiles(folder)(key)) == [
        f"{private} is not a key that Rounds has written; put the right file back"
    ]
    private.unlink()
    (line,) = lines(LookAtKeyFiles(folder)(key))
    assert f"({private.stem}) is not in the keys folder {folder}; put the folder back" in line
    assert "rounds renew-signing-key" in line
