"""Messages for tests: plain ones in a line, and the words of any of them."""

from bot.domain.messaging.documents import Document, Picture
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of, with_picture
from bot.domain.messaging.plain_text import plain_text


def a_message(
    text: str,
    *,
    kind: MessageKind = MessageKind.ANSWER,
    buttons: tuple[tuple[Button, ...], ...] = (),
    asks_reply: bool = False,
    picture: Picture | None = None,
) -> Message:
    message = message_of(kind, "en-GB", text, buttons=buttons, unit_name="Ward 8", asks_reply=asks_reply)
    return message if picture is None else with_picture(message, picture)


def words_of(said: Message | Document) -> str:
    """What a reader is told, as plain lines."""
    return plain_text(said.document if isinstance(said, Message) else said)
