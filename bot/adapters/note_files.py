"""What is raised in confidence, as files in the key folder: one with the key, one with the sealed note."""

import fcntl
import hmac
import os
import re
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot.adapters.keys import FileKeys, faults_named, opened
from bot.domain.answers.epochs import EpochKey, KeyDerivation
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId, NoteId
from bot.ports import Entropy, Sealer

KEY_SUFFIX, SUFFIX = "raised", "note"
"""How the files with the keys end, and those with the notes."""
_NAME: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DAY: Final = 24 * 3600


class FileNotes:
    """The `NoteFiles` port on the key folder (mode 0700, files 0600).

    - The key in the folder opens nothing by itself: with the database's half it gives the key that sealed the note. So
      neither the folder alone nor the database, its log or its backups alone tell anything.
    - A note is replaced as a whole, and a whole one is on disk before the earlier one is gone. Of files no finer time
      is kept than the day.
    - One process at a time changes notes, by a lock on the folder.
    """

    def __init__(self, folder: Path, *, entropy: Entropy, sealer: Sealer) -> None:
        self._folder, self._entropy, self._sealer = folder, entropy, sealer
        self._keys = FileKeys(folder, entropy=entropy, suffix=KEY_SUFFIX, named=_NAME)

    def names(self) -> Collection[NoteId]:
        with faults_named(self._folder):
            if not self._folder.is_dir():
                return ()
            return sorted(NoteId(path.stem) for path in self._folder.glob(f"*.{SUFFIX}") if _NAME.fullmatch(path.stem))

    def read(self, note: NoteId, *, half: bytes) -> bytes | None:
        with faults_named(self._folder):
            path = self._path(note)
            if path is None or not path.exists():
                return None
            try:
                return self._opened(note, path.read_bytes(), half)
            except (KeyUnavailable, FileNotFoundError):  # another process has just destroyed it
                return None

    def change(self, note: NoteId, change: Callable[[bytes | None], bytes | None], *, half: bytes) -> bytes | None:
        path = self._path(note)
        if path is None:
            return None
        with faults_named(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked():
                before = self.read(note, half=half)
                if before is None and path.exists():
                    return None
                after = change(before)
                if after is None or after == before:
                    return after
                key = self._both(self._keys.create(EpochId(note)), half)
                self._replace(path, self._sealer.seal(key, body=after, bound_to=_bound_to(note)))
                return after

    def destroy(self, note: NoteId) -> None:
        path = self._path(note)
        if path is None:
            return
        with faults_named(self._folder):
            if not self._folder.is_dir():
                return
            with self._locked():
                self._keys.destroy(EpochId(note))
                path.unlink(missing_ok=True)
                self._sync()

    def destroy_unfinished(self) -> None:
        with faults_named(self._folder):
            if not self._folder.is_dir():
                return
            with self._locked():
                for path in self._folder.glob(f"*.{KEY_SUFFIX}"):
                    if _NAME.fullmatch(path.stem) and not path.with_suffix(f".{SUFFIX}").exists():
                        self._keys.destroy(EpochId(path.stem))
                for path in self._folder.glob(f"*.{SUFFIX}"):
                    if not path.with_suffix(f".{KEY_SUFFIX}").exists():
                        path.unlink(missing_ok=True)

    def destroy_unreadable(self, *, half: bytes, days: int) -> None:
        for note in self.names():
            path = self._path(note)
            if path is None or self.read(note, half=half) is not None:
                continue
            with faults_named(self._folder):
                age = time.time() - path.stat().st_mtime if path.exists() else 0.0  # noqa: TID251 - as files count time
            if age > days * _DAY:
                self.destroy(note)

    def _opened(self, note: NoteId, sealed: bytes, half: bytes) -> bytes | None:
        key = self._keys.load(EpochId(note))
        if key is None:
            return None
        return self._sealer.unseal(self._both(key, half), sealed=sealed, bound_to=_bound_to(note))

    @staticmethod
    def _both(key: EpochKey, half: bytes) -> EpochKey:
        secret = hmac.digest(key.secret, b"rounds note 1" + half, sha256)
        return EpochKey(secret=secret, derivation=KeyDerivation.HKDF_EXPAND)

    def _replace(self, path: Path, sealed: bytes) -> None:
        draft = path.with_name(f".{path.name}.{self._entropy.token(8).hex()}")
        try:
            with opened(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
                os.write(file, sealed)
                os.fsync(file)
            today = time.time() // _DAY * _DAY  # noqa: TID251 - as files count time
            os.utime(draft, (today, today))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        self._sync()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with opened(self._folder, os.O_RDONLY) as folder:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield  # closing it ends the lock

    def _sync(self) -> None:
        with opened(self._folder, os.O_RDONLY) as folder:
            os.fsync(folder)

    def _path(self, note: NoteId) -> Path | None:
        """None for what is no note's name: it may come from outside."""
        return self._folder / f"{note}.{SUFFIX}" if _NAME.fullmatch(note) else None


def _bound_to(note: NoteId) -> bytes:
    return f"rounds note 1|{note}".encode()
