"""Placing a tombstone: of several the one that was placed last is in force, whatever the clock did meanwhile."""

from datetime import datetime, timedelta

from bot.domain.identifiers import PersonId
from bot.ports import Tombstones
from bot.repositories.tombstones import Stone

_AFTER = timedelta(microseconds=1)


def place_stone(tombstones: Tombstones, person: PersonId, stone: Stone, *, at: datetime) -> None:
    """Blocks. Raises `KeyUnavailable`."""
    tombstones.put(person, stone, at=moment_of(tombstones, person, stone, at=at))


def moment_of(tombstones: Tombstones, person: PersonId, stone: Stone, *, at: datetime) -> datetime:
    """What a new one says: this moment, or right after what it overrules, where the clock was set back since. Blocks,
    and raises `KeyUnavailable`."""
    overruled = (Stone.ERASED, Stone.FORGOTTEN) if stone is Stone.READMITTED else (Stone.READMITTED,)
    placed = [tombstones.placed_at(person, each) for each in overruled]
    return max([at, *(each + _AFTER for each in placed if each is not None)])
