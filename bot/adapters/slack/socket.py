"""Socket Mode: Slack's events over a connection that we open, so that a hospital needs no public address."""

import asyncio
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.connection import SlackConnection, discreet_logger
from bot.adapters.slack.errors import code_of
from bot.flows.health import HealthBoard

log = structlog.get_logger()

PART = "receiving on slack"
PING_SECONDS = 2.0
"""How soon a broken connection is noticed, and how long between tries to come back."""
WATCH_SECONDS = 0.5


class _TicketOffice(AsyncWebClient):
    """Fetches the address of the next connection, and remembers what Slack said when it refused."""

    refused = ""

    async def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> AsyncSlackResponse:
        try:
            answer = await super().apps_connections_open(app_token=app_token, **kwargs)
        except SlackApiError as error:
            self.refused = code_of(error)
            raise
        self.refused = ""
        return answer


class SocketMode:
    """Keeps one connection up and says on the health board whether it is."""

    def __init__(self, *, app: AsyncApp, app_token: str, connection: SlackConnection, health: HealthBoard) -> None:
        self._app, self._app_token, self._health = app, app_token, health
        self._web = connection.client
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect in the background; returns at once, also when Slack cannot be reached."""
        self._watch = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _run(self) -> None:
        office = _TicketOffice(
            base_url=self._web.base_url,
            session=self._web.session,
            proxy=self._web.proxy,
            retry_handlers=[],
            logger=discreet_logger(),
        )
        handler = AsyncSocketModeHandler(
            self._app, self._app_token, logger=discreet_logger(), web_client=office, ping_interval=PING_SECONDS
        )
        connecting = asyncio.ensure_future(handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            while True:
                await self._look(handler, office)
                await asyncio.sleep(WATCH_SECONDS)
        finally:
            handler.client.closed = True
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await _close(handler)

    async def _look(self, handler: AsyncSocketModeHandler, office: _TicketOffice) -> None:
        if await handler.client.is_connected():
            self._health.well(PART)
            return
        self._health.troubled(
            PART, f"Slack refuses the app token: {office.refused}" if office.refused else "not connected"
        )
        handler.client.wss_uri = None  # an address is good for one connection; the library would try the old one again


async def _close(handler: AsyncSocketModeHandler) -> None:
    """Close what the library holds and wait for its tasks, which it only cancels."""
    client = handler.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await handler.close_async()  # type: ignore[no-untyped-call]
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
