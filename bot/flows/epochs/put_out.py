"""Putting messages out: whoever is being erased just then gets none, or it would stay behind under their id."""

from collections.abc import Sequence

from bot.domain.messaging.deliveries import Delivery
from bot.ports import UnitOfWork


async def put_out(work: UnitOfWork, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """Those that are put out now, or were before."""
    if not deliveries:
        return ()
    there = await work.rosters.hold({each.person for each in deliveries})
    kept = [each for each in deliveries if each.person in there]
    await work.deliveries.add(kept)
    return kept
