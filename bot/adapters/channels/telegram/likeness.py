"""Messages as Telegram draws them, from what the adapter sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from bot.channel_port import Likeness
from bot.domain.messaging.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of a message that look alike."""

    words: str
    styles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedPart:
    """Stretches that stand in one frame: a quote, a fold, or none."""

    frame: str
    stretches: Sequence[Stretch]


def telegram_payload(message: Message) -> Mapping[str, Any]:
    """What `sendPhoto` or `sendMessage` is given for this message, but for the photo's bytes."""
    # The library takes a second to load; only who looks at Telegram waits for it.
    from bot.adapters.channels.telegram.keyboards import markup_of
    from bot.adapters.channels.telegram.render import styled_text

    said, markup = styled_text(message.document), markup_of(message)
    names = ("text", "entities") if message.picture is None else ("caption", "caption_entities")
    words = dict(zip(names, (said.text, [each.to_dict() for each in said.entities]), strict=True))
    return words | ({"reply_markup": markup.to_dict()} if markup is not None else {})


def parts_of(text: str, entities: Sequence[Mapping[str, Any]]) -> Sequence[FramedPart]:
    """A text cut wherever an entity begins or ends; offsets and lengths are UTF-16 units, as Telegram counts."""
    units = text.encode("utf-16-le")
    edges = sorted({0, len(units) // 2, *(edge for each in entities for edge in _edges(each))})
    parts: list[FramedPart] = []
    for start, end in pairwise(edges):
        over = {str(each["type"]) for each in entities if _edges(each)[0] <= start and end <= _edges(each)[1]}
        frame = next((each for each in sorted(over) if "blockquote" in each), "")
        stretch = Stretch(words=units[2 * start : 2 * end].decode("utf-16-le"), styles=frozenset(over - {frame}))
        if parts and parts[-1].frame == frame:
            parts[-1] = FramedPart(frame=frame, stretches=[*parts[-1].stretches, stretch])
        else:
            parts.append(FramedPart(frame=frame, stretches=[stretch]))
    return parts


def _edges(entity: Mapping[str, Any]) -> tuple[int, int]:
    return int(entity["offset"]), int(entity["offset"]) + int(entity["length"])


LIKENESS: Final = Likeness(
    payload=telegram_payload, package="bot.adapters.channels.telegram", filters={"parts_of": parts_of}
)
