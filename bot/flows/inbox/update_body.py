"""What an update says as bytes of one of two lengths and back: this is what is sealed."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from bot.callback_text import decode as decode_intent
from bot.callback_text import encode as encode_intent
from bot.domain.fixed_lengths import filled_up
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Deleted,
    Edited,
    Event,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.organisation.people import Address, Channel

LENGTHS = (1024, 24 * 1024)
"""Bytes: for presses and short words, and for the longest text there may be."""
_VERSION = 1
"""Not written by the first programs, whose updates are read as they are."""
_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def pack(update: Inbound) -> bytes:
    """Everything but the platform and the update id, which have columns of their own."""
    plain = {"v": _VERSION, "from": update.sender.value, "sequence": update.sequence, **_plain_event(update.event)}
    if update.message is not None:
        plain["message"] = update.message
    if update.reply_via:
        plain["reply_via"] = update.reply_via
    return filled_up(_write(plain).encode(), LENGTHS)


def unpack(channel: Channel, update_id: str, packed: bytes) -> Inbound:
    """The inverse of `pack`. Raises ValueError, LookupError or TypeError for anything that it did not write."""
    plain = json.loads(packed.rstrip(b"\0"))
    if plain.get("v", _VERSION) != _VERSION:
        raise ValueError("a stored update of another version")
    return Inbound(
        sender=Address(channel=channel, value=plain["from"]),
        update_id=update_id,
        sequence=plain["sequence"],
        event=_event(plain),
        message=plain.get("message"),
        reply_via=plain.get("reply_via", ""),
    )


def _plain_event(event: Event) -> dict[str, object]:
    match event:
        case Pressed(intent=intent):
            return {"event": "pressed", "intent": encode_intent(intent)}
        case Typed(text=text, reply_to=reply_to, refused=refused, written_in=written_in, code=code, is_for_note=raised):
            typed: dict[str, object] = {"event": "typed", "text": text, "reply_to": reply_to, "refused": refused}
            more = {"written_in": written_in, "code": code, "is_for_note": raised}
            return typed | {name: value for name, value in more.items() if value}
        case Edited(text=text, reply_to=reply_to, refused=refused, is_for_note=raised):
            edited: dict[str, object] = {"event": "edited", "text": text, "reply_to": reply_to, "refused": refused}
            return edited | ({"is_for_note": True} if raised else {})
        case Deleted():
            return {"event": "deleted"}
        case Wordless():
            return {"event": "wordless"}
        case Commanded(command=command):
            return {"event": "commanded", "command": command.value}
        case Started(code=code):
            return {"event": "started", "code": code}
        case Blocked():
            return {"event": "blocked"}
        case Returned():
            return {"event": "returned"}
        case Opened():
            return {"event": "opened"}
        case _:
            assert_never(event)


def _event(plain: Mapping[str, Any]) -> Event:
    match plain["event"]:
        case "pressed":
            intent = decode_intent(plain["intent"])
            if intent is None:
                raise ValueError("a stored press stands for nothing that Rounds knows")
            return Pressed(intent=intent)
        case "typed":
            reply_to, written_in = plain["reply_to"], plain.get("written_in")
            return Typed(
                text=plain["text"],
                reply_to=None if reply_to is None else MessageRef(reply_to),
                refused=plain["refused"],
                code=plain.get("code", ""),
                written_in=None if written_in is None else MessageRef(written_in),
                is_for_note=plain.get("is_for_note", False),
            )
        case "edited":
            reply_to = plain["reply_to"]
            replied = None if reply_to is None else MessageRef(reply_to)
            raised = plain.get("is_for_note", False)
            return Edited(text=plain["text"], reply_to=replied, refused=plain["refused"], is_for_note=raised)
        case "deleted":
            return Deleted()
        case "wordless":
            return Wordless()
        case "commanded":
            return Commanded(command=Command(plain["command"]))
        case "started":
            return Started(code=plain["code"])
        case "blocked":
            return Blocked()
        case "returned":
            return Returned()
        case "opened":
            return Opened()
        case other:
            raise ValueError(f"a stored update of unknown kind: {other!r}")
