"""Messages by state: what the product itself never counts."""

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.ports import UnitOfWork
from storage.repositories.deliveries import StoredDeliveries
from storage.schema.tables import deliveries
from tests.support.memory.sending import MemoryDeliveries


async def delivery_states(work: UnitOfWork) -> Mapping[str, int]:
    """Also of what this very transaction has written."""
    kept = work.deliveries
    if isinstance(kept, MemoryDeliveries):
        return kept.counts()
    assert isinstance(kept, StoredDeliveries)
    by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    return {row[0]: row[1] for row in await kept._transaction.rows(by_state)}
