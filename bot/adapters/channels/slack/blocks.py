"""Messages as Block Kit: pure, within Slack's limits, and with every word in `plain_text`, so that nothing is markup.

Limits: docs.slack.dev/reference/block-kit (50 blocks a message and 100 a view, 3,000 characters a section, 25 elements
an actions block, 75 characters on a button, 2,000 of alternative text).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.callback_text import encode
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.messages import Button, Message
from bot.domain.texts import say
from bot.domain.texts.characters import is_blank
from bot.domain.texts.languages import DEFAULT_LOCALE

Block = dict[str, Any]

SECTION, LABEL, ALT = 3000, 75, 2000
SECTIONS_A_MESSAGE, ROWS_A_MESSAGE = 20, 20
ROW = 25
BLOCKS_AT_HOME = 100
PRESS = re.compile(r"^rounds:press:")
WRITE = "rounds:write"
WORDS = "rounds:words"
"""The modal, its one input and that input's action."""
METADATA = "rounds"
TYPED_AT_MOST = 3000

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2061-\u2069\ufeff\ud800-\udfff]")
"""Controls, zero-width marks and direction overrides, with which words could be made to look like other words."""


def body_of(message: Message, *, picture: str = "") -> dict[str, Any]:
    """`text` and `blocks` of a message; `picture` is the id of its uploaded file. The text is for locked screens."""
    return {"text": _escaped(_visible(message.notification)), "blocks": blocks_of(message, picture=picture)}


def blocks_of(message: Message, *, picture: str = "") -> list[Block]:
    """Words, picture, then one actions block for each row of buttons, in the order given.

    Without an id the words of a picture stand in its place.
    """
    blocks = _sections(message.text)
    if message.picture is not None and picture:
        alt = _cut(_visible(message.picture.alt), ALT)
        blocks.append({"type": "image", "slack_file": {"id": picture}, "alt_text": alt})
    elif message.picture is not None:
        blocks += _sections(message.picture.alt)[:1]
    blocks += [_actions(row, index) for index, row in enumerate(_rows(message.buttons))]
    if message.asks_reply:
        blocks.append({"type": "actions", "elements": [_button(say("chat-write", DEFAULT_LOCALE), WRITE)]})
    return blocks


def home_of(messages: Sequence[Message], locale: str) -> dict[str, Any]:
    """The App Home: one message under another, with lines between. Pictures are told in words."""
    blocks: list[Block] = []
    for message in messages:
        more = ([{"type": "divider"}] if blocks else []) + blocks_of(message)
        if len(blocks) + len(more) <= BLOCKS_AT_HOME:
            blocks += more
    return {"type": "home", "blocks": blocks or _sections(say("chat-nothing_here", locale))}


def words_modal(question: Sequence[Mapping[str, Any]], locale: str, *, carries: Mapping[str, str]) -> dict[str, Any]:
    """A box to write in, under the words of the message it belongs to. `carries` comes back with what was written."""
    asked = "\n".join(
        str(block["text"].get("text", "")) for block in question if block.get("type") == "section" and "text" in block
    )
    return {
        "type": "modal",
        "callback_id": WORDS,
        "title": _plain(say("chat-title", locale), 24),
        "submit": _plain(say("chat-send", locale), 24),
        "close": _plain(say("chat-cancel", locale), 24),
        "private_metadata": json.dumps(dict(carries)),
        "blocks": [
            *_sections(_unescaped(asked))[:2],
            {
                "type": "input",
                "block_id": WORDS,
                "label": _plain(say("chat-your_words", locale), LABEL),
                "element": {
                    "type": "plain_text_input",
                    "action_id": WORDS,
                    "multiline": True,
                    "max_length": TYPED_AT_MOST,
                    "focus_on_load": True,
                },
            },
        ],
    }


def metadata_of(key: str) -> dict[str, Any]:
    """Message metadata that names the delivery by its opaque key; any member of the workspace may read it."""
    return {"event_type": METADATA, "event_payload": {"k": key}}


def key_in(message: Mapping[str, Any]) -> str:
    """The key in a message of the history, or an empty text."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != METADATA:
        return ""
    return str((metadata.get("event_payload") or {}).get("k") or "")


def ref_of(channel: str, ts: str) -> MessageRef:
    return MessageRef(f"{channel}:{ts}")


def place_of(ref: MessageRef) -> tuple[str, str]:
    """Channel and ts of a message; ValueError for what is no Slack message."""
    channel, _, ts = ref.partition(":")
    if not channel or not ts:
        raise ValueError("this is not a Slack message")
    return channel, ts


def plain_answer(text: str) -> str:
    """Words for a place where Slack reads mrkdwn (an ephemeral reply), with nothing in them to read."""
    return _cut(_visible(text), SECTION)


def _rows(rows: Sequence[Sequence[Button]]) -> Iterator[Sequence[Button]]:
    """The rows as they are; packed closer when there are more than a message can hold."""
    narrow = [row[start : start + ROW] for row in rows if row for start in range(0, len(row), ROW)]
    if len(narrow) <= ROWS_A_MESSAGE:
        yield from narrow
        return
    flat = [button for row in rows for button in row][: ROWS_A_MESSAGE * ROW]
    size = max(-(-len(flat) // ROWS_A_MESSAGE), 1)
    yield from (flat[start : start + size] for start in range(0, len(flat), size))


def _actions(row: Sequence[Button], index: int) -> Block:
    buttons = (
        _button(each.label, f"rounds:press:{index}:{place}", value=encode(each.intent))
        for place, each in enumerate(row)
    )
    return {"type": "actions", "elements": list(buttons)}


def _button(label: str, action: str, *, value: str = "") -> Block:
    button: Block = {"type": "button", "text": _plain(label, LABEL), "action_id": action}
    return button | ({"value": value} if value else {})


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(_visible(text), most), "emoji": False}


def _sections(text: str) -> list[Block]:
    """Plain sections that together say the whole text, parted at line ends where that can be."""
    parts: list[str] = []
    for line in _visible(text).split("\n"):
        for piece in _pieces(_escaped(line)):
            if parts and len(parts[-1]) + 1 + len(piece) <= SECTION:
                parts[-1] += f"\n{piece}"
            else:
                parts.append(piece)
    said = [part.strip("\n") for part in parts if part.strip()][:SECTIONS_A_MESSAGE]
    return [{"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}} for part in said]


def _pieces(escaped: str) -> Iterator[str]:
    """A line in pieces of at most a section each."""
    while len(escaped) > SECTION:
        end = _whole(escaped, SECTION)
        yield escaped[:end]
        escaped = escaped[end:]
    yield escaped


def _cut(text: str, most: int) -> str:
    """Escaped text of at most `most` characters, the end of a longer one replaced by an ellipsis."""
    escaped = _escaped(text)
    return escaped if len(escaped) <= most else f"{escaped[: _whole(escaped, most - 1)]}…"


def _whole(escaped: str, most: int) -> int:
    """Where to cut so that at most `most` characters come before and no entity is cut in two."""
    entity = escaped.rfind("&", max(most - 4, 0), most)
    return entity if entity > 0 and ";" not in escaped[entity:most] else most


def _visible(text: str) -> str:
    """The text without characters nobody can see; an ellipsis when nothing else is left."""
    seen = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "…" if is_blank(seen) else seen


def _escaped(text: str) -> str:
    """Slack's three control characters as entities (docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
