"""Messages as each channel draws them, by the likeness in its own folder."""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from bot.adapters.channels.registry import CHANNELS
from bot.channel_port import Likeness
from bot.domain.organisation.people import Channel
from bot.domain.texts import say
from bot.ports import WebMessage

DRAWN: Sequence[Channel] = tuple(each.id for each in CHANNELS if each.likeness is not None)
"""The channels that have a likeness."""
_PACKAGE = "bot.adapters.likenesses"


def draw(channel: Channel, shown: WebMessage, *, payload_label: str = "") -> Markup:
    """One message as an element of a list with the classes `likeness` and the channel's id. `payload_label`: of a fold
    below with the payload itself; else none."""
    likeness = _likeness_of(channel)
    template = _templates(channel).get_template("likeness.html")
    return Markup(template.render(**_values(likeness, shown), payload_label=payload_label))  # noqa: S704 - all is escaped


@cache
def style_sheet() -> str:
    """The rules of what is drawn, those of all channels first."""
    packages = (_PACKAGE, *(_likeness_of(channel).package for channel in DRAWN))
    return "\n".join((files(each) / "static" / "likeness.css").read_text("utf-8") for each in packages)


def _values(likeness: Likeness, shown: WebMessage) -> Mapping[str, object]:
    payload = likeness.payload(shown.message)
    picture = shown.message.picture
    return {
        "id": shown.id,
        "payload": payload,
        "as_text": json.dumps(payload, ensure_ascii=False, indent=1),
        "locale": shown.message.locale,
        "picture": base64.b64encode(picture.png).decode() if picture is not None else "",
        "alt": picture.alt if picture is not None else "",
    }


def _likeness_of(channel: Channel) -> Likeness:
    load = next(each.likeness for each in CHANNELS if each.id == channel)
    if load is None:
        raise KeyError(channel)
    return load()


@cache
def _templates(channel: Channel) -> Environment:
    likeness = _likeness_of(channel)
    loader = ChoiceLoader([PackageLoader(likeness.package), PackageLoader(_PACKAGE)])
    environment = Environment(loader=loader, auto_reload=False, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= likeness.filters
    environment.globals |= {"say": say}
    return environment
