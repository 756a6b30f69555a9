"""Serving an ASGI application inside our own event loop, with our own signals and logs."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.cancellation import end, finish
from bot.domain.errors import RoundsError

DRAIN_SECONDS = 3.0
"""How long a stop lets requests end by themselves."""
CLOSE_SECONDS = 2.0
"""How long it then waits for those who do not take their answers."""


class AddressTaken(RoundsError):
    """The address to listen on cannot be had."""


class _Requests:
    """The application with its requests under way. A stop ends those that do not end by themselves, each with an
    answer: left to it, uvicorn would log a stack trace for every one of them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
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


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the composition root decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


@asynccontextmanager
async def serving(app: ASGIApp, *, host: str, port: int, drain: float = DRAIN_SECONDS) -> AsyncIterator[str]:
    """Serve until the block ends; yields the root address. Port 0 takes a free one; raises AddressTaken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTaken(f"{host}:{port} cannot be listened on ({error.strerror}); choose another port") from error
    requests = _Requests(app)
    server = _Server(
        uvicorn.Config(
            requests,
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
