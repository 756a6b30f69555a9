"""What the end of a process by SIGTERM or SIGINT means: its work is cancelled, in good order, and gone within 35 s."""

import asyncio
import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import structlog

from bot.cancellation import AGAIN, DoesNotEnd, end
from bot.cli.exit_codes import ExitCode

log = structlog.get_logger()

TOLD = (signal.SIGINT, signal.SIGTERM)
WITHIN = 32.0
"""Seconds after which work that was told to stop is given up."""
WATCHDOG = 2.0
"""So many seconds later the process is ended, whatever holds it up."""


class StopSignals:
    """Notes from its making on that the process was told to stop. Before work begins there is nothing to end in good
    order, so the process is gone at once and without a stack trace, however long it takes to load what it needs."""

    def __init__(self, *, stopped: int, within: float = WITHIN) -> None:
        """`stopped` is the exit code of a process that was told to stop before its work was done."""
        self._stopped, self._within = stopped, within
        self._has_begun = self._is_told = False
        self._wake: Callable[[], object] | None = None
        for number in TOLD:
            signal.signal(number, self._note)

    def run(self, work: Callable[[], Coroutine[Any, Any, int]]) -> int:
        """The exit code of the work. A process that does not end in time is ended here and now."""
        self._has_begun = True
        try:
            return asyncio.run(self._run(work))
        finally:
            for number in TOLD:
                signal.signal(number, signal.SIG_DFL)  # nothing is left but to leave

    async def _run(self, work: Callable[[], Coroutine[Any, Any, int]]) -> int:
        told, loop = asyncio.Event(), asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(told.set)
        try:
            return self._stopped if self._is_told else await self._until(told, work())
        finally:
            self._wake = None

    async def _until(self, told: asyncio.Event, work: Coroutine[Any, Any, int]) -> int:
        working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(told.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await end([stopping])
        if not working.done():
            log.info("stopping")
            try:
                await end([working], patience=self._within, again=min(AGAIN, self._within))
            except DoesNotEnd as error:  # closing the loop would wait for it, too
                _leave(still_running=str(error))
        return self._stopped if working.cancelled() else working.result()

    def _note(self, _number: int, _frame: object) -> None:
        """A watchdog below the interpreter, since the event loop, a thread or a lock may be what does not end; it says
        where everybody stands and ends the process with 1."""
        if not self._has_begun:
            os._exit(self._stopped)
        if not self._is_told:
            self._is_told = True
            faulthandler.dump_traceback_later(self._within + WATCHDOG, exit=True, file=sys.__stderr__ or 2)
        if self._wake is not None:
            self._wake()


def _leave(*, still_running: str) -> NoReturn:
    log.error("stop_failed", still_running=still_running)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(ExitCode.FAILED)
