"""Which ids were somebody's who was erased, and the word of an administrator that one may be used again."""

from collections.abc import Collection
from datetime import UTC, datetime

from bot.domain.identifiers import PersonId
from bot.ports import Clock, Tombstones
from bot.repositories.tombstones import Stone

_NEVER = datetime.min.replace(tzinfo=UTC)


class ErasedIds:
    """Both block. Both raise `KeyUnavailable`."""

    def __init__(self, *, tombstones: Tombstones) -> None:
        self._tombstones = tombstones

    def __call__(self, people: Collection[PersonId]) -> Collection[PersonId]:
        """Who of them was erased, and not readmitted since."""
        return [each for each in people if self.erased_at(each) is not None]

    def erased_at(self, person: PersonId) -> datetime | None:
        """None for whoever was never erased, or may be on the list again."""
        erased = self._tombstones.placed_at(person, Stone.ERASED)
        if erased is None or erased <= (self._tombstones.placed_at(person, Stone.READMITTED) or _NEVER):
            return None
        return erased


class ReadmitPerson:
    """Nothing of before comes back by it, not even with an older backup."""

    def __init__(self, *, tombstones: Tombstones, clock: Clock) -> None:
        self._tombstones, self._clock = tombstones, clock

    def __call__(self, person: PersonId) -> bool:
        """Blocks. Whether there was a reason to. Raises `KeyUnavailable`."""
        if ErasedIds(tombstones=self._tombstones).erased_at(person) is None:
            return False
        self._tombstones.put(person, Stone.READMITTED, at=self._clock.now())
        return True
