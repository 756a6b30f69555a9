"""Release periods: the week, the block or the epoch of which a figure is released, once and for all."""

from dataclasses import dataclass
from typing import assert_never

from bot.domain.answers.epochs import Epoch
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.quarters import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPeriod:
    week: IsoWeek

    def __str__(self) -> str:
        return str(self.week)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPeriod:
    """The block of this number in the quarter that began in `epoch`."""

    epoch: IsoWeek
    number: int

    @classmethod
    def of(cls, block: Block) -> "BlockPeriod":
        return cls(epoch=block.quarter, number=block.number)

    @classmethod
    def parse(cls, text: str) -> "BlockPeriod":
        """Read `2026-W02/1`; raises ValueError for anything else."""
        epoch, _, number = text.partition("/")
        return cls(epoch=IsoWeek.parse(epoch), number=int(number))

    def __str__(self) -> str:
        return f"{self.epoch}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochPeriod:
    """The quarter that began in `first`."""

    first: IsoWeek

    @classmethod
    def of(cls, epoch: Epoch) -> "EpochPeriod":
        return cls(first=epoch.quarter.first)

    def __str__(self) -> str:
        return str(self.first)


ReleasePeriod = WeekPeriod | BlockPeriod | EpochPeriod


def parse_period(kind: ReleaseKind, text: str) -> ReleasePeriod:
    """The inverse of `str`: the kind of a figure says what its period is. Raises ValueError for any other text."""
    match kind:
        case ReleaseKind.FLAG | ReleaseKind.ORGANISATION:
            return WeekPeriod(week=IsoWeek.parse(text))
        case ReleaseKind.SCORE | ReleaseKind.SCORE_CELLS | ReleaseKind.COMMENT_CELLS:
            return BlockPeriod.parse(text)
        case ReleaseKind.LEVELS | ReleaseKind.KINDS | ReleaseKind.KIND_CELLS | ReleaseKind.COUPLING:
            return EpochPeriod(first=IsoWeek.parse(text))
        case _:
            assert_never(kind)
