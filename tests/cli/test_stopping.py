"""Stopping a process: its loops end whatever becomes of their cancellation, and the process is gone in time."""

import asyncio
import logging
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.channels.web.links import (
    address_of,
    chat_path,
    new_token,
)
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.ports import CannotTell, Search, UnitOfWork
from bot.schedule import Tick
from storage.database import Database
from tests.support.builders import T0, a_programme, a_roster
from tests.support.callers import a_caller
from tests.support.channels import TELEGRAM, WEB

ROOT = Path(__file__).parents[1]
LOOPS = ("tick", "posting", "auditing", "sending", "reconciling")


class BreaksWhenCancelled(Database):
    """A database that is waited for without end, and answers a cancellation with an error of its own."""

    def __init__(self) -> None:
        super().__init__("sqlite:///never-opened.db")
        self.asked = asyncio.Event()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with self.writing() as work:
            yield work

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise RuntimeError("the connection is in an unknown state") from None
        async with super().writing() as work:
            yield work


class NobodyThere:
    """A `Messenger` that is never called."""

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        raise NotImplementedError

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None:
        raise NotImplementedError

    async def check(self) -> None:
        raise NotImplementedError

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        raise NotImplementedError

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:  # noqa: ARG002
        return CannotTell()


@pytest.mark.parametrize("loop", LOOPS)
async def test_a_loop_ends_though_its_cancellation_became_an_error(
    loop: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    storage = BreaksWhenCancelled()
    app = App(World(storage=storage, keys_folder=tmp_path, clock=ShiftedClock(start=T0)))
    app.graph.accounts.add(TELEGRAM, NobodyThere(), rate=25, seconds_per_chat=1.0, concurrency=1)
    runs = dict(
        zip(
            LOOPS,
            (
                app.tick,
                app.graph.post_web.run,
                app.graph.audit.run,
                app.graph.accounts.dispatchers[TELEGRAM].run,
                app.graph.accounts.reconcilers[TELEGRAM].run,
            ),
            strict=True,
        )
    )
    with structlog.testing.capture_logs() as logged:
        task = asyncio.ensure_future(runs[loop]())
        await storage.asked.wait()
        task.cancel()
        _, pending = await asyncio.wait({task}, timeout=10)
    await storage.close()
    assert not pending
    assert task.cancelled() or isinstance(task.exception(), RuntimeError)
    assert [line for line in logged if line["log_level"] not in ("debug", "info")] == []
    assert caplog.records == []
    assert not any(app.world.health.parts.values())


async def test_the_tick_ends_before_its_stop_is_over_and_nobody_complains(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), []

    async def tick() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("in good order")

    every = Tick(tick, seconds=0.01)
    every.start()
    await begun.wait()
    with caplog.at_level(logging.WARNING):
        await every.stop()
        assert ended == ["in good order"]
        await every.stop()
    assert caplog.records == []


async def test_a_tick_that_fails_is_logged_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    again = asyncio.Event()
    calls = []

    async def tick() -> None:
        calls.append("call")
        if len(calls) > 1:
            again.set()
            return
        raise RuntimeError("a bug")

    every = Tick(tick, seconds=0.01)
    every.start()
    await again.wait()
    await every.stop()
    assert "a bug" in caplog.text


async def test_open_pages_do_not_hold_up_a_stop(
    sqlite_storage: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token = new_token(b"an open page....")
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ada"], channel=WEB), at=T0)
        await work.rosters.enrol(PersonId("ada"), address_of(token), at=T0)
    app = App(World(storage=sqlite_storage, keys_folder=tmp_path, clock=ShiftedClock(start=T0)))
    with caplog.at_level(logging.WARNING):
        async with a_caller() as browser:
            async with app.serving(host="127.0.0.1", port=0) as root:
                stream = await browser.send(
                    browser.build_request("GET", f"{root}{chat_path(token)}/events"), stream=True
                )
                lines = stream.aiter_lines()
                assert await anext(lines) == "retry: 2000"
            rest = [line async for line in lines]
    assert not any(line.startswith("data") for line in rest)
    assert caplog.records == []


async def test_a_request_that_does_not_end_is_answered_at_a_stop_and_logs_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = asyncio.Event()

    async def hang(_request: Request) -> Response:
        asked.set()
        await asyncio.Event().wait()
        return Response()

    app = Starlette(routes=[Route("/", hang)])
    with caplog.at_level(logging.WARNING):
        async with a_caller() as browser:
            async with serving(app, host="127.0.0.1", port=0, drain=0.01) as root:
                waiting = asyncio.create_task(browser.get(root))
                await asked.wait()
            assert (await waiting).status_code == 503
    assert caplog.records == []


# --- the process ------------------------------------------------------------------------------------------------------

BEGIN = """
import asyncio, signal, sys, os, time
from bot.cli.stopping import StopSignals
signals = StopSignals(stopped=3, within={within})
async def work():
    {work}
    return 5
{before}
sys.exit(signals.run(work))
"""
READY = "print('ready', flush=True)"
IS_DEAF = f"""
    {READY}
    while True:
        try: await asyncio.sleep(60)
        except asyncio.CancelledError: pass
"""
HANGS = f"{READY}; time.sleep(60)"


def program(work: str, *, before: str = "", within: float = 60) -> subprocess.Popen[str]:
    code = BEGIN.format(work=work, before=before, within=within)
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def told(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    """Tell it as soon as it is ready; its exit code and what it said of it."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(how)
    return process.wait(timeout=60), "".join(process.communicate())


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_work_that_is_told_to_stop_is_cancelled(how: signal.Signals) -> None:
    code, said = told(program(f"{READY}; await asyncio.sleep(60)"), how)
    assert code == 3
    assert "Traceback" not in said


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT"])
def test_a_signal_that_comes_while_everything_is_loaded_ends_the_process_at_once(how: str) -> None:
    process = program("print('begun', flush=True)", before=f"os.kill(os.getpid(), signal.{how}); time.sleep(60)")
    out, said = process.communicate(timeout=30)
    assert (process.returncode, out) == (3, "")
    assert "Traceback" not in said


def test_work_that_ends_by_itself_keeps_its_exit_code() -> None:
    process = program("pass")
    process.communicate(timeout=60)
    assert process.returncode == 5


def test_work_that_does_not_end_is_left_with_an_exit_code() -> None:
    code, said = told(program(IS_DEAF, within=0.2), signal.SIGTERM)
    assert code == 1
    assert "stop_failed" in said


def test_an_event_loop_that_hangs_is_left_with_an_exit_code() -> None:
    code, said = told(program(HANGS, within=0.2), signal.SIGTERM)
    assert code == 1
    assert "Timeout" in said
    assert "in work" in said, "where it stood"
