"""Ending tasks for certain: a cancellation can be lost on its way, so it is repeated, and noticed where work goes on.

Three ways in which one is lost: Python 3.11's `asyncio.wait_for` returns a result that came at the same moment; a task
that is cancelled while it cleans up may end with an ordinary error instead; and whoever catches that error goes on.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

AGAIN = 1.0
"""Seconds between two cancellations of the same task."""
PATIENCE = 10.0
"""Seconds after which a task that still goes on is given up."""
_Result = TypeVar("_Result")


class DoesNotEnd(Exception):
    """A task goes on although it was cancelled again and again."""


def stop_if_cancelled() -> None:
    """Raise `CancelledError` when the current task was told to end. For loops that deal with any error and go on: the
    error may be what became of the cancellation."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def end(tasks: Iterable[asyncio.Future[Any]], *, patience: float = PATIENCE, again: float = AGAIN) -> None:
    """Cancel tasks until all have ended, whatever they end with; raises `DoesNotEnd` when one outlasts the patience.

    Returns or raises only then, also when the caller is cancelled meanwhile.
    """
    await finish(_end(set(tasks), patience=patience, again=again))


async def _end(tasks: set[asyncio.Future[Any]], *, patience: float, again: float) -> None:
    clock = asyncio.get_running_loop().time
    last = clock() + patience
    pending = tasks
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=again)
        if pending and clock() >= last:
            raise DoesNotEnd(", ".join(sorted(_name(task) for task in pending)))
    for task in tasks:
        if not task.cancelled() and isinstance(error := task.exception(), DoesNotEnd):
            raise error


async def finish(work: Awaitable[_Result]) -> _Result:
    """The result of work that goes on to its end though the caller is cancelled meanwhile, however often; the
    cancellation comes after it."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None or (not task.cancelled() and task.exception() is not None):
        return task.result()
    raise cancelled


@asynccontextmanager
async def exit_stack() -> AsyncIterator[AsyncExitStack]:
    """An `AsyncExitStack` that is left in good order though its user is cancelled meanwhile, however often."""
    stack = AsyncExitStack()
    try:
        yield stack
    finally:
        await finish(stack.aclose())


@asynccontextmanager
async def going_on(*loops: Callable[[], Awaitable[None]], patience: float = PATIENCE) -> AsyncIterator[None]:
    """Loops that go on while the block runs; afterwards `patience` is how many seconds they may take to end."""
    tasks = [asyncio.ensure_future(loop()) for loop in loops]
    try:
        yield
    finally:
        await end(tasks, patience=patience)


async def side_by_side(*work: Coroutine[Any, Any, _Result]) -> list[_Result]:
    """The results of work done side by side. The first error ends the rest and comes out itself; when the caller was
    cancelled, that comes out, whatever the parts end with."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        if tasks:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await end(task for task in tasks if not task.done())
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
    return [task.result() for task in tasks]


def _name(task: asyncio.Future[Any]) -> str:
    return task.get_coro().__qualname__ if isinstance(task, asyncio.Task) else type(task).__name__  # type: ignore[union-attr]
