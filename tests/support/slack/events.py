"""How the loopback Slack brings events to the app: Socket Mode envelopes and acks, or signed HTTP with retries."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.support.patience import PATIENCE
from tests.support.slack.records import Receipt

if TYPE_CHECKING:
    from tests.support.slack.server import SlackServer

Kind = Literal["events_api", "interactive", "slash_commands"]
Signature = Literal["right", "wrong", "missing", "garbled", "stale", "future", "not a number"]


_ALWAYS_ACKED = 2**31


@dataclass(slots=True, kw_only=True)
class Envelope:
    """One event on its way over Socket Mode, with every attempt."""

    id: str
    kind: Kind
    payload: dict[str, Any]
    sent: list[float] = field(default_factory=list)
    acked: asyncio.Future[tuple[float, Any]]


class EventRoutes:
    """Socket Mode unless `events_url` is set, then signed HTTP to that address."""

    def __init__(self, server: "SlackServer") -> None:
        self._server = server
        self.events_url: str | None = None
        self.ack_seconds = PATIENCE  # Slack: 3
        self.refusals: Callable[[], int] = lambda: 0
        """How many events the app could not take so far; nobody waits for the ack of such a one."""
        self.retry_delays: Sequence[float] = (0.05, 0.1, 0.2)  # Slack: at once, a minute, five minutes
        self.sockets: list[web.WebSocketResponse] = []
        self.envelopes: dict[str, Envelope] = {}
        self.connections = 0
        self.tickets: set[str] = set()
        self.refuse_tickets = 0
        self.acks_of_strangers: list[str] = []
        self.acks = 0

    async def deliver(
        self, kind: Kind, payload: dict[str, Any], *, signature: Signature = "right", retry: int = 0
    ) -> Receipt:
        """Bring one event to the app and wait for its answer, at most `ack_seconds`."""
        if self.events_url is not None:
            return await self._post(kind, payload, signature=signature, retry=retry)
        return await self._send(kind, payload)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every client to come back over a new connection, as Slack does some times a day."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}})

    async def cut(self) -> None:
        """Break every connection without a word."""
        for socket in list(self.sockets):
            await socket.close()

    async def close(self) -> None:
        for envelope in self.envelopes.values():
            envelope.acked.cancel()
        await self.cut()

    # --- Socket Mode ---

    async def serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        if self.refuse_tickets or request.query.get("ticket", "") not in self.tickets:
            self.refuse_tickets = max(self.refuse_tickets - 1, 0)
            self.tickets.discard(request.query.get("ticket", ""))
            raise web.HTTPForbidden(reason="a ticket is good for one connection")
        self.tickets.remove(request.query["ticket"])
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets) + 1,
                "debug_info": {"host": "loopback", "approximate_connection_time": 18060},
                "connection_info": {"app_id": "A0ROUNDS0"},
            }
        )
        self.sockets.append(socket)
        self._server.announce()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(json.loads(message.data))
        finally:
            self.sockets.remove(socket)
        return socket

    def _receive(self, answer: dict[str, Any]) -> None:
        self.acks += 1
        envelope = self.envelopes.get(answer.get("envelope_id", ""))
        if envelope is None:
            self.acks_of_strangers.append(str(answer.get("envelope_id")))
        elif not envelope.acked.done():
            envelope.acked.set_result((self._server.monotonic(), answer.get("payload")))

    async def _send(self, kind: Kind, payload: dict[str, Any]) -> Receipt:
        """One envelope; `events_api` ones come again up to three times, interactions do not."""
        future: asyncio.Future[tuple[float, Any]] = asyncio.get_running_loop().create_future()
        envelope = Envelope(id=self._server.next_id("e"), kind=kind, payload=payload, acked=future)
        self.envelopes[envelope.id] = envelope
        began = self._server.monotonic()
        for attempt in range(4 if kind == "events_api" else 1):
            refused = self.refusals()
            await self._push(envelope, attempt)
            if not await self._is_acked(future, refused if _may_stay_silent(kind, payload) else _ALWAYS_ACKED):
                continue
            at, answer = future.result()
            return Receipt(acked=True, seconds=at - envelope.sent[0], at=at, payload=answer)
        now = self._server.monotonic()
        return Receipt(acked=False, seconds=now - began, at=now)

    async def _is_acked(self, acked: "asyncio.Future[Any]", refused: int) -> bool:
        late = asyncio.get_running_loop().time() + self.ack_seconds
        while not acked.done():
            if self.refusals() > refused or asyncio.get_running_loop().time() >= late:
                return False
            await asyncio.wait({acked}, timeout=0.01)
        return True

    async def again(self, envelope_id: str) -> None:
        """Send an old envelope once more under its old id, acknowledged or not (bolt-python#1484)."""
        await self._push(self.envelopes[envelope_id], 1)

    async def _push(self, envelope: Envelope, attempt: int) -> None:
        wire: dict[str, Any] = {
            "envelope_id": envelope.id,
            "type": envelope.kind,
            "accepts_response_payload": envelope.kind != "events_api",
            "payload": envelope.payload,
        }
        if envelope.kind == "events_api":
            wire |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        envelope.sent.append(self._server.monotonic())
        while True:
            await self._server.until(lambda: [each for each in self.sockets if not each.closed])
            live = [each for each in self.sockets if not each.closed]
            socket = live[len(self.envelopes) % len(live)]  # any one of the connections
            try:
                await socket.send_json(wire)
            except (ConnectionError, RuntimeError, aiohttp.ClientError):
                await asyncio.sleep(0.01)  # the client was killed, and the loop has yet to hear of it
                continue
            return

    # --- signed HTTP ---

    async def _post(self, kind: Kind, payload: dict[str, Any], *, signature: Signature, retry: int) -> Receipt:
        headers, body = http_request(
            kind, payload, secret=self._server.signing_secret, signature=signature, retry=retry
        )
        assert self.events_url is not None
        began = self._server.monotonic()
        status, text, answered = await post(self.events_url, body, headers)
        at = self._server.monotonic()
        refused = status != 200 and answered.get("X-Slack-No-Retry") != "1"
        if refused and kind == "events_api" and signature == "right" and retry < 3:
            await asyncio.sleep(self.retry_delays[retry])
            return await self._post(kind, payload, signature=signature, retry=retry + 1)
        is_json = answered.get("Content-Type", "").startswith("application/json")
        answer = json.loads(text) if text and is_json else text
        return Receipt(acked=status == 200, seconds=at - began, at=at, payload=answer or None, status=status)


def _may_stay_silent(kind: Kind, payload: dict[str, Any]) -> bool:
    """Commands and modals are answered by their ack, so the app acknowledges also what it could not take."""
    return kind != "slash_commands" and payload.get("type") != "view_submission"


def http_request(
    kind: Kind, payload: dict[str, Any], *, secret: str, signature: Signature = "right", retry: int = 0
) -> tuple[dict[str, str], bytes]:
    """Headers and body as Slack's servers make them, with a right or a bad signature."""
    body, content = urlencode(payload), "application/x-www-form-urlencoded"
    if kind == "interactive":
        body = urlencode({"payload": json.dumps(payload)})
    elif kind == "events_api":
        body, content = json.dumps(payload), "application/json"
    now = time.time_ns() // 1_000_000_000
    offsets = {"stale": -301 - 30, "future": 301 + 30}
    stamp = "soon" if signature == "not a number" else str(now + offsets.get(signature, 0))
    key = secret if signature != "wrong" else f"{secret}-of-somebody-else"
    digest = hmac.new(key.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"Content-Type": content, "X-Slack-Request-Timestamp": stamp}
    if signature != "missing":
        headers["X-Slack-Signature"] = "v0=zz" if signature == "garbled" else f"v0={digest}"
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
    return headers, body.encode()


async def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """One POST as Slack's edge makes it: no keep-alive, ten seconds at most."""
    timeout = aiohttp.ClientTimeout(total=10)
    async with (
        aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(force_close=True)) as session,
        session.post(url, data=body, headers=headers) as response,
    ):
        return response.status, await response.text(), dict(response.headers)
