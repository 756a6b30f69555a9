"""Notes as files: private, whole, of two halves, changed by one process at a time, and gone key first."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.adapters.note_files import FileNotes
from bot.adapters.sealer import AesSealer
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import NoteId
from tests.support.sealing import ENTROPY

NOTE, HALF, OTHER = NoteId("ab" * 16), b"h" * 32, b"o" * 32
BODY = b"body" * 16


@pytest.fixture
def notes(tmp_path: Path) -> FileNotes:
    return FileNotes(tmp_path / "keys", entropy=ENTROPY, sealer=AesSealer(entropy=ENTROPY))


def put(notes: FileNotes, body: bytes = BODY, *, half: bytes = HALF) -> bytes | None:
    return notes.change(NOTE, lambda _before: body, half=half)


def test_a_note_is_read_back_and_lies_sealed_in_private_files(notes: FileNotes, tmp_path: Path) -> None:
    assert list(notes.names()) == []
    assert put(notes) == BODY
    assert notes.read(NOTE, half=HALF) == BODY
    assert list(notes.names()) == [NOTE]
    for path in (tmp_path / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert BODY not in path.read_bytes()
        assert path.suffix in (".note", ".raised")
    assert (tmp_path / "keys" / f"{NOTE}.note").stat().st_mtime % 86_400 == 0, "no finer time than the day"


def test_a_folder_without_its_database_opens_nothing(notes: FileNotes) -> None:
    put(notes)
    assert notes.read(NOTE, half=OTHER) is None
    assert put(notes, b"other", half=OTHER) is None
    assert notes.read(NOTE, half=HALF) == BODY, "and nothing of it is overwritten"


def test_a_moved_note_does_not_open(notes: FileNotes, tmp_path: Path) -> None:
    put(notes)
    keys, moved = tmp_path / "keys", "cd" * 16
    for suffix in ("note", "raised"):
        (keys / f"{NOTE}.{suffix}").rename(keys / f"{moved}.{suffix}")
    assert notes.read(NoteId(moved), half=HALF) is None


def test_what_comes_from_outside_names_no_file(notes: FileNotes, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "outside.note").write_bytes(b"x")
    for name in ("../outside", "", "ab", "AB" * 16, "ab" * 16 + "\n"):
        assert notes.read(NoteId(name), half=HALF) is None
        assert notes.change(NoteId(name), lambda _before: BODY, half=HALF) is None
        notes.destroy(NoteId(name))
    assert (tmp_path / "outside.note").exists()


def test_destroyed_it_is_gone_with_its_key_and_twice_does_no_harm(notes: FileNotes, tmp_path: Path) -> None:
    put(notes)
    for _ in range(2):
        notes.destroy(NOTE)
        assert list((tmp_path / "keys").iterdir()) == []


@pytest.mark.parametrize("left", ["note", "raised"])
def test_halves_that_a_crash_has_left_are_taken_away(notes: FileNotes, tmp_path: Path, left: str) -> None:
    put(notes)
    (gone,) = {"note", "raised"} - {left}
    (tmp_path / "keys" / f"{NOTE}.{gone}").unlink()
    notes.destroy_unfinished()
    assert list((tmp_path / "keys").iterdir()) == []


def test_what_another_database_sealed_stays_for_a_while(notes: FileNotes) -> None:
    put(notes)
    notes.destroy_unreadable(half=OTHER, days=31)
    assert notes.read(NOTE, half=HALF) == BODY
    notes.destroy_unreadable(half=OTHER, days=-2)
    assert list(notes.names()) == []


def test_many_changes_at_once_are_all_made(notes: FileNotes) -> None:
    put(notes, b"0")

    def one_more(_number: int) -> None:
        notes.change(NOTE, lambda before: str(int(before or b"0") + 1).encode(), half=HALF)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one_more, range(40)))
    assert notes.read(NOTE, half=HALF) == b"40"


def test_a_folder_that_is_open_to_others_is_not_used(notes: FileNotes, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    with pytest.raises(KeyUnavailable, match="open to others"):
        put(notes)
