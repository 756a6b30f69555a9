"""Messages for tests: plain ones in a line, and the words of any of them."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.messaging.documents import Document, Fact, Picture, paragraphs
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
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
    if picture is None:
        return message
    return replace(message, document=replace(message.document, sections=(*message.document.sections, picture)))


def words_of(said: Message | FrozenDigest | Document) -> str:
    """What a reader is told, as plain lines."""
    return plain_text(said if isinstance(said, Document) else said.document)


def details_of(digest: FrozenDigest) -> str:
    """What is one tap away, as plain lines."""
    return "" if digest.details is None else plain_text(digest.details)


def lines_of(facts: Iterable[Fact]) -> list[str]:
    return [fact_line(fact) for fact in facts]
