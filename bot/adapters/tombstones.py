"""Who was forgotten or erased, as files in the keys folder: a restore of an older backup does it again."""

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bot.adapters.keys import faults_named, opened
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId
from bot.ports import Entropy
from bot.repositories.tombstones import Stone


class FileTombstones:
    """The `Tombstones` port: one file (mode 0600) for each, named by a hash of the id, with the moment in it."""

    def __init__(self, folder: Path, *, entropy: Entropy) -> None:
        self._folder, self._entropy = folder, entropy

    def put(self, person: PersonId, stone: Stone, *, at: datetime) -> None:
        with faults_named(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(person, stone)
            draft = path.with_name(f".{path.name}.{self._entropy.token(8).hex()}")
            with opened(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
                os.write(file, at.isoformat().encode())
                os.fsync(file)
            draft.replace(path)
            with opened(self._folder, os.O_RDONLY) as folder:
                os.fsync(folder)

    def placed_at(self, person: PersonId, stone: Stone) -> datetime | None:
        path = self._path(person, stone)
        with faults_named(self._folder):
            if not path.exists():
                return None
            written = path.read_bytes()
        try:
            at = datetime.fromisoformat(written.decode())
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise KeyUnavailable(f"{path} is not a file that Rounds has written; put the right file back")
        return at

    def _path(self, person: PersonId, stone: Stone) -> Path:
        return self._folder / f"{sha256(b'forgotten ' + person.encode()).hexdigest()[:32]}.{stone.value}"
