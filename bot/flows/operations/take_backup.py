"""Writing everything but the keys into one file, also while the bot runs."""

from pathlib import Path

from bot.ports import Backups, Clock, Manifest, Progress


class TakeBackup:
    """Write a new file, complete or not there at all."""

    def __init__(self, *, backups: Backups, clock: Clock) -> None:
        self._backups, self._clock = backups, clock

    def __call__(self, path: Path, *, progress: Progress) -> Manifest:
        """Blocks. Raises `BackupRefused`, `BackupFailed` and `StorageUnavailable`; no file is left then."""
        return self._backups.take(path, at=self._clock.now(), progress=progress)
