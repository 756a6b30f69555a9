"""Who asked to be forgotten and who was erased, kept where no restore reaches."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.identifiers import PersonId


class Stone(StrEnum):
    """What is noted of somebody beside the keys."""

    FORGOTTEN = "forgotten"
    """They asked to be forgotten: their place on the list stays."""
    ERASED = "erased"
    """The hospital had them erased: nothing stays."""
    READMITTED = "readmitted"
    """They were erased, and the hospital has said since that the same id may be on the list again."""


class Tombstones(Protocol):
    """Outside the database and its backups, beside the keys, so that each outlives any restore."""

    def put(self, person: PersonId, stone: Stone, *, at: datetime) -> None:
        """On disk before it returns; a later one takes the place of an earlier one. Raises `KeyUnavailable`."""

    def placed_at(self, person: PersonId, stone: Stone) -> datetime | None:
        """Raises `KeyUnavailable`."""
