"""What came back: the inbox, sealed answers and their epochs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.answers.epochs import Epoch
from bot.domain.answers.workings import SealedWorking, Working
from bot.domain.identifiers import (
    EpochId,
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnswer:
    id: bytes
    epoch: EpochId
    unit: UnitId
    body: bytes


class Answers(Protocol):
    """Sealed answers: an id, a body, an epoch and a unit; nothing else, no time, no order."""

    async def put_many(self, answers: Sequence[SealedAnswer]) -> None:
        """Insert or replace each."""

    async def many(self, ids: Collection[bytes]) -> Mapping[bytes, bytes]: ...

    async def in_words(self, epoch: EpochId, units: Collection[UnitId]) -> Mapping[UnitId, Mapping[bytes, bytes]]:
        """By unit, id and body of those that take words, which their length tells (`LONGEST_OF_A_BUTTON`)."""

    async def delete_epoch(self, epoch: EpochId) -> int:
        """Remove the epoch's answers and score habits; says how many answers there were."""

    async def put_workings(self, epoch: EpochId, sealed: Mapping[Working, SealedWorking]) -> None:
        """Keep workings of the open epoch, or replace them."""

    async def workings(self, epoch: EpochId, wanted: Collection[Working]) -> Mapping[Working, SealedWorking]:
        """Those of `wanted` that are kept."""


class Epochs(Protocol):
    async def covering(self, week: IsoWeek) -> Epoch | None: ...

    async def neighbours(self, week: IsoWeek) -> tuple[Epoch | None, Epoch | None]:
        """The newest that ended before a week, and the oldest that begins after it, whatever their state."""

    async def save(self, epoch: Epoch) -> None: ...

    async def not_closed(self) -> Sequence[Epoch]:
        """Epochs whose keys live, oldest first."""
