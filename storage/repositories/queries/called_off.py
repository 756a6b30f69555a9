"""The statements by which what waits is not sent any more, and those that end tries to send something of which nobody
knows whether it has arrived."""

from sqlalchemy import and_, bindparam, delete, null, or_, select, update

from bot.domain.messaging.deliveries import IN_DOUBT, WITHDRAWN, DeliveryState
from storage.schema.tables import deliveries
from storage.sql.columns import UtcDateTime
from storage.sql.statements import among

_SENDING, _UNSURE = DeliveryState.SENDING.value, DeliveryState.UNSURE.value
_SENT, _FAILED = DeliveryState.SENT.value, DeliveryState.FAILED.value
_DUE, _EXPIRED = DeliveryState.DUE.value, DeliveryState.EXPIRED.value
_AT = bindparam("at", type_=UtcDateTime())
EXPIRE_KEYS = (
    update(deliveries)
    .where(among(deliveries.c.key, "keys"), deliveries.c.state == _DUE)
    .values(state=_EXPIRED, owner=null(), leased_until=null())
)
TAKE_BACK = delete(deliveries).where(
    among(deliveries.c.key, "keys"), deliveries.c.state.in_([_DUE, _FAILED, _EXPIRED]), deliveries.c.ref.is_(None)
)
WITHDRAW = EXPIRE_KEYS.values(failure=WITHDRAWN)
HOLD = (
    select(deliveries.c.id)
    .where(among(deliveries.c.key, "keys"))
    .order_by(deliveries.c.id)
    .with_for_update()  # nobody begins to send what is being replaced
)
MAY_HAVE_ARRIVED = select(deliveries.c.key).where(
    among(deliveries.c.key, "keys"),
    or_(
        deliveries.c.state.in_([_SENDING, _UNSURE]),
        and_(deliveries.c.state == _FAILED, deliveries.c.failure == IN_DOUBT),
        and_(deliveries.c.state == _SENT, deliveries.c.ref.is_(None)),  # in a chat that was left
    ),
)
GIVE_UP_UNSURE = (
    update(deliveries)
    .where(among(deliveries.c.key, "keys"), deliveries.c.state == _UNSURE)
    .values(state=_FAILED, failure=IN_DOUBT, owner=null(), leased_until=null(), finished_at=_AT)
)
# Whoever makes the call records what became of it; if that is nothing, its time is over.
LAST_TRY = (
    update(deliveries).where(among(deliveries.c.key, "keys"), deliveries.c.state == _SENDING).values(expires_at=_AT)
)
