"""The backups of one database, as the flows see them."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from bot.repositories.backups import Manifest, Progress
from storage.backup.loaded import FilledDatabase
from storage.backup.restore import filled
from storage.backup.take import write_backup
from storage.database import Database


class DatabaseBackups:
    """Satisfies `bot.ports.Backups`."""

    def __init__(self, database: Database) -> None:
        self._url = database.url

    def take(self, path: Path, *, at: datetime, progress: Progress) -> Manifest:
        return write_backup(self._url, path, at=at, progress=progress)

    def load(self, path: Path, *, progress: Progress) -> AbstractContextManager[FilledDatabase]:
        return filled(self._url, path, progress=progress)
