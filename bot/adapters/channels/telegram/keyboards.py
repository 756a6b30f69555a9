"""Buttons under a message: the rows as given, each with the short text that stands for its intent."""

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.adapters.channels.telegram.render import visible
from bot.callback_text import encode
from bot.domain.messaging.messages import Message


def markup_of(message: Message) -> InlineKeyboardMarkup | ForceReply | None:
    """Buttons, or the open reply box of a question that has none: Telegram shows only one of the two."""
    if message.buttons:
        return keyboard_of(message)
    return ForceReply() if message.asks_reply else None


def keyboard_of(message: Message) -> InlineKeyboardMarkup | None:
    """Buttons alone, for edits; None takes earlier ones away. ValueError if an intent does not fit 64 bytes."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(" ".join(visible(button.label).split()), callback_data=encode(button.intent))
                for button in row
            ]
            for row in message.buttons
        ]
    )
