"""Messages by state, on whatever channel."""

from collections import Counter
from collections.abc import Mapping

from bot.ports import UnitOfWork


async def delivery_states(work: UnitOfWork) -> Mapping[str, int]:
    """Also of what this very transaction has written."""
    found: Counter[str] = Counter()
    for (_, state), count in (await work.machine.deliveries()).items():
        found[state] += count
    return found
