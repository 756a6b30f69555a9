"""Parts that run until they are cancelled: what goes wrong in one is said on the health board and tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.health.parts import Part
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.ports import Timer

log = structlog.get_logger()

NO_DATABASE = Trouble(kind=TroubleKind.NO_DATABASE)
UNFORESEEN = Trouble(kind=TroubleKind.UNFORESEEN)
AFTER_FAULT = 5.0
"""Seconds that a part rests at least after a fault that nobody has foreseen."""
_Result = TypeVar("_Result")


class Troubled(Exception):
    """A part cannot do its work now."""

    def __init__(self, trouble: Trouble, *, rest: float | None = None) -> None:
        """`rest`: seconds after which to try again, where that differs from the usual ones."""
        super().__init__(trouble.line)
        self.trouble, self.rest = trouble, rest


class Unforeseen(Troubled):
    """A fault of ours, logged with its trace."""


async def attempt(
    part: Part, step: Callable[[], Awaitable[_Result]], *, health: HealthBoard, no_database: Trouble = NO_DATABASE
) -> _Result:
    """What the step returns. Whatever goes wrong in it is said on the health board and comes out as `Troubled`: a fault
    in one part must not stop the others."""
    stop_if_cancelled()
    try:
        return await step()
    except Troubled as troubled:
        health.troubled(part, troubled.trouble)
        raise
    except StorageUnavailable as error:
        health.troubled(part, no_database)
        raise Troubled(no_database) from error
    except KeyUnavailable as error:
        trouble = Trouble(kind=TroubleKind.KEY_UNUSABLE, detail=str(error))
        health.troubled(part, trouble)
        raise Troubled(trouble) from error
    except Exception as error:
        stop_if_cancelled()
        if UNFORESEEN not in health.parts.get(part, ()):  # once, not at every try
            log.exception("part_failed", part=part.name)
        health.troubled(part, UNFORESEEN)
        raise Unforeseen(UNFORESEEN) from error


async def keep_running(
    part: Part,
    step: Callable[[], Awaitable[float]],
    *,
    health: HealthBoard,
    wait: Callable[[float], Awaitable[object]],
    again: float,
    no_database: Trouble = NO_DATABASE,
) -> None:
    """Do a step again and again until cancelled.

    The step returns the seconds to wait before the next, and says itself when all is well; after a failure it is tried
    again in `again` seconds.
    """
    while True:
        stop_if_cancelled()
        try:
            seconds = await attempt(part, step, health=health, no_database=no_database)
        except Unforeseen:
            seconds = max(again, AFTER_FAULT)
        except Troubled as troubled:
            seconds = again if troubled.rest is None else troubled.rest
        await wait(seconds)


async def wait_for_event(event: asyncio.Event, seconds: float, *, timer: Timer) -> None:
    """Returns when the event is set, at the latest after so many seconds."""
    sleeping = asyncio.ensure_future(timer.sleep(seconds))
    woken = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({sleeping, woken}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        sleeping.cancel()
        woken.cancel()
