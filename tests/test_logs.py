"""What comes out of the one handler for logs: a burst is one line, and says how many there were."""

import asyncio
import gc
import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import BURST_SECONDS, OneOfABurst, set_up_logging


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged from now on; afterwards everything is as it was."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    stream = io.StringIO()
    set_up_logging(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


def record(said: object, level: int = logging.ERROR) -> logging.LogRecord:
    return logging.LogRecord("asyncio", level, "here", 1, said, (), None)


def test_a_burst_of_like_errors_is_one_line(lines: io.StringIO) -> None:
    for number in range(1_000):
        logging.getLogger("asyncio").error("socket.accept() out of system resource\nsocket: <fd=%s>", number)
    for _ in range(1_000):
        structlog.get_logger().warning("telegram_webhook_refused", present=False)
    assert len(lines.getvalue().splitlines()) <= 4
    assert lines.getvalue().count("out of system resource") == 1
    assert lines.getvalue().count("telegram_webhook_refused") == 1


def test_what_differs_is_not_held_back(lines: io.StringIO) -> None:
    for number in range(20):
        structlog.get_logger().error("update_failed", update=number)
    assert len(lines.getvalue().splitlines()) == 20


def test_no_words_of_an_error_are_told_only_where_and_of_what_kind(lines: io.StringIO) -> None:
    def fails() -> None:
        try:
            int("CANARY-cause")
        except ValueError as error:
            raise LookupError("CANARY-words") from error

    try:
        fails()
    except LookupError:
        logging.getLogger("anything").exception("failed")
        structlog.get_logger().error("failed_too", exc_info=True)
    said = lines.getvalue()
    assert "CANARY-" not in said.replace('int(\\"CANARY-cause\\")', "").replace('LookupError(\\"CANARY-words\\")', "")
    assert said.count("LookupError") >= 2
    assert "ValueError" in said
    assert "test_logs.py" in said


async def test_what_a_lost_task_ended_with_is_not_told(lines: io.StringIO) -> None:
    words = "".join(["CAN", "ARY"])

    async def fails() -> None:
        raise ValueError(words)

    task = asyncio.create_task(fails())
    await asyncio.wait({task})
    del task
    gc.collect()
    assert "never retrieved" in lines.getvalue()
    assert words not in lines.getvalue()


def test_news_are_not_held_back(lines: io.StringIO) -> None:
    for _ in range(20):
        logging.getLogger("bot").info("a tick")
    assert len(lines.getvalue().splitlines()) == 20


def test_after_a_while_one_says_how_many_there_were() -> None:
    now = 0.0
    burst = OneOfABurst(lambda: now)
    passed = [burst.filter(record("again")) for _ in range(10)]
    assert passed == [True] + [False] * 9
    now = BURST_SECONDS
    later = record("again")
    assert burst.filter(later)
    assert later.__dict__["held_back"] == 10


def test_a_flood_of_different_ones_takes_no_memory_without_end() -> None:
    burst = OneOfABurst(lambda: 0.0)
    assert all(burst.filter(record(f"kind {number}")) for number in range(3_000))
    assert burst.filter(record("kind 0"))
    assert not burst.filter(record("kind 2999"))
