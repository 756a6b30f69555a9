"""The web chat: pages of ours behind personal links, always on."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from bot.adapters.channels.web import WEB
from bot.adapters.channels.web.links import join_link
from bot.channel_port import ENROL_INSTEAD, ChannelDescription, JoinLink
from bot.domain.follow_up.prompts import Box
from bot.domain.texts.sentences import Sentence, Wording
from bot.ports import Timer
from bot.setting_fields import SettingsGroup, WebAddress, shown, wrong

_PERSONAL_LINK: Final = re.compile(
    r"(?<=/c/)[A-Za-z0-9_-]{16,}|(?<=/join/)[A-Za-z0-9_-]{16,}|(?<=/signin/)[A-Za-z0-9_-]{16,}"
)


def _host(text: str) -> str:
    if any(letter.isspace() or letter in "/@" for letter in text):
        raise wrong(f'{shown(text)} is no host; write a name or an address alone, like "127.0.0.1"')
    return text


class WebSettings(SettingsGroup):
    host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    url: WebAddress | None = None
    """The public root for links, without a slash at its end."""

    @property
    def root(self) -> str:
        """The public root, or the local one where no public one is set."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.url or f"http://{host}:{self.port}"


def _address_fault(_value: str) -> Wording:
    return Sentence.of("fault-web_address", instead=ENROL_INSTEAD)


def _warning(settings: WebSettings, people: str) -> str:
    return "" if settings.url else f"{people} on the web, and links lead to {settings.root}; set ROUNDS_WEB_URL"


async def _join_link(settings: WebSettings, _timer: Timer) -> JoinLink:
    return lambda code: join_link(settings.root, code)


CHANNEL = ChannelDescription(
    id=WEB,
    title="Web",
    settings=WebSettings,
    variables={"ROUNDS_WEB_HOST": "host", "ROUNDS_WEB_PORT": "port", "ROUNDS_WEB_URL": "url"},
    address_fault=_address_fault,
    warning=_warning,
    join_link=_join_link,
    address_is_link=True,
    has_menu=True,
    box=Box.DRAWN,
    noisy_loggers=("uvicorn", "uvicorn.access", "python_multipart"),
    secret_shapes=(_PERSONAL_LINK,),
)
