"""The same chat as a channel draws it, on a page of the demo."""

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.likenesses.drawing import DRAWN, draw
from bot.domain.organisation.people import Channel
from bot.ports import WebMessage

TITLES: Mapping[Channel, str] = {each.id: each.title for each in CHANNELS if each.id in DRAWN}
"""What the switch offers beside the product's own page."""


def drawn_page(channel: Channel, *, title: str, path: str) -> str:
    """An empty page that fetches its messages; `path` is the web chat to which presses go."""
    return _templates().get_template("drawn.html").render(channel=channel, name=TITLES[channel], title=title, path=path)


def drawn_messages(channel: Channel, messages: Sequence[WebMessage]) -> str:
    """Newest first."""
    return "".join(draw(channel, each, payload_label="What is sent") for each in reversed(messages))


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("bot.demo"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
