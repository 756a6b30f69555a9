"""What a page posts, from its script or a plain form, read with distrust."""

import re
from typing import Final

from bot.callback_text import decode
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import Command, Commanded, Event, Opened, Pressed, Typed, is_plain_id

_MESSAGE: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def event_of(fields: dict[str, object]) -> Event | None:
    press, text, command = (str(fields.get(name, "")) for name in ("press", "text", "command"))
    if press:
        intent = decode(press)
        return None if intent is None else Pressed(intent=intent)
    if fields.get("seen") is True:
        return Opened()
    if text.strip():
        reply_to = message_number(fields)
        return Typed(text=text, reply_to=MessageRef(reply_to) if reply_to else None)
    return Commanded(command=Command(command)) if command in set(Command) else None


def plain_id(fields: dict[str, object], name: str) -> str | None:
    """An id from outside, "" where there is none; None for one that is not of our form."""
    text = str(fields.get(name) or "")
    return text if not text or is_plain_id(text) else None


def message_number(fields: dict[str, object]) -> str:
    """The number of a message of this chat; "" for anything else."""
    text = str(fields.get("message") or "")
    return text if _MESSAGE.fullmatch(text) else ""


def number(text: object) -> int:
    """A whole number from outside, 0 for anything else."""
    try:
        return min(max(int(str(text or 0)), 0), 2**62)
    except ValueError:
        return 0
