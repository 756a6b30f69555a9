"""Serving an ASGI application inside our own event loop, with our own signals and logs."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.cancellation import finish
from bot.domain.errors import RoundsError

DRAIN_SECONDS = 3


class AddressTaken(RoundsError):
    """The address to listen on cannot be had."""


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the composition root decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


@asynccontextmanager
async def serving(app: ASGIApp, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve until the block ends; yields the root address. Port 0 takes a free one; raises AddressTaken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTaken(f"{host}:{port} cannot be listened on ({error.strerror}); choose another port") from error
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            timeout_keep_alive=20,
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
        server.should_exit = True
        await finish(task)
        listener.close()
