"""Deliveries that answered a press: what is removed of them, and when."""

from sqlalchemy import bindparam, delete, literal_column, select, union_all

from storage.schema.tables import SETTLED, TO_PRESSES, deliveries, pulses
from storage.sql.columns import UtcDateTime
from storage.sql.statements import among

FORGET_REDRAWS = delete(deliveries).where(
    deliveries.c.key.in_(
        union_all(
            *(
                select(literal_column(f"'{kind}:'") + pulses.c.id).where(among(pulses.c.round, "rounds"))
                for kind in ("e", "r")
            )
        )
    ),
    SETTLED,
)
FORGET_ANSWERED = delete(deliveries).where(
    TO_PRESSES, SETTLED, deliveries.c.expires_at < bindparam("before", type_=UtcDateTime())
)
