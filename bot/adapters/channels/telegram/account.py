"""One bot on Telegram: the library's client, kept quiet and pointed at the right server, its name and its commands."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.adapters.channels.telegram import PLATFORM
from bot.adapters.channels.telegram.errors import delivery_failed
from bot.adapters.trust import trusted
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.messaging.inbound import MENU
from bot.domain.texts import languages, say
from bot.ports import ChannelBroken, Timer, TokenRefused

log = structlog.get_logger()

OFFICIAL = "https://api.telegram.org"
ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

_CODE_LENGTH = 2
"""Telegram knows languages by their two letters, and no others."""

_CHATTY = ("httpx", "httpcore")
_TELLTALE = "telegram"
"""Logs the token at DEBUG, what people write at DEBUG and, when it cannot read an update, at CRITICAL."""


class TelegramAccount:
    """The bot behind one token. Nothing here retries: whoever calls knows whether a second call is harmless.

    The token is in the address of every call, so the logs of the HTTP client and of the library are silenced before
    either can speak.
    """

    def __init__(
        self,
        *,
        token: str,
        timer: Timer,
        api_root: str = OFFICIAL,
        answer_within: float = 10.0,
    ) -> None:
        """`api_root`: the server's root, `/bot<token>/` is added. `answer_within`: seconds until a call is unsure."""
        silence_libraries()
        self._calls = HTTPXRequest(
            connection_pool_size=16,
            connect_timeout=5.0,
            read_timeout=answer_within,
            write_timeout=answer_within,
            media_write_timeout=2 * answer_within,
            pool_timeout=5.0,
            httpx_kwargs={"verify": trusted()},
        )
        self.updates = RememberingRequest(
            connection_pool_size=2,
            read_timeout=answer_within,
            pool_timeout=5.0,
            httpx_kwargs={"verify": trusted()},
        )
        self._root = api_root.rstrip("/")
        self.bot = self._bot_of(token)
        """Looked up for every call: the token may be another one by then."""
        self._timer = timer
        self._rest_until = 0.0
        self._username = ""

    def _bot_of(self, token: str) -> Bot:
        return Bot(
            token,
            base_url=f"{self._root}/bot",
            base_file_url=f"{self._root}/file/bot",
            request=self._calls,
            get_updates_request=self.updates,
        )

    async def renew(self, token: str) -> None:
        """From the next call on go with this token. Raises `TokenRefused`, and `DeliveryFailed` while Telegram cannot
        be asked about it."""
        if _bot_number(token) != _bot_number(self.bot.token):
            raise TokenRefused(Trouble(kind=TroubleKind.NEW_TOKEN_OF_ANOTHER_BOT))
        bot = self._bot_of(token)
        try:
            await bot.get_me()
        except TelegramError as error:
            failure = delivery_failed(error)
            if isinstance(failure, ChannelBroken):
                raise TokenRefused(Trouble(kind=TroubleKind.NEW_TOKEN_UNKNOWN, platform=PLATFORM)) from None
            raise failure from None
        self.bot = bot

    async def close(self) -> None:
        await self._calls.shutdown()
        await self.updates.shutdown()

    # --- who it is ------------------------------------------------------------------------------------------------

    async def introduce(self, locale: str) -> None:
        """Learn the bot's name and register its commands, in this locale and, for whoever has their telephone in
        another language that Rounds speaks, in that. Raises the library's errors.
        """
        self._username = (await self.bot.get_me()).username or ""
        others = (each for each in languages() if each != locale and len(each.split("-")[0]) == _CODE_LENGTH)
        menus = {None: locale} | {each.split("-")[0]: each for each in others}
        for language, spoken in menus.items():
            commands = [(command.value, say(f"chat-menu-{command.value}", spoken)) for command in MENU]
            await self.bot.set_my_commands(commands, language_code=language)

    async def username(self) -> str:
        """The bot's name for links, or "" while it cannot be had."""
        if not self._username:
            try:
                self._username = (await self.bot.get_me()).username or ""
            except TelegramError as error:
                log.warning("telegram_name_unknown", reason=type(error).__name__)
        return self._username

    # --- the account's rest ---------------------------------------------------------------------------------------

    def rest(self, seconds: float) -> None:
        """After a 429 nothing of this account is called for so long, whoever was refused."""
        self._rest_until = max(self._rest_until, self._timer.monotonic() + seconds)

    @property
    def rest_left(self) -> float:
        return max(self._rest_until - self._timer.monotonic(), 0.0)


def _bot_number(token: str) -> str:
    return token.partition(":")[0]


class RememberingRequest(HTTPXRequest):
    """Keeps the newest answer as it came, so that one update the library cannot read does not hold up the others."""

    __slots__ = ("_newest",)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._newest = b""

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        self._newest = b""
        status, self._newest = await super().do_request(*arguments, **named)
        return status, self._newest

    def newest_updates(self) -> Sequence[Mapping[str, Any]]:
        """The updates of the newest answer, unread."""
        result = json.loads(self._newest)["result"]
        return [one for one in result if isinstance(one, dict)]


def silence_libraries() -> None:
    """Never louder than before; what matters of their faults is said by us, with ids only."""
    for name in _CHATTY:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    logging.getLogger(_TELLTALE).setLevel(logging.CRITICAL + 1)
