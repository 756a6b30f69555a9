"""Slack's payloads as channel-neutral updates: pure translation, None for what is not ours to act on."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.adapters.channels.slack import SLACK
from bot.adapters.channels.slack.blocks import (
    TYPED_AT_MOST,
    WORDS,
    ref_of,
)
from bot.callback_text import decode
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import Inbound, Pressed, Typed
from bot.domain.messaging.orders import ordered
from bot.domain.organisation.people import Address

Payload = Mapping[str, Any]

SLACKBOT = "USLACKBOT"
_ROOM = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_LINK = re.compile(r"<(?:[^|<>]*\|)?([^<>]*)>")


def pressed(body: Payload) -> Inbound | None:
    """A button press on a message or in the App Home."""
    action = (body.get("actions") or [{}])[0]
    intent = decode(str(action.get("value") or ""))
    if intent is None:
        return None
    return Inbound(
        sender=sender_of(body),
        update_id=str(body["trigger_id"]),
        sequence=microseconds(str(action.get("action_ts") or "0")),
        event=Pressed(intent=intent),
        message=message_of(body),
        reply_via=str(body.get("response_url") or "") if message_of(body) else "",
    )


def box_of(body: Payload) -> dict[str, str]:
    """What a modal opened by this press has to carry, to know later where its words belong."""
    action = (body.get("actions") or [{}])[0]
    return {
        "message": str(message_of(body) or ""),
        "at": str(action.get("action_ts") or "0"),
        "reply": str(body.get("response_url") or ""),
    }


def room_in_box(body: Payload) -> int:
    """Characters that the box may take, as the button says that opens it; one of an earlier version says nothing."""
    said = str(((body.get("actions") or [{}])[0]).get("value") or "")
    return min(int(said), TYPED_AT_MOST) if _ROOM.fullmatch(said) else TYPED_AT_MOST


def submitted(body: Payload) -> Inbound:
    """Words from the modal. Their place in the order of presses is that of the press that opened the box."""
    view = body["view"]
    carried = json.loads(view.get("private_metadata") or "{}")
    values = ((view.get("state") or {}).get("values") or {}).get(WORDS) or {}
    text = str((values.get(WORDS) or {}).get("value") or "")
    message = MessageRef(carried["message"]) if carried.get("message") else None
    return Inbound(
        sender=sender_of(body),
        update_id=str(body["trigger_id"]),
        sequence=microseconds(str(carried.get("at") or "0")) + 1,
        event=Typed(text=text, reply_to=message),
        message=message,
        reply_via=str(carried.get("reply") or ""),
    )


def commanded(body: Payload, *, now: datetime) -> Inbound:
    """`/rounds` with a command or `join CODE`; a command that we do not have asks for help, other words are words."""
    text = str(body.get("text") or "")
    return Inbound(
        sender=Address(channel=SLACK, value=str(body["user_id"])),
        update_id=str(body["trigger_id"]),
        sequence=int(now.timestamp() * 1_000_000),
        event=ordered(text) or Typed(text=text),
    )


def written(body: Payload) -> Inbound | None:
    """A direct message of a person to the bot, unless it is an edit or in another kind of channel.

    Slack may bring one message under several event ids; its place and time name it.
    """
    event = body.get("event") or {}
    is_word = not event.get("subtype") and event.get("channel_type") == "im" and not _is_machine(event)
    if not is_word or not event.get("user") or not event.get("text"):
        return None
    text = plain(str(event["text"]))
    thread = event.get("thread_ts")
    reply_to = ref_of(str(event["channel"]), str(thread)) if thread else None
    return Inbound(
        sender=Address(channel=SLACK, value=str(event["user"])),
        update_id=ref_of(str(event["channel"]), str(event["ts"])) if event.get("ts") else str(body["event_id"]),
        sequence=microseconds(str(event.get("ts") or "0")),
        event=Typed(text=text, reply_to=reply_to),
        message=reply_to,
    )


def _is_machine(event: Payload) -> bool:
    """Whether a message is a bot's, ours too, or Slackbot's, which has no bot id."""
    return bool(event.get("bot_id") or event.get("bot_profile")) or event.get("user") == SLACKBOT


def message_of(body: Payload) -> MessageRef | None:
    container = body.get("container") or {}
    if not container.get("message_ts") or not container.get("channel_id"):
        return None
    return ref_of(str(container["channel_id"]), str(container["message_ts"]))


def microseconds(ts: str) -> int:
    """Slack's "seconds.micros" as whole microseconds; a float would lose the last ones."""
    seconds, _, micros = ts.partition(".")
    return int(seconds or 0) * 1_000_000 + int((micros + "000000")[:6]) if ts.replace(".", "", 1).isdigit() else 0


def plain(text: str) -> str:
    """What the person typed: Slack's entities, links and mentions turned back into words."""
    words = _LINK.sub(r"\1", text)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def sender_of(body: Payload) -> Address:
    return Address(channel=SLACK, value=str(body["user"]["id"]))
