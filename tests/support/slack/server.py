"""A Slack on 127.0.0.1 that slack_sdk and slack-bolt cannot tell from the real one, in the calls we make.

Follows docs.slack.dev: Web API methods, message metadata, response_url (five uses, thirty minutes), trigger_id
(three seconds, once), file uploads that need a moment before a message may show them, Socket Mode envelopes and
acks, Events API retries. It keeps every message with monotonic times, and can be told to go wrong (`fault`,
`script`, `go_down`).
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.support.patience import PATIENCE
from tests.support.slack.events import EventRoutes
from tests.support.slack.methods import Methods, RefusedError
from tests.support.slack.people import Person
from tests.support.slack.records import (
    Call,
    Fault,
    File,
    Posted,
    ResponseUrl,
)

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60.0


class SlackServer:
    """Use as `async with SlackServer() as slack`; give `slack.api_url` and the tokens to the code under test."""

    def __init__(self) -> None:
        self.bot_token = "xoxb-loopback-bot"
        self.app_token = "xapp-loopback-app"
        self.signing_secret = "loopback-signing-secret"
        self.team_id, self.bot_user_id = "T0HOSPITAL", "U0ROUNDS00"
        self.calls: list[Call] = []
        self.messages: list[Posted] = []
        self.ephemerals: list[tuple[str, str]] = []  # (user, text)
        self.channels: dict[str, str] = {}  # user id -> D-channel
        self.missing: set[str] = set()
        self.scopes = {"chat:write", "commands", "files:write", "im:history", "im:write"}
        self.open_views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, list[dict[str, Any]]] = {}
        self.files: dict[str, File] = {}
        self.file_seconds = 0.0  # how long an upload stays unusable in a message
        self.triggers: dict[str, tuple[str, float]] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.script: Callable[[Call], Fault | None] = lambda _: None
        self.events = EventRoutes(self)
        self._faults: dict[str, list[Fault]] = {}
        self._methods = Methods(self)
        self._counter = 0
        self._changed = asyncio.Event()
        self._last_ts = 0
        self._ahead = 0.0
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0

    # --- life ---

    async def __aenter__(self) -> "SlackServer":
        app = web.Application(client_max_size=16 * 2**20)
        app.router.add_route("*", "/api/{method}", self._serve_method)
        app.router.add_post("/upload/v1/{file}", self._serve_upload)
        app.router.add_post("/actions/{token}", self._serve_response_url)
        app.router.add_get("/link", self.events.serve_socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await self.come_back()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.events.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def go_down(self) -> None:
        """Refuse every connection until `come_back`; what is open is reset."""
        if self._site is not None and self._runner is not None:
            await self._site.stop()
            self._site = None
            server = self._runner.server
            for handler in list(server.connections if server is not None else []):
                if handler.transport is not None:
                    handler.transport.abort()

    async def come_back(self) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.root}/api/"

    # --- faults and waiting ---

    def fault(self, method: str, *faults: Fault) -> None:
        """The next calls of this method go wrong, one fault each ("response_url", "upload" count as methods)."""
        self._faults.setdefault(method, []).extend(faults)

    def announce(self) -> None:
        """Wake whoever waits in `until`."""
        self._changed.set()

    async def until(self, holds: Callable[[], object], *, seconds: float = PATIENCE) -> None:
        """Return when `holds()` is true; fails after `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.02):
                        await self._changed.wait()

    def pass_time(self, seconds: float) -> None:
        """Let this Slack's own clock run ahead, so that links and triggers expire."""
        self._ahead += seconds

    # --- looking things up ---

    def person(self, user: str) -> Person:
        return Person(server=self, user=user)

    def sent_to(self, user: str) -> list[Posted]:
        return [message for message in self.messages if message.to == user]

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def message(self, channel: str, ts: str) -> Posted | None:
        return next((each for each in self.messages if (each.channel, each.ts) == (channel, ts)), None)

    def channel_of(self, user: str) -> str:
        return self.channels.setdefault(user, self.next_id("D"))

    def person_in(self, channel: str) -> str:
        return next(user for user, direct in self.channels.items() if direct == channel)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time() + self._ahead

    def next_id(self, prefix: str) -> str:
        self._counter += 1
        return f"{prefix}{self._counter:010d}"

    def next_ts(self) -> str:
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000 + int(self._ahead * 1e6))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_link(self) -> str:
        ticket = self.next_id("t")
        self.events.tickets.add(ticket)
        return f"ws://127.0.0.1:{self._port}/link?ticket={ticket}&app_id=A0ROUNDS0"

    def new_trigger(self, user: str) -> str:
        trigger = f"{self.next_id('')}.1.{user}"
        self.triggers[trigger] = (user, self.monotonic())
        return trigger

    def new_response_url(self, *, channel: str, ts: str | None, user: str) -> str:
        token = self.next_id("r")
        self.response_urls[token] = ResponseUrl(channel=channel, ts=ts, user=user, made=self.monotonic())
        return f"{self.root}/actions/{token}"

    def stamped_view(self, view: dict[str, Any]) -> dict[str, Any]:
        state = {
            "state": {"values": {}},
            "app_id": "A0ROUNDS0",
            "team_id": self.team_id,
            "hash": self.next_id("h"),
        }
        own = self.next_id("V")
        place = {"id": own, "root_view_id": own, "previous_view_id": None}
        return {"private_metadata": "", "callback_id": "", **view, **state, **place}

    # --- serving ---

    async def _serve_method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments: dict[str, Any] = dict(request.query)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if request.content_type == "application/json":
            arguments |= await request.json()
        elif request.can_read_body:
            arguments |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        token = arguments.pop("token", token)

        async def carry_out() -> tuple[int, Any]:
            return 200, await self._methods(method, arguments, token)

        return await self._answer(request, method, arguments, carry_out)

    async def _serve_upload(self, request: web.Request) -> web.StreamResponse:
        data = await request.read()

        async def carry_out() -> tuple[int, Any]:
            file = self.files.get(request.match_info["file"])
            if file is None:
                return 404, "not found"
            file.data = data
            return 200, f"OK - {len(data)}"

        return await self._answer(request, "upload", {"file": request.match_info["file"]}, carry_out)

    async def _serve_response_url(self, request: web.Request) -> web.StreamResponse:
        arguments = json.loads(await request.text())

        async def carry_out() -> tuple[int, Any]:
            link = self.response_urls.get(request.match_info["token"])
            if link is None:
                return 404, {"ok": False, "error": "invalid_url"}
            if self.monotonic() - link.made > RESPONSE_URL_SECONDS:
                return 404, {"ok": False, "error": "expired_url"}
            if link.uses >= RESPONSE_URL_USES:
                return 404, {"ok": False, "error": "used_url"}
            link.uses += 1
            message = self.message(link.channel, link.ts) if link.ts is not None else None
            if not arguments.get("replace_original") or message is None:
                self.ephemerals.append((link.user, arguments.get("text", "")))
                self.announce()
                return 200, "ok"
            try:
                self._methods.replace(message, arguments, by="response_url")
            except RefusedError as refused:
                return 404, refused.answer
            return 200, "ok"

        return await self._answer(request, "response_url", arguments, carry_out)

    async def _answer(
        self,
        request: web.Request,
        method: str,
        arguments: dict[str, Any],
        carry_out: Callable[[], Any],
    ) -> web.StreamResponse:
        call = Call(method=method, at=self.monotonic(), arguments=arguments)
        self.calls.append(call)
        waiting = self._faults.get(method)
        fault = waiting.pop(0) if waiting else self.script(call)
        status, body = 200, None
        if fault is None or fault.accepted:
            status, body = await carry_out()
        if fault is not None:
            call.outcome = fault.error or ("dropped" if fault.drop else f"{fault.status}")
            if fault.delay:
                await asyncio.sleep(fault.delay)
            if fault.drop:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            if fault.error is not None:
                status, body = fault.status, {"ok": False, "error": fault.error}
            elif fault.status != 200:
                return web.Response(status=fault.status, text="upstream error", content_type="text/html")
        elif isinstance(body, dict) and not body.get("ok"):
            call.outcome = str(body.get("error"))
        self.announce()
        headers = {"Retry-After": str(fault.retry_after)} if fault and fault.retry_after is not None else {}
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers)
        return web.json_response(body, status=status, headers=headers)
