"""Serving an ASGI application inside our own event loop, with our own signals and logs."""

import asyncio
import contextlib
import functools
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.adapters.channels.web.connections import (
    BACKLOG,
    CONNECTIONS_AT_MOST,
    REQUEST_SECONDS,
    Connection,
    ConnectionRoom,
    allowed_connections,
)
from bot.cancellation import end, finish
from bot.domain.errors import RoundsError

DRAIN_SECONDS = 3.0
"""How long a stop lets requests end by themselves."""
CLOSE_SECONDS = 2.0
"""How long it then waits for those who do not take their answers."""
GONE_MILLISECONDS = 30_000


class AddressTaken(RoundsError):
    """The address to listen on cannot be had."""


class _Requests:
    """The application with its requests under way, of which there may be only so many. A stop ends those that do not
    end by themselves, each with an answer: left to it, uvicorn would log a stack trace for every one of them."""

    def __init__(self, app: ASGIApp, *, at_most: int) -> None:
        self._app, self._at_most = app, at_most
        self._tasks: set[asyncio.Task[object]] = set()
        self._is_stopping = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - uvicorn runs every request in a task
        has_begun = False

        async def note_and_send(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        if len(self._tasks) >= self._at_most:
            await PlainTextResponse("busy\n", status_code=503, headers=_COME_AGAIN)(scope, receive, send)
            return
        self._tasks.add(task)
        try:
            await self._app(scope, receive, note_and_send)
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise
            if not has_begun:
                await send({"type": "http.response.start", "status": 503, "headers": [(b"connection", b"close")]})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._tasks.discard(task)

    async def stop(self, *, drain: float) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=drain)
        self._is_stopping = True
        await end(self._tasks)


_COME_AGAIN = {"retry-after": "5", "connection": "close"}


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the composition root decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


@asynccontextmanager
async def serving(
    app: ASGIApp,
    *,
    host: str,
    port: int,
    drain: float = DRAIN_SECONDS,
    connections: int = CONNECTIONS_AT_MOST,
    request_seconds: float = REQUEST_SECONDS,
) -> AsyncIterator[str]:
    """Serve until the block ends; yields the root address. Port 0 takes a free one; raises AddressTaken.

    There are at most so many `connections`, and a request has to be there whole after `request_seconds`.
    """
    # By its protocol asyncio knows TCP: otherwise it lets what is written wait for a confirmation of what was before.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTaken(f"{host}:{port} cannot be listened on ({error.strerror}); choose another port") from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # who vanished without a word is let go after half a minute
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_MILLISECONDS)
    at_most = allowed_connections(connections)
    requests = _Requests(app, at_most=at_most - at_most // 10)  # the others are told to come again, and not cut off
    connection = functools.partial(Connection, room=ConnectionRoom(at_most), seconds=request_seconds)
    server = _Server(
        uvicorn.Config(
            requests,
            http=cast(type[asyncio.Protocol], connection),
            ws="none",
            backlog=BACKLOG,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=20,
            timeout_graceful_shutdown=round(drain + 2 * CLOSE_SECONDS),
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if task.done():
                await task
                raise AddressTaken(f"the web server on {host}:{port} did not start")
            await asyncio.sleep(0.01)
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{listener.getsockname()[1]}"
    finally:
        await finish(_stop(server, task, requests, drain=drain))
        listener.close()


async def _stop(server: uvicorn.Server, task: asyncio.Task[None], requests: _Requests, *, drain: float) -> None:
    server.should_exit = True
    await requests.stop(drain=drain)
    await asyncio.wait({task}, timeout=CLOSE_SECONDS)
    server.force_exit = True
    await task
