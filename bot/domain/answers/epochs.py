"""Epochs and blocks: a quarter under one key, and the release periods inside it."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import lru_cache
from itertools import pairwise

from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek


class EpochState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    LOST = "lost"
    """Closed by an administrator after its key was lost: its answers were deleted unread."""


class KeyDerivation(IntEnum):
    """How the keys of single purposes are made from an epoch's secret; an epoch keeps its own to the end."""

    LABELLED_HMAC = 1
    """One HMAC-SHA256 of a label; for epochs that began before the other was used."""
    HKDF_EXPAND = 2
    """RFC 5869."""


SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochKey:
    """The secret of an epoch, and how keys are derived from it."""

    secret: bytes = field(repr=False)  # must never come into a log
    derivation: KeyDerivation

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"the secret of an epoch has {SECRET_BYTES} bytes, this one has {len(self.secret)}")


SETTLED_STATES = frozenset({EpochState.CLOSED, EpochState.LOST})
"""Nothing is left to be done about these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """`weeks` ISO weeks from `first`; `fingerprint` tells a lost or foreign key (not the key itself)."""

    first: IsoWeek
    weeks: int
    fingerprint: str = ""
    state: EpochState = EpochState.OPEN

    @property
    def id(self) -> EpochId:
        return EpochId(str(self.first))

    @property
    def last(self) -> IsoWeek:
        return self.first + (self.weeks - 1)

    def __contains__(self, week: IsoWeek) -> bool:
        return self.first <= week <= self.last

    @property
    def blocks(self) -> tuple["Block", ...]:
        """Release periods of four weeks; what is left over lengthens the last (13 weeks: 4 + 4 + 5)."""
        return _blocks(self.first, self.weeks)

    def block_of(self, week: IsoWeek) -> "Block":
        """The block in which a week lies; raises ValueError outside the epoch."""
        for block in self.blocks:
            if block.first <= week <= block.last:
                return block
        raise ValueError(f"{week} lies outside the epoch from {self.first} to {self.last}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    epoch: EpochId
    number: int
    first: IsoWeek
    last: IsoWeek

    @property
    def id(self) -> str:
        return f"{self.epoch}/{self.number}"


@lru_cache(maxsize=64)  # every page of a week asks for those of its epoch
def _blocks(first: IsoWeek, weeks: int) -> tuple[Block, ...]:
    starts = range(0, max(weeks - 3, 1), 4) if weeks >= 8 else range(1)
    edges = [*starts, weeks]
    if len(edges) > 2 and edges[-1] - edges[-2] < 4:
        edges.pop(-2)
    epoch = Epoch(first=first, weeks=weeks).id
    return tuple(
        Block(epoch=epoch, number=number, first=first + start, last=first + (end - 1))
        for number, (start, end) in enumerate(pairwise(edges))
    )
