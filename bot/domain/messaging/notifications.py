"""What a locked screen says of a message: its kind and at most its unit, never a figure, a question or a name."""

from bot.domain.messaging.fit import shortened
from bot.domain.messaging.messages import ABOUT_A_UNIT, Message
from bot.domain.texts import say

LONGEST_NAME = 100


def notification_of(message: Message) -> str:
    name = f"notification-{message.kind.value}"
    if message.kind in ABOUT_A_UNIT:
        return say(name, message.locale, unit=shortened(message.unit_name, LONGEST_NAME))
    return say(name, message.locale)
