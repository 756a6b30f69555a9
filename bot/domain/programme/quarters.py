"""Quarters and their blocks: the periods in which figures are told and keys live."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from bot.domain.iso_weeks import IsoWeek

ROUNDS_END_WITHIN = 120
"""Hours for which a round may be open without lengthening the life of its answers: it may open so long before its
block begins, and the grace at the end of their life is shorter by that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """Blocks that are told together: release periods of four weeks, the last one longer (13 weeks: 4 + 4 + 5)."""

    first: IsoWeek
    weeks: int

    @property
    def last(self) -> IsoWeek:
        return self.first + (self.weeks - 1)

    def __contains__(self, week: IsoWeek) -> bool:
        return self.first <= week <= self.last

    @property
    def blocks(self) -> tuple["Block", ...]:
        return _blocks(self.first, self.weeks)

    def block_of(self, week: IsoWeek) -> "Block":
        """The block in which a week lies; raises ValueError outside the quarter."""
        for block in self.blocks:
            if block.first <= week <= block.last:
                return block
        raise ValueError(f"{week} lies outside the quarter from {self.first} to {self.last}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The block of this number in the quarter that begins with `quarter`."""

    quarter: IsoWeek
    number: int
    first: IsoWeek
    last: IsoWeek


def longest_life(quarter_weeks: int, live_blocks: int) -> int:
    """Weeks of a block and of the blocks that its key outlives, wherever in the quarter it lies."""
    lengths = block_lengths(quarter_weeks) * (live_blocks + 2)
    sums = [0, *accumulate(lengths)]
    return max(end - start for start, end in zip(sums, sums[live_blocks + 1 :], strict=False))


def weeks_of_life(*, quarter_weeks: int, live_blocks: int, open_hours: int) -> int:
    """The most weeks for which an answer lives after it was given, as people are told; `open_hours` of the longest
    round."""
    return longest_life(quarter_weeks, live_blocks) + 1 - min(0, ROUNDS_END_WITHIN - open_hours) // (7 * 24)


def block_lengths(quarter_weeks: int) -> list[int]:
    """Four weeks each; what is left over lengthens the last."""
    count = max(quarter_weeks // 4, 1)
    return [4] * (count - 1) + [quarter_weeks - 4 * (count - 1)]


@lru_cache(maxsize=64)  # every page of a week asks for those of its quarter
def _blocks(first: IsoWeek, weeks: int) -> tuple[Block, ...]:
    edges = [0, *accumulate(block_lengths(weeks))]
    return tuple(
        Block(quarter=first, number=number, first=first + start, last=first + (end - 1))
        for number, (start, end) in enumerate(pairwise(edges))
    )
