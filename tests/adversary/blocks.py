"""The blocks of a history's weeks, which count from 0."""

from collections.abc import Sequence
from functools import cache

from bot.domain.answers.epochs import Epoch
from bot.domain.programme.quarters import Block, Quarter
from tests.adversary.histories import FIRST

QUARTER, LIVES_ON = 13, 9
"""Weeks of a quarter, and for how many a key outlives its block."""


@cache
def quarter_at(number: int) -> Quarter:
    return Quarter(first=FIRST + number // QUARTER * QUARTER, weeks=QUARTER)


@cache
def block_at(number: int) -> Block:
    return quarter_at(number).block_of(FIRST + number)


@cache
def epoch_at(number: int) -> Epoch:
    """Every block has a key of its own."""
    block = block_at(number)
    return Epoch(
        first=block.first,
        weeks=block.last - block.first + 1,
        quarter=quarter_at(number),
        number=block.number,
        lives_through=block.last + LIVES_ON,
        weeks_of_life=QUARTER + 1,
    )


@cache
def blocks_until(number: int) -> Sequence[Block]:
    """All blocks that have ended with a week or before it."""
    quarters = (quarter_at(first) for first in range(0, number + 1, QUARTER))
    return [block for quarter in quarters for block in quarter.blocks if block.last <= FIRST + number]
