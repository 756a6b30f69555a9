"""One Slack account's way out: the Web API client, without retries of its own and without words in its log."""

import logging
from contextlib import suppress
from types import TracebackType

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.channels.slack.errors import FAULTS
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.ports import TokenRefused

CALL_SECONDS, CONNECT_SECONDS = 15.0, 5.0


class Discreet(logging.Filter):
    """Keeps of a library's record only where it arose and the kind of error: its text may hold answers or tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg, record.args = f"slack library: {record.funcName}:{record.lineno} {kind}".rstrip(), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def discreet_logger() -> logging.Logger:
    """The logger for slack_sdk and slack-bolt; below WARNING they print whole payloads."""
    logger = logging.getLogger("rounds.slack.library")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(each, Discreet) for each in logger.filters):
        logger.addFilter(Discreet())
    return logger


class SlackConnection:
    """Holds the client and its HTTP session; `open` inside the running loop, `close` when done.

    Every call has its own connection: one kept alive and closed by the far end at the wrong moment would look like a
    message that may have arrived.
    """

    def __init__(self, *, bot_token: str, api_url: str, answer_within: float = CALL_SECONDS) -> None:
        """`answer_within`: seconds until a call is unsure."""
        self._answer_within, self._api_url = answer_within, api_url
        self.client = self._client_of(bot_token)
        """One client for all calls; its token may change between two of them."""
        self._workspace = ""

    async def open(self) -> None:
        if self.client.session is None or self.client.session.closed:
            self.client.session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._answer_within, connect=CONNECT_SECONDS),
                connector=aiohttp.TCPConnector(force_close=True, limit=100),
            )

    async def know_workspace(self) -> None:
        """Ask Slack whether it knows the token, and remember for which workspace. Raises the faults of a call."""
        self._workspace = str((await self.client.auth_test()).get("team_id") or "")

    async def renew(self, bot_token: str) -> None:
        """From the next call on go with this token. Raises `TokenRefused`, and the faults of a call to Slack."""
        with suppress(*FAULTS):  # the earlier one may have ended already; what was known of it before still counts
            await self.know_workspace()
        fresh = self._client_of(bot_token)
        fresh.session = self.client.session
        workspace = str((await fresh.auth_test()).get("team_id") or "")
        if self._workspace not in ("", workspace):
            raise TokenRefused(Trouble(kind=TroubleKind.NEW_TOKEN_OF_ANOTHER_WORKSPACE))
        self.client.token = bot_token

    def _client_of(self, bot_token: str) -> AsyncWebClient:
        return AsyncWebClient(
            token=bot_token,
            base_url=self._api_url,
            timeout=int(CALL_SECONDS),
            retry_handlers=[],  # the built-in one posts a second time when the answer to the first is lost
            logger=discreet_logger(),
        )

    async def close(self) -> None:
        if self.client.session is not None:
            await self.client.session.close()

    async def __aenter__(self) -> "SlackConnection":
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()
