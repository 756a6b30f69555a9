"""Slack's payloads as channel-neutral updates: pure translation, None for what is not ours to act on."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.adapters.channels.slack import SLACK, TYPED_AT_MOST
from bot.adapters.channels.slack.blocks import (
    CHOICE,
    WORDS,
    ref_of,
)
from bot.callback_text import decode
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import (
    Deleted,
    Edited,
    Event,
    Inbound,
    Pressed,
    Typed,
    Wordless,
    is_plain_id,
)
from bot.domain.messaging.orders import ordered
from bot.domain.organisation.colleagues import as_mention
from bot.domain.organisation.people import Address

Payload = Mapping[str, Any]

SLACKBOT = "USLACKBOT"
_WORDS_TOO = frozenset({"", "me_message", "thread_broadcast"})
"""Subtypes of words that somebody typed; with any other came something else (docs.slack.dev/reference/events)."""
_DELETED, _TOMBSTONE = "message_deleted", "tombstone"
"""The second takes the place of a deleted message under which others stand."""
_CHANGES = frozenset({"message_changed", _DELETED})
_ROOM = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_LINK = re.compile(r"<(?:[^|<>]*\|)?([^<>]*)>")
_MENTION = re.compile(r"<(?:@|!subteam\^)([^|<>]+)(?:\|([^<>]*))?>")
"""Of a person or a group of people (docs.slack.dev/messaging/formatting-message-text)."""
_WEB_LINK = re.compile(r"https?://[!-~]{1,500}", re.ASCII)
_MOMENT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{0,9}))?", re.ASCII)


def pressed(body: Payload) -> Inbound | None:
    """A button press on a message or in the App Home."""
    intent = decode(_text(body, "actions", 0, "value"))
    message = message_of(body)
    if intent is None:
        return None
    return _inbound(
        sender=sender_of(body),
        update_id=_text(body, "trigger_id"),
        sequence=microseconds(_text(body, "actions", 0, "action_ts")),
        event=Pressed(intent=intent),
        message=message,
        reply_via=link_back(body) if message else "",
    )


def box_of(body: Payload) -> str:
    """What a modal opened by this press has to carry, to know later where its words, or a choice, belong."""
    carried = {
        "message": str(message_of(body) or ""),
        "at": _text(body, "actions", 0, "action_ts") or "0",
        "reply": link_back(body),
    }
    return json.dumps(carried)


def box_around(body: Payload) -> str:
    """The same for a modal that follows another."""
    return _text(body, "view", "private_metadata")


def is_stack_full(body: Payload) -> bool:
    """Whether three modals lie on each other, which is all that Slack allows (docs.slack.dev/surfaces/modals)."""
    own, before, first = (_text(body, "view", name) for name in ("id", "previous_view_id", "root_view_id"))
    return bool(before) and before not in (own, first)


def room_in_box(body: Payload) -> int:
    """Characters that the box may take, as the button says that opens it; one of an earlier version says nothing."""
    said = _text(body, "actions", 0, "value")
    return min(int(said), TYPED_AT_MOST) if _ROOM.fullmatch(said) else TYPED_AT_MOST


def trigger_of(body: Payload) -> str:
    """What opens a modal in front of whoever pressed."""
    return _text(body, "trigger_id")


def link_back(body: Payload) -> str:
    """Where an answer that only this person sees can be sent; "" for nowhere."""
    return _link(body, "response_url")


def blocks_shown(body: Payload) -> Sequence[Any]:
    """The message under which somebody pressed, as Slack gives it back."""
    message = body.get("message")
    blocks = message.get("blocks") if isinstance(message, Mapping) else None
    return blocks if isinstance(blocks, list) else ()


def submitted(body: Payload) -> Inbound | None:
    """Words from the modal. Their place in the order of presses is that of the press that opened the box."""
    carried = _carried(body)
    if carried is None:
        return None
    place = _text(carried, "message")
    message = MessageRef(place) if place else None
    text = _with_mentions(_text(body, "view", "state", "values", WORDS, WORDS, "value"))
    return _inbound(
        sender=sender_of(body),
        update_id=_text(body, "trigger_id"),
        sequence=microseconds(_text(carried, "at")) + 1,
        event=Typed(text=text, reply_to=message),
        message=message,
        reply_via=_link(carried, "reply"),
    )


def chosen(body: Payload, *, now: datetime) -> Inbound | None:
    """A choice from a modal, as a press under the message that it was opened from. Slack names no time of it."""
    intent = decode(_text(body, "view", "state", "values", CHOICE, CHOICE, "selected_option", "value"))
    carried = _carried(body)
    if intent is None or carried is None:
        return None
    place = _text(carried, "message")
    return _inbound(
        sender=sender_of(body),
        update_id=_text(body, "trigger_id"),
        sequence=max(microseconds(_text(carried, "at")) + 1, int(now.timestamp() * 1_000_000)),
        event=Pressed(intent=intent),
        message=MessageRef(place) if place else None,
        reply_via=_link(carried, "reply") if place else "",
    )


def _carried(body: Payload) -> Payload | None:
    try:
        carried = json.loads(box_around(body) or "{}")
    except (ValueError, RecursionError):
        return None
    return carried if isinstance(carried, Mapping) else None


def commanded(body: Payload, *, now: datetime) -> Inbound | None:
    """`/rounds` with a command or `join CODE`; a command that we do not have asks for help, other words are words."""
    text = _with_mentions(_text(body, "text"))
    return _inbound(
        sender=_address(_text(body, "user_id")),
        update_id=_text(body, "trigger_id"),
        sequence=int(now.timestamp() * 1_000_000),
        event=ordered(text) or Typed(text=text),
    )


def written(body: Payload) -> Inbound | None:
    """What a person does in their direct messages with the bot: words, a change of them, or something without words.

    Slack may bring one message under several event ids; its place and time name it.
    """
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("channel_type") != "im":
        return None
    subtype = _text(event, "subtype")
    if subtype in _CHANGES:
        return _changed(event)
    user, text = _text(event, "user"), plain(_text(event, "text")).strip()
    if _is_of_machine(event) or not user:
        return None
    channel, ts, thread = (_text(event, name) for name in ("channel", "ts", "thread_ts"))
    here = ref_of(channel, ts) if ts else None
    reply_to = ref_of(channel, thread) if thread else None
    is_words = bool(text) and subtype in _WORDS_TOO and not event.get("files")
    return _inbound(
        sender=_address(user),
        update_id=here or _text(body, "event_id"),
        sequence=microseconds(ts),
        event=Typed(text=text, reply_to=reply_to, written_in=here) if is_words else Wordless(),
        message=reply_to if is_words else None,
    )


def _changed(event: Payload) -> Inbound | None:
    """A message that its writer changed or deleted. That Slack shows what a link leads to is a change, too, for it."""
    before, after = event.get("previous_message"), event.get("message")
    is_deleted = _text(event, "subtype") == _DELETED or _text(after, "subtype") == _TOMBSTONE
    whose = before if is_deleted else after
    if not isinstance(whose, Mapping) or _is_of_machine(whose) or not _text(whose, "user"):
        return None
    text = plain(_text(after, "text")).strip()
    if not is_deleted and (not text or text == plain(_text(before, "text")).strip()):
        return None
    channel, ts = _text(event, "channel"), _text(event, "deleted_ts") or _text(whose, "ts")
    thread = _text(whose, "thread_ts")
    at = _text(event, "event_ts") or _text(event, "ts")
    return _inbound(
        sender=_address(_text(whose, "user")),
        update_id=f"{ref_of(channel, ts)}:{at}",
        sequence=microseconds(at),
        event=Deleted() if is_deleted else Edited(text=text, reply_to=ref_of(channel, thread) if thread else None),
        message=ref_of(channel, ts),
    )


def _is_of_machine(message: Payload) -> bool:
    """Slackbot has no bot id."""
    return bool(message.get("bot_id") or message.get("bot_profile")) or _text(message, "user") == SLACKBOT


def message_of(body: Payload) -> MessageRef | None:
    channel, ts = (_text(body, "container", name) for name in ("channel_id", "message_ts"))
    return ref_of(channel, ts) if channel and ts else None


def sender_of(body: Payload) -> Address | None:
    """Who pressed or wrote; None for an id of no form that Slack gives."""
    return _address(_text(body, "user", "id"))


def _address(user: str) -> Address | None:
    return Address(channel=SLACK, value=user) if is_plain_id(user) else None


def home_opened(body: Payload) -> Address | None:
    """Whose App Home was opened; None for another of its tabs, and for nobody that Slack could know."""
    is_home = (_text(body, "event", "tab") or "home") == "home"
    return _address(_text(body, "event", "user")) if is_home else None


def microseconds(ts: str) -> int:
    """Slack's "seconds.micros" as whole microseconds, 0 for anything else; a float would lose the last ones."""
    found = _MOMENT.fullmatch(ts)
    return int(found[1]) * 1_000_000 + int(f"{found[2] or ''}000000"[:6]) if found else 0


