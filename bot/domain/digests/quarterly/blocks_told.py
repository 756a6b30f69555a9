"""Which block the figures of a page belong to, and which block brings the next ones."""

from collections.abc import Collection
from functools import lru_cache

from bot.domain.answers.epochs import Epoch
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.quarters import Quarter


def next_release(
    epoch: Epoch | None, week: IsoWeek, *, quarter_weeks: int, skipped: Collection[IsoWeek] = ()
) -> IsoWeek:
    """The last week of the next block to be released after a week; without any epoch yet, four weeks on. Of a block
    with a week that a restore skipped nothing is released."""
    if epoch is None:
        return week + 4
    following = Quarter(first=epoch.quarter.last + 1, weeks=quarter_weeks)
    return next(
        block.last
        for block in (*epoch.quarter.blocks, *following.blocks)
        if block.last > week and not any(block.first <= each <= block.last for each in skipped)
    )


@lru_cache(maxsize=256)  # each page of a week asks for it several times
def block_end_of(epoch: Epoch | None, week: IsoWeek) -> IsoWeek | None:
    """The week in which the newest block ended, this one included; None without an open epoch."""
    if epoch is None:
        return None
    return max((block.last for block in epoch.quarter.blocks if block.last <= week), default=epoch.quarter.first - 1)


def ended_without_score(
    epoch: Epoch | None, week: IsoWeek, *, quarter_weeks: int, skipped: Collection[IsoWeek]
) -> bool:
    """Whether the newest block to have ended has no score because a restore skipped a week of it."""
    ended = block_end_of(epoch, week)
    if epoch is None or ended is None:
        return False
    before = Quarter(first=epoch.quarter.first - quarter_weeks, weeks=quarter_weeks)
    blocks = (*before.blocks, *epoch.quarter.blocks)
    return any(block.last == ended and any(block.first <= each <= ended for each in skipped) for block in blocks)


def tells_of_quarter(epoch: Epoch | None, week: IsoWeek) -> bool:
    """Whether the newest block to have ended was the last of its quarter."""
    ended = block_end_of(epoch, week)
    return epoch is not None and ended is not None and (ended == epoch.quarter.last or ended < epoch.quarter.first)
