"""The web server: chats, joining, health and metrics, and room for the platforms' webhooks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from prometheus_client import CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.adapters.channels.web.chat import ChatPages
from bot.adapters.channels.web.links import (
    address_of,
    chat_path,
    new_token,
)
from bot.adapters.channels.web.pages import page
from bot.adapters.channels.web.throttle import WrongTries
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.health.troubles import Parts, monitored
from bot.domain.messaging.orders import can_be_guessed, code_in
from bot.domain.organisation.people import Address
from bot.domain.texts import say
from bot.flows.inbox.choose_locale import LocaleOf
from bot.flows.operations.check_readiness import can_serve
from bot.ports import Entropy, Timer

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
FRAMED = {"content-security-policy": HEADERS["content-security-policy"].replace("ancestors 'none'", "ancestors 'self'")}
"""Where pages of ours show others of ours in frames."""
WRONG_CODES, WRONG_CODES_OF_CUSTOMER, WRONG_CODES_OF_ALL, WRONG_SECONDS = 10, 30, 3_000, 3600.0
"""Codes that do not work, which one address, one customer's network of IPv6, and all together may bring within so many
seconds.

The last stops guesses at codes that can be guessed, as in chats: see `TRIES_AN_HOUR_OF_ALL` in
`bot.flows.answering.enrol`. Strangers need 300 addresses of IPv4, or the networks of 100 customers, to reach it;
whoever has a right code of twelve signs is let in all the same.
"""


class JoinByCode(Protocol):
    async def __call__(self, code: str, address: Address) -> str:
        """Enrol the address with a code; an empty text if it worked, otherwise why not, in plain words."""


Readiness = Callable[[], Awaitable[Parts]]


class WebServer:
    """Builds the ASGI application from its parts."""

    def __init__(
        self,
        *,
        chats: ChatPages,
        join: JoinByCode,
        locale_of: LocaleOf,
        readiness: Readiness,
        metrics: CollectorRegistry,
        entropy: Entropy,
        timer: Timer,
        extra: Sequence[BaseRoute] = (),
        shows_frames: bool = False,
    ) -> None:
        self._chats, self._join, self._readiness = chats, join, readiness
        self._locale_of = locale_of
        self._metrics, self._entropy, self._extra = metrics, entropy, extra
        self._headers = HEADERS | FRAMED if shows_frames else HEADERS
        self._wrong = WrongTries(
            timer=timer,
            per_address=WRONG_CODES,
            per_customer=WRONG_CODES_OF_CUSTOMER,
            overall=WRONG_CODES_OF_ALL,
            seconds=WRONG_SECONDS,
        )
        self._one_by_one = asyncio.Lock()

    def application(self) -> ASGIApp:
        routes: list[BaseRoute] = [
            *self._extra,
            Route("/", self._home),
            Route("/join/{code}", self._joining, methods=["GET", "POST"]),
            *self._chats.routes(),
            Route("/healthz", self._alive),
            Route("/readyz", self._ready),
            Route("/metrics", self._figures),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static"),
        ]
        later = dict.fromkeys((StorageUnavailable, KeyUnavailable), self._not_now)
        app = Starlette(routes=routes, exception_handlers=later)
        app.router.redirect_slashes = False  # its redirects lead to whatever host a request names
        return SafeHeaders(app, self._headers)

    async def _not_now(self, _request: Request, _error: Exception) -> Response:
        return page("later.html", await self._locale_of(), status=503)

    async def _home(self, _request: Request) -> Response:
        return page("home.html", await self._locale_of())

    async def _joining(self, request: Request) -> Response:
        """Only the page's own POST takes the code: link previews and scanners open every link, some by HEAD alone."""
        code = request.path_params["code"]
        if request.method != "POST":
            return page("join.html", await self._locale_of(), code=code)
        if self._has_to_wait(request, code):  # whoever has to wait keeps nobody from their turn
            return await self._asked_to_wait()
        async with self._one_by_one:  # of many that come at once no more are tried than of others
            return await self._taken(request, code)

    async def _taken(self, request: Request, code: str) -> Response:
        if self._has_to_wait(request, code):
            return await self._asked_to_wait()
        all_wait = self._wrong.are_of_all_too_many()
        token = new_token(self._entropy.token(16))
        problem = await self._join(code, address_of(token))
        if problem:
            self._wrong.note(request)
            if all_wait:  # a wrong code is answered as any other then
                return await self._asked_to_wait()
            return page("join.html", await self._locale_of(), code="", problem=problem, status=410)
        return RedirectResponse(chat_path(token), status_code=303)

    def _has_to_wait(self, request: Request, code: str) -> bool:
        if self._wrong.are_of_caller_too_many(request):
            return True
        return can_be_guessed(code_in(code)) and self._wrong.are_of_all_too_many()

    async def _asked_to_wait(self) -> Response:
        locale = await self._locale_of()
        return page("join.html", locale, code="", problem=say("enrol-too_many_tries", locale), status=429)

    async def _alive(self, _request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def _ready(self, _request: Request) -> Response:
        parts = await self._readiness()
        return JSONResponse(
            {part: trouble or "ok" for part, trouble in monitored(parts).items()},
            status_code=200 if can_serve(parts) else 503,
        )

    async def _figures(self, _request: Request) -> Response:
        await self._readiness()  # which takes the figures over
        return Response(generate_latest(self._metrics), media_type="text/plain; version=0.0.4")


class SafeHeaders:
    """Adds the security headers to every answer, streams included, without holding anything back."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
