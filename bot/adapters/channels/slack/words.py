"""Words as Slack takes them: only what can be seen, its three control characters as entities, in pieces that fit."""

import re
from collections.abc import Iterator

from bot.domain.messaging.fit import CUT, shortened
from bot.domain.texts.characters import is_blank

SECTION = 3000
"""Characters of one text object (docs.slack.dev/reference/block-kit/composition-objects/text-object)."""

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2061-\u2069\ufeff\ud800-\udfff]")
"""Controls, zero-width marks and direction overrides, with which words could be made to look like other words."""
_MARKUP = re.compile(r"[*_~`\n]|:\S+:|^\s*>")


def visible(text: str) -> str:
    """The text without characters nobody can see; an ellipsis when nothing else is left."""
    seen = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return CUT if is_blank(seen) else seen


def escaped(text: str) -> str:
    """Slack's three control characters as entities (docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def length(text: str) -> int:
    """Characters as Slack counts them, entities included."""
    return len(escaped(text))


def cut(text: str, most: int) -> str:
    """Escaped text of at most `most` characters, the end of a longer one replaced by an ellipsis."""
    return escaped(shortened(visible(text), most, length))


def holds_markup(text: str) -> bool:
    """Whether Slack would read anything into these words where it reads mrkdwn, even though they are escaped."""
    return _MARKUP.search(text) is not None


def pieces(text: str) -> list[str]:
    """The whole text in escaped pieces of at most a text object each, parted at line ends where that can be."""
    parts: list[str] = []
    for line in visible(text).split("\n"):
        for piece in _parts_of(escaped(line)):
            if parts and len(parts[-1]) + 1 + len(piece) <= SECTION:
                parts[-1] += f"\n{piece}"
            else:
                parts.append(piece)
    return [stripped for part in parts if (stripped := part.strip("\n")).strip()]


def _parts_of(line: str) -> Iterator[str]:
    while len(line) > SECTION:
        entity = line.rfind("&", SECTION - 4, SECTION)
        end = entity if entity > 0 and ";" not in line[entity:SECTION] else SECTION
        yield line[:end]
        line = line[end:]
    yield line
