"""Quiet times as they stand: what the programme says, and when administrators paused everything."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import LONGEST_OPEN_HOURS, Programme
from bot.domain.programme.quiet_times import QuietTimes
from bot.ports import UnitOfWork

_LOOKED_BACK = timedelta(hours=2 * LONGEST_OPEN_HOURS)
"""Nothing that is still to be sent, reminded of, expired or counted began longer ago."""


async def recent_halts(work: UnitOfWork, *, now: datetime) -> Sequence[Halt]:
    return await work.halts.lasting_after(now - _LOOKED_BACK)


async def quiet_times(
    work: UnitOfWork, programme: Programme, *, now: datetime, tree: UnitTree | None = None
) -> QuietTimes:
    """All that may matter to what is done now."""
    return QuietTimes(
        programme=programme,
        tree=tree or UnitTree.of(programme.organisation),
        halts=await recent_halts(work, now=now),
        restored_at=await work.rounds.restored_at(),
    )
