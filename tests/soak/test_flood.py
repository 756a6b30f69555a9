"""A running bot with few open files, and somebody who opens connections and says nothing: it answers everybody else."""

import asyncio
import os
import resource
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.acceptance.test_run_command import ROUNDS, is_ready, rounds
from tests.support.callers import a_caller
from tests.support.patience import until_seen
from tests.support.ports import reserved_port

pytestmark = pytest.mark.soak

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def running(folder: Path, *, open_files: int) -> AsyncIterator[int]:
    """A bot with so many open files at most and its log in `log`; yields its port."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))

    for command in ("init", "migrate", "apply"):
        done = await asyncio.to_thread(
            rounds, folder, *([command, ".", "--example"] if command == "init" else [command])
        )
        assert done.returncode == 0, done.stderr
    with reserved_port() as port, (folder / "log").open("wb") as log:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
        environ = clean | {"PYTHONPATH": str(ROOT), "ROUNDS_WEB_PORT": str(port)}
        process = await asyncio.create_subprocess_exec(
            *ROUNDS, "run", cwd=folder, env=environ, stderr=log, stdout=log, preexec_fn=limit
        )
        try:
            await until_seen(lambda: asyncio.to_thread(is_ready, port))
            yield port
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            await process.wait()


async def flood(port: int, *, connections: int, seconds: float) -> tuple[int, float]:
    """Open so many connections that say nothing, again whenever they are cut; how often somebody else was answered
    meanwhile, and how long the slowest answer took."""
    silent: list[asyncio.StreamWriter] = []
    answers, slowest, last = 0, 0.0, time.monotonic() + seconds
    async with a_caller(f"http://127.0.0.1:{port}") as client:
        while time.monotonic() < last or not answers:
            silent = [each for each in silent if not each.is_closing()]
            while len(silent) < connections:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"GET / HTTP/1.1\r\n")
                silent.append(writer)
            began = time.monotonic()
            assert (await client.get("/healthz")).text == "ok\n"
            answers, slowest = answers + 1, max(slowest, time.monotonic() - began)
            await asyncio.sleep(0.05)
        for each in silent:
            each.close()
    return answers, slowest


async def test_connections_that_say_nothing_keep_nobody_out(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with running(tmp_path, open_files=1024) as port:
        answers, slowest = await flood(port, connections=1_100, seconds=90.0)
    record_property("answers meanwhile", answers)
    record_property("slowest answer, s", slowest)
    log = (tmp_path / "log").read_text()
    assert len(log.splitlines()) < 20, log[:2_000]
