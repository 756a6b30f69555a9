"""Messages for tests: plain ones in a line, and the words of any of them."""

from collections.abc import Iterable

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.messaging.documents import Document, Fact, Picture, paragraphs
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of, with_picture
from bot.domain.messaging.plain_text import fact_line, plain_text


def a_message(
    text: str,
    *,
    kind: MessageKind = MessageKind.ANSWER,
    buttons: tuple[tuple[Button, ...], ...] = (),
    asks_reply: bool = False,
    longest_reply: int = LONGEST_TEXT,
    picture: Picture | None = None,
) -> Message:
    message = message_of(
        kind,
        "en-GB",
        paragraphs(text),
        buttons=buttons,
        unit_name="Ward 8",
        asks_reply=asks_reply,
        longest_reply=longest_reply,
    )
    return message if picture is None else with_picture(message, picture)


def words_of(said: Message | FrozenDigest | Document) -> str:
    """What a reader is told, as plain lines."""
    return plain_text(said if isinstance(said, Document) else said.document)


def lines_of(facts: Iterable[Fact]) -> list[str]:
    return [fact_line(fact) for fact in facts]
