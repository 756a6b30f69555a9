"""Database files that only their owner may read."""

import os
from contextlib import suppress
from pathlib import Path


def create_private(path: Path) -> None:
    """Make an empty file of mode 0600 where there is none: SQLite takes it for an empty database, and what it lays
    beside a database takes over its mode. What stands in the way SQLite will say itself."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
