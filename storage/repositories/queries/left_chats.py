"""The statements by which what stands in a chat that its person has left is found, and changed, no more."""

from collections.abc import Collection

from sqlalchemy import delete, exists, null, select, union_all, update

from bot.domain.identifiers import PersonId
from storage.schema.tables import IN_DOUBT, SHOWN, UNDER_WAY, deliveries, pulse_messages, web_messages
from storage.sql.statements import among
from storage.sql.transaction import Transaction

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
_THEIRS = union_all(*(select(deliveries.c.id).where(_OF_PEOPLE, part) for part in (SHOWN, UNDER_WAY, IN_DOUBT)))
_LOCK = select(deliveries.c.id).where(among(deliveries.c.id, "ids")).order_by(deliveries.c.id).with_for_update()
LEAVE_CHAT = (_FORGET_QUESTIONS, _FORGET_PLACES, *_DROP_EDITS)


async def lock_of_people(transaction: Transaction, people: Collection[PersonId]) -> None:
    """Before any of these statements: by their ids, as `address_changes` says. SQLite has one writer anyway.

    In two statements, since PostgreSQL may read the whole table in the order of its ids for one that does both.
    """
    if transaction.dialect == "postgresql":
        found = await transaction.rows(_THEIRS, {"people": list(people)})
        await transaction.run(_LOCK, {"ids": sorted({row.id for row in found})})
