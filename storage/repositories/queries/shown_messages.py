"""The statements that find a message by where it is shown, and where one is shown."""

from sqlalchemy import bindparam, select

from bot.domain.messaging.deliveries import DeliveryKind
from storage.schema.tables import SHOWN, deliveries
from storage.sql.statements import among

KEY_OF = (
    select(deliveries.c.key)
    .where(
        deliveries.c.person == bindparam("who"),
        deliveries.c.channel == bindparam("account"),
        SHOWN,
        deliveries.c.ref == bindparam("message"),
        deliveries.c.edits.is_(None),
    )
    .limit(1)
)
REF_OF = select(deliveries.c.ref).where(
    deliveries.c.key == bindparam("wanted"), deliveries.c.channel == bindparam("account")
)
WHERE_SHOWN = select(deliveries.c.key, deliveries.c.channel, deliveries.c.ref).where(
    among(deliveries.c.key, "keys"), SHOWN
)
DIGEST_AT = (
    select(deliveries.c.unit, deliveries.c.week)
    .where(
        deliveries.c.person == bindparam("who"),
        deliveries.c.channel == bindparam("account"),
        SHOWN,
        deliveries.c.ref == bindparam("message"),
        deliveries.c.kind == DeliveryKind.DIGEST.value,
    )
    .limit(1)
)
LAST_REF = (
    select(deliveries.c.ref)
    .where(
        deliveries.c.person == bindparam("who"),
        deliveries.c.channel == bindparam("account"),
        SHOWN,
    )
    .order_by(deliveries.c.finished_at.desc(), deliveries.c.id.desc())
    .limit(1)
)
