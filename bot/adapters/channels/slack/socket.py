"""Socket Mode: Slack's events over a connection that we open, so that a hospital needs no public address."""

import asyncio
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.channels.slack import PLATFORM, SLACK
from bot.adapters.channels.slack.connection import SlackConnection, discreet_logger
from bot.adapters.channels.slack.errors import code_of
from bot.cancellation import end, finish, stop_if_cancelled
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard

log = structlog.get_logger()

PART = Part(kind=PartKind.RECEIVING, channel=SLACK)
PING_SECONDS = 2.0
"""How soon a broken connection is noticed, and how long between tries to come back."""
WATCH_SECONDS = 0.5
CONNECTED_WITHIN = 20.0
"""Seconds that a connection with a new token is waited for."""
FINISH_SECONDS = 3.0
"""How long a stop waits for events that are being committed, so that they are acknowledged too."""


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


class _Handler(AsyncSocketModeHandler):
    """Knows which events are between their arrival and their ack."""

    def __init__(self, app: AsyncApp, app_token: str, *, office: _TicketOffice) -> None:
        self.in_hand: set[asyncio.Task[Any]] = set()
        super().__init__(app, app_token, logger=discreet_logger(), web_client=office, ping_interval=PING_SECONDS)

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine of the library always runs in a task
        self.in_hand.add(task)
        try:
            await super().handle(client, req)
        except Exception as error:  # of a shape that the library stumbles over: Slack never sends such
            stop_if_cancelled()
            log.warning("slack_update_unreadable", reason=type(error).__name__)
        finally:
            self.in_hand.discard(task)


class SocketMode:
    """Keeps one connection up and says on the health board whether it is."""

    def __init__(self, *, app: AsyncApp, app_token: str, connection: SlackConnection, health: HealthBoard) -> None:
        self._app, self._app_token, self._health = app, app_token, health
        self._web = connection.client
        self._watch: asyncio.Task[None] | None = None
        self._line: _Line | None = None

    async def start(self) -> None:
        """Connect in the background; returns at once, also when Slack cannot be reached."""
        self._watch = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        if self._watch is not None:
            await end([self._watch])

    async def renew(self, app_token: str) -> None:
        """Connect with another token, and only then close the connection of the earlier one: Slack brings each event
        over one of the two. Raises the faults of a call to Slack, and then all stays as it was."""
        if app_token == self._app_token:
            return
        await self._office().apps_connections_open(app_token=app_token)
        fresh = _Line(self._app, app_token, office=self._office())
        try:
            async with asyncio.timeout(CONNECTED_WITHIN):
                while not await fresh.is_up():  # noqa: ASYNC110 - the library announces nothing
                    await asyncio.sleep(WATCH_SECONDS)
        except BaseException:  # also when we are cancelled: the connection of the earlier token is the one that stays
            await finish(fresh.end())
            raise
        before, self._line, self._app_token = self._line, fresh, app_token
        if before is not None:
            await finish(before.end())

    def _office(self) -> _TicketOffice:
        return _TicketOffice(
            base_url=self._web.base_url,
            session=self._web.session,
            proxy=self._web.proxy,
            retry_handlers=[],
            logger=discreet_logger(),
        )

    async def _run(self) -> None:
        self._line = _Line(self._app, self._app_token, office=self._office())
        try:
            while True:
                stop_if_cancelled()
                await self._look(self._line)
                await asyncio.sleep(WATCH_SECONDS)
        finally:
            await finish(self._line.end())

    async def _look(self, line: "_Line") -> None:
        is_up = await line.is_up()
        if line is not self._line:
            return  # another one has taken its place meanwhile
        if is_up:
            self._health.well(PART)
            return
        refused = line.office.refused
        kind = TroubleKind.APP_TOKEN_REFUSED if refused else TroubleKind.NOT_CONNECTED
        self._health.troubled(PART, Trouble(kind=kind, platform=PLATFORM, detail=refused))


class _Line:
    """One connection, which the library opens anew whenever it breaks."""

    def __init__(self, app: AsyncApp, app_token: str, *, office: _TicketOffice) -> None:
        self.office = office
        self._handler = _Handler(app, app_token, office=office)
        self._connecting = asyncio.ensure_future(self._handler.connect_async())  # type: ignore[no-untyped-call]

    async def is_up(self) -> bool:
        if await self._handler.client.is_connected():
            return True
        self._handler.client.wss_uri = None  # an address is good for one connection; the library would try it again
        return False

    async def end(self) -> None:
        await _ended(self._handler, self._connecting)


async def _ended(handler: _Handler, connecting: asyncio.Future[None]) -> None:
    """Let events in hand be acknowledged, then close what the library holds and end the tasks that it only cancels."""
    if handler.in_hand:
        await asyncio.wait(handler.in_hand, timeout=FINISH_SECONDS)
    client = handler.client
    client.closed = True
    await end([connecting])
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await handler.close_async()  # type: ignore[no-untyped-call]
    await end(task for task in tasks if task is not None)
