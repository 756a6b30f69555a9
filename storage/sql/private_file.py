"""Database files that only their owner may read."""

import os
import stat
from contextlib import suppress
from pathlib import Path

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_private(path: Path) -> None:
    """Make an empty file of mode 0600 where there is none: SQLite takes it for an empty database, and what it lays
    beside a database takes over its mode. One that was made by other means is closed to others, with what lies beside
    it. What stands in the way SQLite will say itself."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    for file in (path, *(Path(f"{path}{ending}") for ending in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):
            if file.stat().st_mode & _OF_OTHERS:
                file.chmod(0o600)
