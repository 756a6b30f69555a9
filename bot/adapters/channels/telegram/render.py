"""Documents as Telegram shows them: words, and entities that say which of them are bold, quoted or folded.

No parse mode is ever set, so nothing in the words is markup. A picture that is sent is not told in words as well.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from telegram import MessageEntity

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
    stands_apart,
)
from bot.domain.messaging.fit import CUT, MessageRoom, fit
from bot.domain.texts.characters import is_blank, is_joiner

TEXT, CAPTION = 4096, 1024
"""The longest message and the longest caption, in UTF-16 units (core.telegram.org/bots/api#sendmessage)."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Controls, direction overrides, zero-width marks and halves of characters: with them words could pass for others."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


MESSAGE_ROOM = MessageRoom(measure=units, characters=TEXT)
CAPTION_ROOM = MessageRoom(measure=units, characters=CAPTION)


@dataclass(slots=True)
class StyledText:
    """Words with the entities that lie over them, as the Bot API takes the two."""

    text: str = ""
    entities: list[MessageEntity] = field(default_factory=list)

    def add(self, words: str, style: str = "") -> None:
        if style:
            self.entities.append(MessageEntity(style, offset=units(self.text), length=units(words)))
        self.text += words

    def cover(self, start: str, style: str) -> None:
        """Lay an entity over everything that was added after `start`."""
        offset = units(start)
        self.entities.append(MessageEntity(style, offset=offset, length=units(self.text) - offset))


def styled_text(document: Document) -> StyledText:
    """The words of a message, or those under its picture, cut to the room there is.

    A picture is described in words only where it is not sent, since the facts around it say the same to whoever cannot
    see, or where nothing stands around it.
    """
    said = tuple(each for each in document.sections if not (isinstance(each, Picture) and each.png))
    has_picture = len(said) < len(document.sections)
    said = said or document.sections
    kept = fit(replace(document, sections=said), CAPTION_ROOM if has_picture else MESSAGE_ROOM)
    drawing = StyledText()
    before: Section | None = None
    for section in kept.sections:
        if before is not None:
            drawing.add("\n\n" if kept.is_spaced and stands_apart(section, before) else "\n")
        _draw(drawing, section)
        before = section
    return drawing


def visible(text: str) -> str:
    """Only what can be seen, with line breaks kept; other separators become plain ones."""
    signs = []
    for sign in text.replace("\r\n", "\n"):
        if sign in "\n\r\u2028\u2029\x0b\x0c\x85":
            signs.append("\n")
        elif sign == "\t":
            signs.append(" ")
        elif is_joiner(sign) or unicodedata.category(sign) not in _INVISIBLE:
            signs.append(sign)
    seen = "".join(signs).strip()
    return "" if is_blank(seen) else seen


def _draw(drawing: StyledText, section: Section) -> None:
    match section:
        case Title(words=words) | Lead(words=words):
            drawing.add(_seen(words), MessageEntity.BOLD)
        case Context(words=words):
            drawing.add(_seen(words), MessageEntity.ITALIC)
        case Paragraph(words=words) | SmallPrint(words=words):
            drawing.add(_seen(words))
        case Facts(facts=facts):
            for number, fact in enumerate(facts):
                drawing.add("\n" if number else "")
                _draw_fact(drawing, fact)
        case Picture(alt=alt):
            drawing.add(_seen(alt))
        case Quote(words=words, source=source):
            if source:
                drawing.add(f"{_seen(source)}:\n")
            drawing.add(_seen(words), MessageEntity.BLOCKQUOTE)
        case Steps(steps=steps, heading=heading):
            _draw_steps(drawing, steps, heading)
        case Fold(summary=summary, paragraphs=paragraphs):
            start = drawing.text
            drawing.add(_seen(summary), MessageEntity.BOLD)
            for words in paragraphs:
                drawing.add(f"\n{_seen(words)}")
            drawing.cover(start, MessageEntity.EXPANDABLE_BLOCKQUOTE)
        case _:
            assert_never(section)


def _draw_fact(drawing: StyledText, fact: Fact) -> None:
    sign = f"{fact.sign.mark} " if fact.sign is not None else ""
    drawing.add(f"{sign}{_seen(fact.label)}: ")
    drawing.add(_seen(fact.value), MessageEntity.BOLD)
    if fact.note:
        drawing.add(f" ({_seen(fact.note)})")


def _draw_steps(drawing: StyledText, steps: Sequence[str], heading: str) -> None:
    if heading:
        drawing.add(_seen(heading), MessageEntity.BOLD)
        drawing.add("\n")
    drawing.add("\n".join(_numbered(steps)))


def _numbered(steps: Sequence[str]) -> Iterator[str]:
    if len(steps) == 1:
        yield _seen(steps[0])
        return
    for number, words in enumerate(steps, start=1):
        yield f"{number}. {_seen(words)}"


def _seen(words: str) -> str:
    return visible(words) or CUT
