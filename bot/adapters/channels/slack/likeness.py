"""Messages as Slack draws them, from what the adapter sends."""

import re
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup, escape

from bot.adapters.channels.slack.blocks import PRESS, body_of
from bot.adapters.channels.slack.words import unescaped
from bot.channel_port import Likeness
from bot.domain.messaging.messages import Message

PICTURE: Final = "F0ROUNDSDEMO"
"""Stands for the id that Slack gives an uploaded file."""
_BOLD: Final = re.compile(r"\*([^*\n]+)\*")


def slack_payload(message: Message) -> Mapping[str, Any]:
    """What `chat.postMessage` is given for this message."""
    return body_of(message, picture=PICTURE if message.picture is not None else "")


def _mrkdwn(text: str) -> Markup:
    """Bold is all the markup that Rounds uses there."""
    return Markup(_BOLD.sub(r"<b>\1</b>", str(escape(unescaped(text)))))  # noqa: S704 - escaped, then bold


def _is_press(action: str) -> bool:
    return PRESS.match(action) is not None


LIKENESS: Final = Likeness(
    payload=slack_payload,
    package="bot.adapters.channels.slack",
    filters={"unescaped": unescaped, "mrkdwn": _mrkdwn, "is_press": _is_press},
)
