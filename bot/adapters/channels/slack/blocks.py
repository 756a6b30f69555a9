"""Messages, the App Home and the box to write in as Block Kit, within Slack's limits.

Limits: docs.slack.dev/reference/block-kit (100 blocks a view, 25 elements an actions block, 75 characters a button).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.adapters.channels.slack import TYPED_AT_MOST
from bot.adapters.channels.slack.sections import ROOM, Block, document_blocks, plain
from bot.adapters.channels.slack.words import SECTION, cut, escaped, unescaped, visible
from bot.callback_text import encode
from bot.domain.batches import batches
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.documents import Paragraph, document, paragraphs
from bot.domain.messaging.messages import Button, Message
from bot.domain.messaging.notifications import notification_of
from bot.domain.texts import say

LABEL = 75
ROWS_A_MESSAGE = 20
ROW = 25
BLOCKS_AT_HOME = 100
PRESS = re.compile(r"^rounds:press:")
WRITE = "rounds:write"
WORDS = "rounds:words"
"""The modal, its one input and that input's action."""
CHOICE = "rounds:choice"
"""The modal to choose in, its one input and that input's action."""
METADATA = "rounds"
DEEPEST = 20
"""Levels of a block that are looked through; Slack's own have fewer than ten."""
OVER_A_BOX = replace(ROOM, blocks=4)
"""How much of a message is repeated over the box in which it is answered."""


def body_of(message: Message, *, picture: str = "") -> dict[str, Any]:
    """`text` and `blocks` of a message; `picture` is the id of its uploaded file. The text is for locked screens."""
    return {"text": escaped(visible(notification_of(message))), "blocks": blocks_of(message, picture=picture)}


def blocks_of(message: Message, *, picture: str = "") -> list[Block]:
    """The document, then one actions block for each row of buttons, in the order given."""
    blocks = document_blocks(message.document, picture=picture)
    blocks += [_actions(row, index) for index, row in enumerate(_rows(message.buttons))]
    if message.asks_reply:
        room = str(min(message.longest_reply, TYPED_AT_MOST))
        write = _button(say("chat-write", message.locale), WRITE, value=room)
        blocks.append({"type": "actions", "elements": [write]})
    return blocks


def home_of(messages: Sequence[Message], locale: str) -> dict[str, Any]:
    """The App Home: one message under another, with lines between. Pictures are told in words."""
    blocks: list[Block] = []
    for message in messages:
        more = ([{"type": "divider"}] if blocks else []) + blocks_of(message)
        if len(blocks) + len(more) <= BLOCKS_AT_HOME:
            blocks += more
    return {
        "type": "home",
        "blocks": blocks or document_blocks(document(Paragraph(words=say("chat-nothing_here", locale)))),
    }


def words_modal(question: Sequence[Any], locale: str, *, carries: str, longest: int) -> dict[str, Any]:
    """A box to write in, under the words of the message it belongs to. `carries` comes back with what was written."""
    asked = [each for block in question for words in _words_of(block) for each in paragraphs(unescaped(words))]
    return {
        "type": "modal",
        "callback_id": WORDS,
        "title": plain(say("chat-title", locale), 24),
        "submit": plain(say("chat-send", locale), 24),
        "close": plain(say("chat-cancel", locale), 24),
        "private_metadata": carries,
        "blocks": [
            *(document_blocks(document(*asked), room=OVER_A_BOX) if asked else ()),
            {
                "type": "input",
                "block_id": WORDS,
                "label": plain(say("chat-your_words", locale), LABEL),
                "element": {
                    "type": "plain_text_input",
                    "action_id": WORDS,
                    "multiline": True,
                    "max_length": longest,
                    "focus_on_load": True,
                },
            },
        ],
    }


def menu_modal(message: Message, *, carries: str, is_first: bool) -> dict[str, Any]:
    """A message to choose from, or only to read, beside the chat. `carries` comes back with what was chosen."""
    locale = message.locale
    options = [
        {"text": plain(each.label, LABEL), "value": encode(each.intent)} for row in message.buttons for each in row
    ]
    modal: dict[str, Any] = {
        "type": "modal",
        "callback_id": CHOICE,
        "title": plain(say("chat-title", locale), 24),
        "close": plain(say("chat-cancel" if is_first else "chat-back", locale), 24),
        "private_metadata": carries,
        "blocks": document_blocks(message.document),
    }
    if options:
        modal["submit"] = plain(say("chat-choose", locale), 24)
        modal["blocks"].append(
            {
                "type": "input",
                "block_id": CHOICE,
                "label": plain(say("chat-your_choice", locale), LABEL),
                "element": {"type": "radio_buttons", "action_id": CHOICE, "options": options},
            }
        )
    return modal


def _words_of(node: Any, depth: int = DEEPEST) -> Iterator[str]:
    """All words in a block that Slack gave back, but for those on buttons."""
    if depth == 0:
        return
    if isinstance(node, Mapping):
        kind, words = node.get("type"), node.get("text")
        if kind in ("plain_text", "text") and isinstance(words, str) and words.strip():
            yield words
        elif kind != "actions":
            for child in node.values():
                yield from _words_of(child, depth - 1)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _words_of(child, depth - 1)


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
    return cut(text, SECTION)


def _rows(rows: Sequence[Sequence[Button]]) -> Iterator[Sequence[Button]]:
    """The rows as they are; packed closer when there are more than a message can hold."""
    narrow = [some for row in rows for some in batches(row, ROW)]
    if len(narrow) <= ROWS_A_MESSAGE:
        yield from narrow
        return
    flat = [button for row in rows for button in row][: ROWS_A_MESSAGE * ROW]
    size = max(-(-len(flat) // ROWS_A_MESSAGE), 1)
    yield from batches(flat, size)


def _actions(row: Sequence[Button], index: int) -> Block:
    buttons = (
        _button(each.label, f"rounds:press:{index}:{place}", value=encode(each.intent), is_primary=each.is_primary)
        for place, each in enumerate(row)
    )
    return {"type": "actions", "elements": list(buttons)}


def _button(label: str, action: str, *, value: str = "", is_primary: bool = False) -> Block:
    button: Block = {"type": "button", "text": plain(label, LABEL), "action_id": action}
    return button | ({"value": value} if value else {}) | ({"style": "primary"} if is_primary else {})
