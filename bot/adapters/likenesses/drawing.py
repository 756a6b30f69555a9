"""Messages as Slack and Telegram draw them, from the very payloads that their adapters send; on the web the page's own
element is the likeness."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from bot.adapters.channels.slack.blocks import PRESS, body_of
from bot.adapters.channels.slack.words import unescaped
from bot.domain.messaging.messages import Message
from bot.domain.texts import say
from bot.ports import WebMessage

Payload = Mapping[str, Any]

PICTURE = "F0ROUNDSDEMO"
"""Stands for the id that Slack gives an uploaded file."""
_BOLD = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of a Telegram message that look alike."""

    words: str
    styles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedPart:
    """Stretches that stand in one frame: a quote, a fold, or none."""

    frame: str
    stretches: Sequence[Stretch]


def slack_payload(message: Message) -> Payload:
    """What `chat.postMessage` is given for this message."""
    return body_of(message, picture=PICTURE if message.picture is not None else "")


def telegram_payload(message: Message) -> Payload:
    """What `sendPhoto` or `sendMessage` is given for this message, but for the photo's bytes."""
    # The library takes a second to load; only who looks at Telegram waits for it.
    from bot.adapters.channels.telegram.keyboards import markup_of
    from bot.adapters.channels.telegram.render import styled_text

    said, markup = styled_text(message.document), markup_of(message)
    names = ("text", "entities") if message.picture is None else ("caption", "caption_entities")
    words = dict(zip(names, (said.text, [each.to_dict() for each in said.entities]), strict=True))
    return words | ({"reply_markup": markup.to_dict()} if markup is not None else {})


def parts_of(text: str, entities: Sequence[Payload]) -> Sequence[FramedPart]:
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


def _edges(entity: Payload) -> tuple[int, int]:
    return int(entity["offset"]), int(entity["offset"]) + int(entity["length"])


PAYLOADS: Mapping[str, Callable[[Message], Payload]] = {"slack": slack_payload, "telegram": telegram_payload}
STATIC: Final = Path(__file__).parent / "static"
"""The style sheet of what is drawn: `likenesses.css`."""


def draw(channel: str, shown: WebMessage, *, payload_label: str = "") -> Markup:
    """One message as an element of a list. `payload_label`: of a fold below with the payload itself; else none."""
    template = _templates().get_template(f"{channel}.html")
    return Markup(template.render(**_values(channel, shown), payload_label=payload_label))  # noqa: S704 - all is escaped


def _values(channel: str, shown: WebMessage) -> Mapping[str, object]:
    payload = PAYLOADS[channel](shown.message)
    picture = shown.message.picture
    return {
        "id": shown.id,
        "payload": payload,
        "as_text": json.dumps(payload, ensure_ascii=False, indent=1),
        "locale": shown.message.locale,
        "picture": base64.b64encode(picture.png).decode() if picture is not None else "",
        "alt": picture.alt if picture is not None else "",
    }


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.adapters.likenesses"),
        auto_reload=False,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"unescaped": unescaped, "mrkdwn": _mrkdwn}
    environment.tests["press"] = lambda action: PRESS.match(action) is not None
    environment.globals |= {"parts_of": parts_of, "say": say}
    return environment


def _mrkdwn(text: str) -> Markup:
    """Bold is all the markup that Rounds uses there."""
    return Markup(_BOLD.sub(r"<b>\1</b>", str(escape(unescaped(text)))))  # noqa: S704 - escaped, then bold
