"""A cancellation that gets lost on its way: it is repeated, noticed where work goes on, and given up in the end."""

import ast
import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.cancellation import DoesNotEnd, end, exit_stack, finish, side_by_side, stop_if_cancelled

BOT = Path(__file__).parents[1] / "bot"
SOON = 0.001
"""Seconds between two cancellations here, so that nobody waits."""


class Deaf:
    """Loses the first cancellations, as a library may; `rounds` counts those that it heard."""

    def __init__(self, *, loses: int) -> None:
        self._loses, self.rounds, self.free = loses, 0, asyncio.Event()

    async def run(self) -> None:
        while True:
            try:
                await self.free.wait()
                return
            except asyncio.CancelledError:
                self.rounds += 1
                if self.rounds > self._loses:
                    raise


async def begun(work: Deaf) -> asyncio.Task[None]:
    task = asyncio.create_task(work.run())
    await asyncio.sleep(0)
    return task


async def test_a_cancellation_that_was_lost_is_repeated() -> None:
    deaf = Deaf(loses=3)
    task = await begun(deaf)
    await end([task], again=SOON)
    assert task.cancelled()
    assert deaf.rounds == 4


async def test_a_task_that_does_not_end_is_given_up_by_name() -> None:
    deaf = Deaf(loses=10**9)
    task = await begun(deaf)
    with pytest.raises(DoesNotEnd, match=r"Deaf\.run"):
        await end([task], again=SOON, patience=5 * SOON)
    deaf.free.set()
    await task


async def test_giving_up_deep_inside_comes_out_at_the_top() -> None:
    deaf = Deaf(loses=10**9)
    inner = await begun(deaf)

    async def outer() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await end([inner], again=SOON, patience=5 * SOON)

    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    with pytest.raises(DoesNotEnd, match=r"Deaf\.run"):
        await end([task])
    deaf.free.set()
    await inner


async def test_what_a_task_ends_with_concerns_nobody() -> None:
    async def fails() -> None:
        raise ValueError("too late to matter")

    failing, done = asyncio.create_task(fails()), asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait({failing, done})
    await end([failing, done])
    await end([])


async def test_ending_goes_on_when_the_one_who_ends_is_cancelled() -> None:
    deaf = Deaf(loses=3)
    task = await begun(deaf)
    ending = asyncio.create_task(end([task], again=SOON))
    await asyncio.sleep(0)
    ending.cancel()
    await asyncio.wait({ending})
    assert ending.cancelled()
    assert task.cancelled()


async def test_what_has_to_be_finished_is_finished_however_often_one_is_cancelled() -> None:
    gate = asyncio.Event()
    finished = []

    async def last_act() -> None:
        await gate.wait()
        finished.append("done")

    leaving = asyncio.create_task(finish(last_act()))
    for _ in range(3):
        await asyncio.sleep(0)
        leaving.cancel()
        assert not finished
    gate.set()
    await asyncio.wait({leaving})
    assert finished == ["done"]
    assert leaving.cancelled()


async def test_finished_work_gives_its_result_or_its_error() -> None:
    async def three() -> int:
        return 3

    async def fails() -> int:
        raise ValueError("no result")

    assert await finish(three()) == 3
    with pytest.raises(ValueError, match="no result"):
        await finish(fails())


async def test_a_stack_is_left_in_good_order_however_often_its_user_is_cancelled() -> None:
    gate, left = asyncio.Event(), []

    async def leave(what: str) -> None:
        await gate.wait()
        left.append(what)

    async def user() -> None:
        async with exit_stack() as stack:
            stack.push_async_callback(leave, "database")
            stack.push_async_callback(leave, "web server")
            await asyncio.Event().wait()

    task = asyncio.create_task(user())
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    gate.set()
    await asyncio.wait({task})
    assert left == ["web server", "database"]
    assert task.cancelled()


async def an_error_instead() -> None:
    """What a connection in an unknown state may make of a cancellation."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        raise RuntimeError("the connection is gone") from None


async def test_side_by_side_a_cancellation_comes_out_whatever_the_parts_end_with() -> None:
    task = asyncio.create_task(side_by_side(an_error_instead(), an_error_instead()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()


async def test_side_by_side_the_first_error_ends_the_rest_and_comes_out_itself() -> None:
    ended = []

    async def goes_on() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("the other")

    async def fails() -> None:
        raise KeyError("the first")

    with pytest.raises(KeyError, match="the first"):
        await side_by_side(goes_on(), fails())
    assert ended == ["the other"]


async def test_side_by_side_results_keep_their_order() -> None:
    async def number(value: int, turns: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return value

    assert await side_by_side(number(1, 5), number(2, 0), number(3, 2)) == [1, 2, 3]
    assert await side_by_side() == []


async def test_a_loop_that_deals_with_any_error_notices_a_cancellation_behind_it() -> None:
    async def loop() -> None:
        while True:
            stop_if_cancelled()
            with suppress(RuntimeError):
                await an_error_instead()

    task = asyncio.create_task(loop())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()


async def test_who_was_not_cancelled_goes_on() -> None:
    stop_if_cancelled()


# --- the rules for our own code ---------------------------------------------------------------------------------------


def every_async_function() -> Iterator[tuple[Path, ast.AsyncFunctionDef]]:
    for path in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef):
                yield path, node


def places(found: Callable[[ast.AsyncFunctionDef], Iterator[ast.stmt | ast.ExceptHandler]]) -> list[str]:
    return [f"{path.name}:{node.lineno}" for path, function in every_async_function() for node in found(function)]


def asks(body: list[ast.stmt]) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "stop_if_cancelled"
        for statement in body
        for node in ast.walk(statement)
    )


def deaf_loops(function: ast.AsyncFunctionDef) -> Iterator[ast.stmt]:
    for node in ast.walk(function):
        if not isinstance(node, ast.While) or not isinstance(node.test, ast.Constant):
            continue
        deals_with_errors = any(isinstance(inner, ast.Try) and inner.handlers for inner in ast.walk(node))
        if deals_with_errors and not asks(node.body):
            yield node


def deaf_handlers(function: ast.AsyncFunctionDef) -> Iterator[ast.ExceptHandler]:
    for node in ast.walk(function):
        if not isinstance(node, ast.ExceptHandler) or not isinstance(node.type, ast.Name):
            continue
        is_passed_on = isinstance(node.body[-1], ast.Raise)
        if node.type.id in ("Exception", "BaseException") and not is_passed_on and not asks(node.body):
            yield node


@pytest.mark.drill
def test_endless_loops_that_deal_with_errors_ask_whether_they_were_cancelled() -> None:
    assert places(deaf_loops) == []


@pytest.mark.drill
def test_who_deals_with_any_error_asks_whether_it_was_cancelled() -> None:
    assert places(deaf_handlers) == []


@pytest.mark.drill
def test_nobody_uses_what_may_lose_a_cancellation() -> None:
    """`wait_for` may return instead of being cancelled; `gather` gives a part's error in place of a cancellation."""
    used = [
        f"{path.name}:{node.lineno} {node.attr}"
        for path in sorted(BOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "asyncio"
        and node.attr in ("wait_for", "gather")
    ]
    assert used == []
