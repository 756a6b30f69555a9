"""One running bot for each SQLite file: a lock that the system drops when the process ends, however it ends."""

import fcntl
import os
from pathlib import Path

from bot.domain.errors import RoundsError


class AlreadyRunning(RoundsError):
    """Another process runs on the same database file."""


class LockFile:
    """Holds `path` until `release` or the end of the process. A lock left by a dead process holds nobody up."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def take(self) -> None:
        """Raises AlreadyRunning when somebody else holds it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise AlreadyRunning(f"another rounds run holds {self._path}; stop it first") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
