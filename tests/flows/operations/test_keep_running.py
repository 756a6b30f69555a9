"""A part goes on whatever happens in it, says what is wrong, and ends only by being cancelled."""

import asyncio
from collections.abc import Sequence

import pytest
import structlog

from bot.cancellation import end
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind, Troubles
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import AFTER_FAULT, NO_DATABASE, UNFORESEEN, Troubled, keep_running

PART = Part(kind=PartKind.PLANNING)
AWAY = Trouble(kind=TroubleKind.UNREACHABLE)
BUSY = Trouble(kind=TroubleKind.PLATFORM_BUSY, platform="Slack")


async def waits_after(
    outcomes: Sequence[float | Exception], *, again: float = 2.0
) -> tuple[list[float], list[Troubles]]:
    """How long a part rests after each outcome of its step, and what the health board says meanwhile."""
    health, left, waits, said = HealthBoard(), list(outcomes), list[float](), list[Troubles]()
    over = asyncio.Event()

    async def step() -> float:
        if not left:
            over.set()
            await asyncio.Event().wait()
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        health.well(PART)
        return outcome

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        said.append(health.parts[PART])

    running = asyncio.ensure_future(keep_running(PART, step, health=health, wait=wait, again=again))
    await over.wait()
    await end([running])
    assert running.cancelled()
    return waits, said


@pytest.mark.parametrize(
    ("outcome", "seconds", "troubles"),
    [
        (20.0, 20.0, ()),
        (StorageUnavailable("gone"), 2.0, (NO_DATABASE,)),
        (KeyUnavailable("gone"), 2.0, (Trouble(kind=TroubleKind.KEY_UNUSABLE, detail="gone"),)),
        (Troubled(AWAY), 2.0, (AWAY,)),
        (Troubled(BUSY, rest=30.0), 30.0, (BUSY,)),
        (ZeroDivisionError(), AFTER_FAULT, (UNFORESEEN,)),
    ],
)
async def test_each_outcome_has_its_rest_and_its_trouble(
    outcome: float | Exception, seconds: float, troubles: Troubles
) -> None:
    assert await waits_after([outcome, 1.0]) == ([seconds, 1.0], [troubles, ()])


async def test_a_part_that_rests_long_does_so_after_a_fault_too() -> None:
    waits, _ = await waits_after([ZeroDivisionError()], again=60.0)
    assert waits == [60.0]


async def test_a_fault_that_stays_is_logged_once() -> None:
    with structlog.testing.capture_logs() as logged:
        await waits_after([ZeroDivisionError(), ZeroDivisionError(), 1.0, ZeroDivisionError()])
    assert [each["event"] for each in logged] == ["part_failed", "part_failed"]
