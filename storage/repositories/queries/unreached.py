"""Who on the list cannot be written to, for technical reasons; never because they wished so."""

from sqlalchemy import and_, exists, func, select

from bot.domain.organisation.refused_addresses import WAITS
from storage.schema.tables import addresses, people

REFUSED = and_(addresses.c.unreachable_at.is_not(None), addresses.c.refusals > len(WAITS))
"""An address that was given up. Who shut the bot out did so by their own wish, and is not among them."""
GIVEN_UP = (
    select(addresses.c.person, addresses.c.refusals, addresses.c.refused_at)
    .join(people, people.c.id == addresses.c.person)
    .where(people.c.left_at.is_(None), REFUSED)
    .order_by(addresses.c.person)
)
WITHOUT_CHAT = (
    select(func.count())
    .select_from(people)
    .where(
        people.c.left_at.is_(None),
        people.c.joined_at.is_not(None),
        ~exists().where(addresses.c.person == people.c.id),
    )
)
