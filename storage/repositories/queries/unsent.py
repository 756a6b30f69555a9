"""Questions that wait: those that nobody has sent yet, and those that lie in a chat and were not opened."""

from sqlalchemy import bindparam, case, exists, select, update

from bot.domain.asking.pulses import PulseState
from storage.schema.tables import UNSENT, pulse_messages, pulses
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
UNSENT_OF = (
    select(pulses)
    .where(
        among(pulses.c.person, "people"),
        UNSENT,
        pulses.c.state == PulseState.PLANNED.value,
        pulses.c.position == 0,
        pulses.c.closes_at > _NOW,
    )
    .order_by(pulses.c.person, pulses.c.id)
)
