"""Questions that wait: those that nobody has sent yet, and those that lie in a chat and were not opened."""

from sqlalchemy import bindparam, case, exists, literal, select, update

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import PulseId
from bot.domain.messaging.deliveries import DeliveryState
from bot.domain.messaging.delivery_keys import question_key
from storage.schema.tables import UNSENT, deliveries, pulse_messages, pulses
from storage.sql.columns import UtcDateTime
from storage.sql.statements import among

_NOW = bindparam("now", type_=UtcDateTime())
NOTE_OPENED = (
    update(pulses)
    .where(
        among(pulses.c.person, "people"),
        UNSENT,
        pulses.c.closes_at > _NOW,
        exists().where(pulse_messages.c.pulse == pulses.c.id),
    )
    .values(
        sent_at=_NOW,
        state=case((pulses.c.state == PulseState.PLANNED.value, PulseState.SENT.value), else_=pulses.c.state),
    )
    .returning(pulses.c.id)
)
_PLANNED = select(pulses.c.id).where(
    among(pulses.c.person, "people"),
    UNSENT,
    pulses.c.state == PulseState.PLANNED.value,
    pulses.c.position == 0,
    pulses.c.closes_at > _NOW,
)
UNSENT_OF = (
    select(pulses)
    .join(deliveries, deliveries.c.key == literal(question_key(PulseId(""))) + pulses.c.id)
    .where(
        pulses.c.id.in_(_PLANNED),
        deliveries.c.state == DeliveryState.DUE.value,
        ~exists().where(pulse_messages.c.pulse == pulses.c.id),
    )
    .order_by(pulses.c.person, pulses.c.id)
    .with_for_update(of=deliveries)  # nobody begins to send what is being moved
)
