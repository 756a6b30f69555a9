"""The same chat as Slack or Telegram draws it, on a page of the demo."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader

from bot.adapters.likenesses.drawing import draw
from bot.ports import WebMessage

TITLES = {"web": "Web page", "slack": "Slack", "telegram": "Telegram"}
"""What the switch offers, in order; the first is the product's own page."""


def drawn_page(channel: str, *, title: str, path: str) -> str:
    """An empty page that fetches its messages; `path` is the web chat to which presses go."""
    return _templates().get_template("drawn.html").render(channel=channel, name=TITLES[channel], title=title, path=path)


def drawn_messages(channel: str, messages: Sequence[WebMessage]) -> str:
    """Newest first."""
    return "".join(draw(channel, each, payload_label="What is sent") for each in reversed(messages))


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("bot.demo"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
