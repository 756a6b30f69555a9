"""Which questions were to go out and no channel took."""

from sqlalchemy import and_, or_, select

from bot.domain.messaging.deliveries import NOT_TAKEN, OF_THE_PERSON, DeliveryState
from storage.schema.tables import deliveries
from storage.sql.statements import among

_IN_DOUBT = [DeliveryState.UNSURE.value, DeliveryState.SENDING.value]
_NOT_LEFT = [DeliveryState.EXPIRED.value, DeliveryState.DUE.value]

UNTAKEN = select(deliveries.c.pulse).where(
    among(deliveries.c.key, "keys"),
    or_(
        and_(deliveries.c.state == DeliveryState.FAILED.value, deliveries.c.failure.in_(NOT_TAKEN)),
        deliveries.c.state.in_(_IN_DOUBT),
        and_(
            # Also what was never tried, as where the channel was down all the time: nobody can have been silent there.
            deliveries.c.state.in_(_NOT_LEFT),
            # To block the channel is a person's own matter, and nothing that a figure may tell; so it is read from what
            # became of the message, not from the address, which is well again as soon as its person comes back.
            or_(deliveries.c.failure.is_(None), deliveries.c.failure.not_in(OF_THE_PERSON)),
        ),
    ),
)
