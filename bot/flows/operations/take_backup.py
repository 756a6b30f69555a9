"""Writing everything but the keys into one file, also while the bot runs."""

from pathlib import Path

from bot.ports import Backups, Clock, Manifest, Progress, Seals


class TakeBackup:
    """Write a new file, complete or not there at all.

    Answers that wait to be filed are taken along where their key is at hand to seal them, else left out and counted.
    """

    def __init__(self, *, backups: Backups, seals: Seals, clock: Clock) -> None:
        self._backups, self._seals, self._clock = backups, seals, clock

    def __call__(self, path: Path, *, progress: Progress) -> Manifest:
        """Blocks. Raises `BackupRefused`, `BackupFailed` and `StorageUnavailable`; no file is left then."""
        return self._backups.take(path, at=self._clock.now(), seals=self._seals, progress=progress)
