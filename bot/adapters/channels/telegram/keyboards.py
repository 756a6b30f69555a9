"""Buttons under a message: the rows as given, each with the short text that stands for its intent."""

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.adapters.channels.telegram.render import visible
from bot.callback_text import encode
from bot.domain.messaging.messages import Message, MessageKind


def markup_of(message: Message) -> InlineKeyboardMarkup | ForceReply | None:
    """Buttons or an open reply box: Telegram shows only one of the two.

    The box where all that is asked for is words, since a reply to this very message belongs to it. It needs no button
    to leave it: "cancel" is a command.
    """
    if message.asks_reply and (message.kind is MessageKind.PROMPT or not message.buttons):
        return ForceReply()
    return keyboard_of(message)


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
