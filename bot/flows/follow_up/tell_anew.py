"""An answer that takes the place of an earlier one: nobody who was told of that is told twice."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import changed_news_key
from bot.ports import UnitOfWork


def _of_nothing_else(_: PersonId) -> Collection[DeliveryKey]:
    return ()


async def tell_anew(
    work: UnitOfWork,
    news: Sequence[Delivery],
    *,
    now: datetime,
    instead_of: Callable[[PersonId], Collection[DeliveryKey]] = _of_nothing_else,
) -> Sequence[Delivery]:
    """The same news, for each person in the place of what they were told before under its key or one of `instead_of`.

    What has arrived is edited, what still waits is taken back; what may be on its way is left alone.
    """
    earlier = {each.key: sorted({each.key, *instead_of(each.person)}) for each in news}
    wanted = {key for keys in earlier.values() for key in keys}
    shown = await work.deliveries.shown(wanted)
    await work.deliveries.take_back(wanted - shown.keys())
    told: list[Delivery] = []
    for each in news:
        places = {key: shown[key][1] for key in earlier[each.key] if key in shown and shown[key][0] == each.channel}
        told += [
            replace(each, key=changed_news_key(key), edits=place, due_at=now) for key, place in places.items()
        ] or [each]
    return told
