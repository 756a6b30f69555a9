"""Epoch keys as files: one folder outside the database and its backups, readable by its owner alone."""

import os
import re
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.domain.answers.epochs import (
    SECRET_BYTES,
    EpochKey,
    KeyDerivation,
)
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId
from bot.ports import Entropy

_MARK = bytes([KeyDerivation.HKDF_EXPAND])
"""Stands before the secret. The oldest files are the secret alone, and keep the derivation of their time."""
INBOX_SUFFIX = "inbox"
"""The files with the keys under which the inbox waits end in this."""
_NAME = re.compile(r"\d{4}-W\d{2}", re.ASCII)


class FileKeys:
    """The `KeyStore` port on a folder (mode 0700) with one file (mode 0600) for each epoch.

    A key is complete on disk before its name exists, so a crash leaves a whole key or none. Several processes may
    create the same key at once: the first name wins and all get that key.
    """

    def __init__(self, folder: Path, *, entropy: Entropy, suffix: str = "key", named: re.Pattern[str] = _NAME) -> None:
        """Keys of another kind lie in the same folder under another suffix, and may be named otherwise than weeks."""
        self._folder, self._entropy, self._suffix, self._named = folder, entropy, suffix, named

    def create(self, epoch: EpochId) -> EpochKey:
        with faults_named(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            refuse_open_folder(self._folder)
            path = self._path(epoch)
            if not path.exists():
                self._write(path)
            return self._read(path)

    def load(self, epoch: EpochId) -> EpochKey | None:
        with faults_named(self._folder):
            path = self._path(epoch)
            if not self._folder.is_dir():
                return None
            refuse_open_folder(self._folder)
            return self._read(path) if path.exists() else None

    def names(self) -> Collection[EpochId]:
        with faults_named(self._folder):
            stems = [path.stem for path in self._folder.glob(f"*.{self._suffix}")]
        return [EpochId(each) for each in stems if self._named.fullmatch(each)]

    def destroy(self, epoch: EpochId) -> None:
        with faults_named(self._folder):
            destroy_file(self._path(epoch), entropy=self._entropy)

    def _write(self, path: Path) -> None:
        draft = path.with_name(f".{path.name}.{self._entropy.token(8).hex()}")
        try:
            with opened(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as key:
                os.write(key, _MARK + self._entropy.token(SECRET_BYTES))
                os.fsync(key)
            with suppress(FileExistsError):  # another process was first: its key is the key
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(self._folder)

    def _read(self, path: Path) -> EpochKey:
        stored = path.read_bytes()
        if len(stored) == SECRET_BYTES:
            return EpochKey(secret=stored, derivation=KeyDerivation.LABELLED_HMAC)
        if len(stored) == len(_MARK) + SECRET_BYTES and stored.startswith(_MARK):
            return EpochKey(secret=stored.removeprefix(_MARK), derivation=KeyDerivation.HKDF_EXPAND)
        raise KeyUnavailable(f"{path} is not a key that Rounds has written; put the right file back")

    def _path(self, epoch: EpochId) -> Path:
        if not self._named.fullmatch(epoch):
            raise ValueError(f"a key of this kind is not named {epoch!r}")
        return self._folder / f"{epoch}.{self._suffix}"


def refuse_open_folder(folder: Path) -> None:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        raise KeyUnavailable(f"the keys folder {folder} is open to others (mode {mode:04o}); run: chmod 700 {folder}")


def sync_folder(folder: Path) -> None:
    with opened(folder, os.O_RDONLY) as descriptor:
        os.fsync(descriptor)


def destroy_file(path: Path, *, entropy: Entropy) -> None:
    """Overwrite and remove; harmless when it is gone already."""
    if not path.exists():
        return
    size = path.stat().st_size
    with opened(path, os.O_WRONLY) as key:
        for rubbish in (entropy.token(size), bytes(size)):
            os.pwrite(key, rubbish, 0)
            os.fsync(key)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def opened(path: Path, flags: int) -> Iterator[int]:
    """A file that nobody else may read."""
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def faults_named(folder: Path) -> Iterator[None]:
    """A disk that refuses is a key that cannot be had."""
    try:
        yield
    except OSError as error:
        raise KeyUnavailable(f"the keys folder {folder} cannot be used: {error.strerror or error}") from error
