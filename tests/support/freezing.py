"""Freezing pages as closing a week does: made ready first, then written."""

from collections.abc import Sequence

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import UnitId
from bot.ports import UnitOfWork


async def freeze(work: UnitOfWork, pages: Sequence[FrozenDigest]) -> frozenset[UnitId]:
    """Of which units one was frozen now."""
    return await work.weeks.add_digests(await work.weeks.ready_digests(pages))
