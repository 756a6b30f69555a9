"""Who asked to be forgotten, kept where no restore reaches."""

from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import PersonId


class Tombstones(Protocol):
    """Who was forgotten, beside the keys: outside the database and its backups, so that it outlives any restore."""

    def put(self, person: PersonId, *, at: datetime) -> None:
        """On disk before it returns; a later one takes the place of an earlier one. Raises `KeyUnavailable`."""

    def forgotten_at(self, person: PersonId) -> datetime | None:
        """Raises `KeyUnavailable`."""
