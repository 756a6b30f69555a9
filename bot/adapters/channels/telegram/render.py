"""Messages as Telegram shows them: pure, within its limits, and without markup, so that words stay words."""

import unicodedata

from bot.domain.messaging.messages import Message
from bot.domain.texts.characters import is_blank, is_joiner

TEXT, CAPTION = 4096, 1024
"""The longest message and the longest caption, in UTF-16 units (core.telegram.org/bots/api#sendmessage)."""

CUT = "…"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Controls, direction overrides, zero-width marks and halves of characters: with them words could pass for others."""


def text_of(message: Message) -> str:
    """The words of a message without a picture."""
    return cut(visible(message.text), TEXT)


def caption_of(message: Message) -> str:
    """The words under a picture: the message's own and, unless they say it already, the picture's alternative."""
    words = visible(message.text)
    alt = visible(message.picture.alt) if message.picture is not None else ""
    if alt in words:
        return cut(words, CAPTION)
    if words in alt:
        return cut(alt, CAPTION)
    return cut(f"{words}\n\n{alt}", CAPTION)


def visible(text: str) -> str:
    """Only what can be seen, and what joins it, with line breaks kept; other separators become plain ones."""
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


def cut(text: str, most: int) -> str:
    """At most so many UTF-16 units; a message is never split, for two halves could not be sent at once."""
    if units(text) <= most:
        return text
    room, kept = most - units(CUT), 0
    for place, sign in enumerate(text):
        kept += units(sign)
        if kept > room:
            return text[:place].rstrip() + CUT
    return text


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
