"""Which questions no channel took, and which messages stayed because of what their person did."""

from sqlalchemy import and_, not_, or_, select

from bot.domain.messaging.deliveries import NOT_TAKEN, OF_THE_PERSON, DeliveryState
from storage.schema.tables import deliveries
from storage.sql.statements import among

_IN_DOUBT = [DeliveryState.UNSURE.value, DeliveryState.SENDING.value]
_NOT_LEFT = [DeliveryState.EXPIRED.value, DeliveryState.DUE.value]

_CHANNEL_FAILED = and_(deliveries.c.state == DeliveryState.FAILED.value, deliveries.c.failure.in_(NOT_TAKEN))
# To block the channel is a person's own matter, and nothing that a figure may tell; so it is read from what became of
# the message, not from the address, which is well again as soon as its person comes back.
_NOT_BY_ITS_PERSON = or_(deliveries.c.failure.is_(None), deliveries.c.failure.not_in(OF_THE_PERSON))
BY_ITS_PERSON = or_(
    and_(deliveries.c.state == DeliveryState.FAILED.value, not_(_CHANNEL_FAILED)),
    and_(deliveries.c.state == DeliveryState.EXPIRED.value, or_(deliveries.c.attempts == 0, not_(_NOT_BY_ITS_PERSON))),
)
"""Messages that its person refused, or may have called off by a press before they were tried."""
UNTAKEN = select(deliveries.c.pulse).where(
    among(deliveries.c.key, "keys"),
    or_(
        _CHANNEL_FAILED,
        deliveries.c.state.in_(_IN_DOUBT),
        # Also what was never tried, as where the channel was down all the time: nobody can have been silent there.
        and_(deliveries.c.state.in_(_NOT_LEFT), _NOT_BY_ITS_PERSON),
    ),
)
