"""Asking in a ward for one's own data, or to be forgotten, and what is said to that."""

from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from tests.support.ward import Ward

ANA, BEN = PersonId("ana"), PersonId("ben")


async def told(ward: Ward, update: Inbound) -> Message:
    await ward.do(update)
    message = (await ward.deliveries())[reply_key(await ward.taken_in(update))].message
    assert message is not None
    return message


def offered(message: Message) -> list[OnSelf]:
    return [each.intent.what for row in message.buttons for each in row if isinstance(each.intent, SelfPress)]


async def for_ana(ward: Ward) -> list[Delivery]:
    """Everything that is waiting to be sent to her."""
    return [each for each in (await ward.deliveries()).values() if each.person == ANA]