def _inbound(
    *,
    sender: Address | None,
    update_id: str,
    sequence: int,
    event: Event,
    message: MessageRef | None = None,
    reply_via: str = "",
) -> Inbound | None:
    """The update; None where an id has no form that Slack gives it, so that it is set aside at once."""
    if sender is None or not all(is_plain_id(each) for each in (update_id, *((message,) if message else ()))):
        return None
    return Inbound(
        sender=sender, update_id=update_id, sequence=sequence, event=event, message=message, reply_via=reply_via
    )


def is_sound(body: object) -> bool:
    """Whether the parts of a payload have the shapes that Slack gives them: the library takes it for granted."""
    if not isinstance(body, Mapping):
        return False
    actions = body.get("actions", [])
    return (
        all(isinstance(body.get(part, {}), Mapping) for part in ("event", "view", "user", "team", "container"))
        and isinstance(actions, list)
        and all(_text(action, "action_id") for action in actions)
    )


def _text(body: object, *path: str | int) -> str:
    """The text at this place; "" where there is none or something else."""
    for step in path:
        if isinstance(step, str) and isinstance(body, Mapping):
            body = body.get(step)
        elif isinstance(step, int) and isinstance(body, list) and step < len(body):
            body = body[step]
        else:
            return ""
    return body if isinstance(body, str) else ""


def _link(body: Payload, name: str) -> str:
    link = _text(body, name)
    return link if _WEB_LINK.fullmatch(link) else ""


def plain(text: str) -> str:
    """What the person typed: Slack's entities, links and mentions turned back into words."""
    words = _LINK.sub(r"\1", _with_mentions(text))
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _with_mentions(text: str) -> str:
    """Mentions as words that the guard knows; a space keeps one apart from a word that it was written against."""
    return _MENTION.sub(_mention, text)


def _mention(found: re.Match[str]) -> str:
    is_apart = not found.string[found.start() - 1 : found.start()].isalnum()
    return ("" if is_apart else " ") + as_mention(found[2] or found[1])
