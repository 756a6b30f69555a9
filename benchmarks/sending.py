"""Steady sending at the configured rate, beside a plain python-telegram-bot loop with its own rate limiter.

    python -m benchmarks.sending [--messages 500] [--rate 25] [--postgres]

Both send to the same kind of loopback Telegram, which refuses (429) whoever is a fifth over the rate within any
second: Telegram's own limit is about 30 a second, and we are polite at 25.
"""

import argparse
import asyncio
import logging
import time
from collections import deque

import structlog
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from benchmarks.hospital import MORNING, employ, fresh_database
from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.client import TelegramMessenger
from bot.adapters.clock import ShiftedClock, SystemClock, SystemTimer
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import Message
from bot.domain.messaging.rate_limit import Pace
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.dispatch import Dispatch
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.channels import TELEGRAM
from tests.support.messages import a_message
from tests.support.telegram.records import (
    Call,
    Fault,
    too_many,
)
from tests.support.telegram.server import TelegramServer


class Guard:
    """Answers 429 to the call that makes more than the platform's limit in any second, and counts."""

    def __init__(self, rate: float) -> None:
        self._limit, self._window, self.refused, self.most = round(1.2 * rate), deque[float](), 0, 0

    def __call__(self, call: Call) -> Fault | None:
        if call.method != "sendMessage":
            return None
        while self._window and self._window[0] <= call.at - 1:
            self._window.popleft()
        if len(self._window) >= self._limit:
            self.refused += 1
            return too_many(1)
        self._window.append(call.at)
        self.most = max(self.most, len(self._window))
        return None


def report(name: str, telegram: TelegramServer, guard: Guard, *, rate: float, cpu: float) -> float:
    """Prints one line; returns the share of the rate that was reached."""
    times = [sent.at for sent in telegram.sent]
    share = (len(times) - 1) / (times[-1] - times[0]) / rate
    print(
        f"{name:44} {len(times)} messages in {times[-1] - times[0]:6.1f} s = {share:6.1%} of {rate:g}/s, "
        f"most in a second {guard.most}, 429s {guard.refused}, CPU {cpu:.1f} s"
    )
    return share


async def say(work: UnitOfWork, delivery: Delivery) -> Message | None:  # noqa: ARG001 - the shape of `Compose`
    return delivery.message


async def ours(database: Database, *, messages: int, rate: float, kind: str) -> float:
    await employ(database, messages)
    clock, timer = ShiftedClock(start=MORNING), SystemTimer()
    async with database.writing() as work:
        await work.deliveries.add(
            [
                Delivery(
                    key=DeliveryKey(f"n:{number}"),
                    person=PersonId(f"p{number:05}"),
                    channel=TELEGRAM,
                    kind=DeliveryKind.NOTICE,
                    message=a_message("One question, one tap."),
                    due_at=MORNING,
                    expires_at=MORNING.replace(day=9),
                )
                for number in range(messages)
            ]
        )
    async with TelegramServer() as telegram:
        telegram.judge = guard = Guard(rate)
        account = TelegramAccount(token=telegram.token, timer=timer, api_root=telegram.root)
        dispatch = Dispatch(
            channel=TELEGRAM,
            storage=database,
            messenger=TelegramMessenger(account),
            compose=say,
            clock=clock,
            real_clock=SystemClock(),
            timer=timer,
            pace=Pace(ceiling=rate),
            health=HealthBoard(),
            owner="benchmark",
        )
        began = time.process_time()
        while rest := await dispatch.drain():
            await timer.sleep(rest)
        cpu = time.process_time() - began
        await account.close()
        assert len(telegram.sent) == messages
        return report(f"Rounds ({kind}, every message recorded)", telegram, guard, rate=rate, cpu=cpu)


async def plain(*, messages: int, rate: float) -> None:
    """The library's loop as its documentation has it: nothing is remembered, a 429 is waited out and tried again."""
    try:
        limiter = AIORateLimiter(overall_max_rate=rate, overall_time_period=1)
    except RuntimeError:
        print("python-telegram-bot with AIORateLimiter: left out, install python-telegram-bot[rate-limiter]")
        return
    async with TelegramServer() as telegram:
        telegram.judge = guard = Guard(rate)
        bot: ExtBot[None] = ExtBot(telegram.token, base_url=f"{telegram.root}/bot", rate_limiter=limiter)  # type: ignore[arg-type]
        async with bot:
            began = time.process_time()
            for number in range(messages):
                while True:
                    try:
                        await bot.send_message(10_000 + number, "One question, one tap.")
                    except RetryAfter as refused:
                        await asyncio.sleep(float(refused._retry_after.total_seconds()))
                    else:
                        break
            cpu = time.process_time() - began
        report("python-telegram-bot with AIORateLimiter", telegram, guard, rate=rate, cpu=cpu)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--rate", type=float, default=25.0)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    await plain(messages=options.messages, rate=options.rate)
    for kind in ("sqlite", "postgres")[: 1 + options.postgres]:
        async with fresh_database(kind) as database:
            share = await ours(database, messages=options.messages, rate=options.rate, kind=kind)
        assert share >= 0.97, "the rate is not kept up"


if __name__ == "__main__":
    asyncio.run(main())
