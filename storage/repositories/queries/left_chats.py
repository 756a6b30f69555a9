"""The statements by which what stands in a chat that its person has left is found, and changed, no more."""

from sqlalchemy import delete, exists, null, select, union_all, update

from storage.schema.tables import IN_DOUBT, SHOWN, UNDER_WAY, deliveries, pulse_messages, web_messages
from storage.sql.statements import among

_OF_PEOPLE = among(deliveries.c.person, "people")
_STANDING = deliveries.alias("standing")
STANDS_ON_THE_WEB = exists().where(web_messages.c.key == deliveries.c.key)
"""A chat on the web goes where its person goes, with what is kept of it."""
_FORGET_QUESTIONS = delete(pulse_messages).where(
    pulse_messages.c.pulse.in_(select(deliveries.c.pulse).where(_OF_PEOPLE, SHOWN, deliveries.c.pulse.is_not(None)))
)
_FORGET_PLACES = update(deliveries).where(_OF_PEOPLE, SHOWN, ~STANDS_ON_THE_WEB).values(ref=null())
_DROP_EDITS = [
    delete(deliveries).where(
        _OF_PEOPLE,
        on_its_way,
        deliveries.c.edits.is_not(None),
        ~exists().where(
            _STANDING.c.person == deliveries.c.person,
            _STANDING.c.channel == deliveries.c.channel,
            _STANDING.c.ref.is_not(None),
            _STANDING.c.ref == deliveries.c.edits,
        ),
    )
    for on_its_way in (UNDER_WAY, IN_DOUBT)
]
LOCK_OF_PEOPLE = (
    select(deliveries.c.id)
    .where(
        deliveries.c.id.in_(
            union_all(*(select(deliveries.c.id).where(_OF_PEOPLE, part) for part in (SHOWN, UNDER_WAY, IN_DOUBT)))
        )
    )
    .order_by(deliveries.c.id)
    .with_for_update()
)
"""Before any of what follows: by their ids, as `address_changes` says."""
LEAVE_CHAT = (_FORGET_QUESTIONS, _FORGET_PLACES, *_DROP_EDITS)
