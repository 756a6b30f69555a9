"""Which questions a channel was asked to carry and did not take."""

from sqlalchemy import and_, or_, select

from bot.domain.messaging.deliveries import NOT_TAKEN, DeliveryState
from storage.schema.tables import addresses, deliveries
from storage.sql.statements import among

_IN_DOUBT = [DeliveryState.UNSURE.value, DeliveryState.SENDING.value]
_NOT_LEFT = [DeliveryState.EXPIRED.value, DeliveryState.DUE.value]

UNTAKEN = select(deliveries.c.pulse).where(
    among(deliveries.c.key, "keys"),
    or_(
        and_(deliveries.c.state == DeliveryState.FAILED.value, deliveries.c.failure.in_(NOT_TAKEN)),
        deliveries.c.state.in_(_IN_DOUBT),
        and_(deliveries.c.state.in_(_NOT_LEFT), deliveries.c.attempts > 0),
    ),
    # Whose address refuses has blocked the channel, which is theirs to do and nothing that a figure may tell.
    ~select(addresses.c.person).where(addresses.c.person == deliveries.c.person, addresses.c.refusals > 0).exists(),
)
