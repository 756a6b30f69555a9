"""Documents as Block Kit: within Slack's limits, and bold, quoted or listed by elements, never by signs in the words.

Limits: docs.slack.dev/reference/block-kit (50 blocks a message, 150 characters a header, 3,000 a text, 2,000 a field
and an alternative text, 10 fields a section).
"""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from bot.adapters.channels.slack.words import SECTION, cut, escaped, holds_markup, length, pieces, visible
from bot.domain.batches import batches
from bot.domain.messaging.documents import (
    Context,
    Document,
    Fact,
    Facts,
    Fold,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Section,
    SmallPrint,
    Steps,
    Title,
)
from bot.domain.messaging.fit import FACTS_IN_A_BLOCK, MessageRoom, fit

Block = dict[str, Any]

HEADER, FIELD, ALT = 150, 2000, 2000
BLOCKS_OF_WORDS = 29
"""The rest of a message's 50 is for rows of buttons."""
ROOM = MessageRoom(
    measure=length,
    blocks=BLOCKS_OF_WORDS,
    block=SECTION - 10,  # an entity is never cut in two, so a piece may fall short by that much
    title=HEADER,
    fact=FIELD,
    alt=ALT,
)


def document_blocks(document: Document, *, picture: str = "", room: MessageRoom = ROOM) -> list[Block]:
    """The blocks of a document, cut to the room there is. `picture` is the id of its uploaded file; without one the
    words of a picture stand in its place.
    """
    return [block for section in fit(document, room).sections for block in _blocks(section, picture)]


def _blocks(section: Section, picture: str) -> Iterator[Block]:
    match section:
        case Title(words=words):
            yield {"type": "header", "text": plain(words, HEADER)}
        case Context(words=words) | SmallPrint(words=words):
            yield from ({"type": "context", "elements": [_object(piece)]} for piece in pieces(words))
        case Lead(words=words):
            yield from (_rich(_bold(piece)) for piece in pieces(words))
        case Paragraph(words=words):
            yield from _sections(words)
        case Facts(facts=facts):
            for some in batches(facts, FACTS_IN_A_BLOCK):
                yield {"type": "section", "fields": [_field(each) for each in some]}
        case Picture(alt=alt):
            if picture:
                yield {"type": "image", "slack_file": {"id": picture}, "alt_text": cut(alt, ALT)}
            else:
                yield from _sections(alt)
        case Quote(words=words, source=source):
            yield from _quote(words, source)
        case Steps(steps=steps, heading=heading):
            yield _steps(steps, heading)
        case Fold(summary=summary, paragraphs=paragraphs):
            yield _rich(_bold(escaped(visible(summary))))
            for words in paragraphs:
                yield from _sections(words, expand=False)
        case _:
            assert_never(section)


def plain(text: str, most: int) -> dict[str, Any]:
    """A text object in which nothing is markup."""
    return _object(cut(text, most))


def _object(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _sections(words: str, *, expand: bool = True) -> Iterator[Block]:
    """Sections that say all of the words; unless they are folded, Slack shows them to their end."""
    yield from ({"type": "section", "text": _object(piece), "expand": expand} for piece in pieces(words))


def _field(fact: Fact) -> dict[str, Any]:
    """A value under its name. The name is bold only where Slack would read nothing into the words beside it."""
    label, value = visible(fact.label), visible(fact.value)
    shown = f"{fact.sign.mark} {value}" if fact.sign is not None else value
    if fact.note:
        shown += f" ({visible(fact.note)})"
    if holds_markup(label) or holds_markup(shown):
        return _object(escaped(f"{label}\n{shown}"))
    return {"type": "mrkdwn", "text": f"*{escaped(label)}*\n{escaped(shown)}", "verbatim": True}


def _quote(words: str, source: str) -> Iterator[Block]:
    for number, piece in enumerate(pieces(words)):
        said = {"type": "rich_text_quote", "elements": [_text(piece)]}
        if number == 0 and source:
            yield _rich(_line([_text(f"{escaped(visible(source))}:")]), said)
        else:
            yield _rich(said)


def _steps(steps: Sequence[str], heading: str) -> Block:
    lines = [_line([_text(escaped(visible(words)))]) for words in steps]
    numbered = [{"type": "rich_text_list", "style": "ordered", "elements": lines}] if len(lines) > 1 else lines
    return _rich(*([_bold(escaped(visible(heading)))] if heading else []), *numbered)


def _rich(*elements: dict[str, Any]) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _line(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": elements}


def _bold(text: str) -> dict[str, Any]:
    return _line([{"type": "text", "text": text, "style": {"bold": True}}])


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}
