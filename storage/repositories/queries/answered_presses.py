"""Deliveries that nobody needs any more: what is removed, and when."""

from sqlalchemy import bindparam, delete, select

from storage.schema.tables import PASSING, SETTLED, deliveries, pulses
from storage.sql.columns import UtcDateTime, Week
from storage.sql.statements import among

FORGET_OF_PULSES = delete(deliveries).where(
    deliveries.c.pulse.in_(select(pulses.c.id).where(among(pulses.c.round, "rounds"))), SETTLED
)
BATCH_SIZE = 1000
"""Deliveries in one transaction: few enough that nobody who answers has to wait for it."""
PASSED = (
    select(deliveries.c.id)
    .where(PASSING, SETTLED, deliveries.c.expires_at < bindparam("before", type_=UtcDateTime()))
    .order_by(deliveries.c.expires_at)
    .limit(BATCH_SIZE)
)
FORGET_COMMENTS = delete(deliveries).where(deliveries.c.comment_week < bindparam("before", type_=Week()), SETTLED)
FORGET_PASSED = delete(deliveries).where(among(deliveries.c.id, "passed"))
