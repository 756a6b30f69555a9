"""Deliveries that nobody needs any more: what is removed, and when."""

from sqlalchemy import String, bindparam, delete, func, literal_column, select, union_all

from bot.domain.messaging.delivery_keys import COMMENT_ANSWERED
from storage.schema.tables import PASSING, SETTLED, deliveries, pulses
from storage.sql.columns import UtcDateTime
from storage.sql.statements import among

FORGET_OF_PULSES = delete(deliveries).where(
    deliveries.c.key.in_(
        union_all(
            *(
                select(literal_column(f"'{kind}:'") + pulses.c.id).where(among(pulses.c.round, "rounds"))
                for kind in ("e", "q", "r")
            )
        )
    ),
    SETTLED,
)
AT_ONCE = 1000
"""Deliveries in one transaction: few enough that nobody who answers has to wait for it."""
PASSED = (
    select(deliveries.c.id)
    .where(PASSING, SETTLED, deliveries.c.expires_at < bindparam("before", type_=UtcDateTime()))
    .order_by(deliveries.c.expires_at)
    .limit(AT_ONCE)
)
FORGET_COMMENTS = delete(deliveries).where(
    deliveries.c.key.startswith(COMMENT_ANSWERED, autoescape=True),
    func.substr(deliveries.c.key, len(COMMENT_ANSWERED) + 1, len("2026-W10")) < bindparam("before", type_=String()),
    SETTLED,
)
FORGET_PASSED = delete(deliveries).where(among(deliveries.c.id, "passed"))
