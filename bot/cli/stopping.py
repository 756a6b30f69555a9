"""What the end of a process by SIGTERM or SIGINT means: its work is cancelled, in good order, and gone within 35 s."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import structlog

from bot.cancellation import DoesNotEnd, end

log = structlog.get_logger()

TOLD = (signal.SIGTERM, signal.SIGINT)
WITHIN = 33.0
"""Seconds after which a process that was told to stop is ended, whatever holds it up."""
FAILED = 1


class StopSignals:
    """Notes from its making on that the process was told to stop, so that nothing begins any more. From its first line
    on a command can be stopped without a stack trace, however long it takes to load what it needs."""

    def __init__(self, *, within: float = WITHIN) -> None:
        self._within, self._noted = within, False
        for number in TOLD:
            signal.signal(number, self._note)

    def run(self, work: Callable[[], Coroutine[Any, Any, int]], *, stopped: int) -> int:
        """The exit code of the work; `stopped` if it was told to stop before its end. A process that does not end in
        time is ended here and now."""
        try:
            return asyncio.run(self._run(work, stopped))
        finally:
            for number in TOLD:
                signal.signal(number, signal.SIG_DFL)  # nothing is left but to leave

    async def _run(self, work: Callable[[], Coroutine[Any, Any, int]], stopped: int) -> int:
        told, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in TOLD:
            loop.add_signal_handler(number, told.set)
        if self._noted:
            return stopped
        working, stopping = asyncio.ensure_future(work()), asyncio.ensure_future(told.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            log.info("stopping")
            _leave_after(self._within)
        await end([stopping])
        if not working.done():
            try:
                await end([working], patience=self._within)
            except DoesNotEnd as error:  # closing the loop would wait for it, too
                log.error("stop_failed", still_running=str(error))
                _leave(FAILED)
        return stopped if working.cancelled() else working.result()

    def _note(self, _number: int, _frame: object) -> None:
        self._noted = True


def _leave_after(seconds: float) -> None:
    """A thread of its own, since the event loop itself may be what does not end."""

    def leave() -> None:
        log.error("stop_failed", seconds=seconds)
        _leave(FAILED)

    watch = threading.Timer(seconds, leave)
    watch.daemon = True
    watch.start()


def _leave(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
