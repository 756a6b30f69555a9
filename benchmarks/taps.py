"""From a tap to the edited message, beside a bare python-telegram-bot handler; and bursts of taps.

    python -m benchmarks.taps [--taps 150] [--people 2000] [--seconds 10] [--postgres]

Everything runs on loopback in one process; the bare handler writes one row with the same durability, then edits. The
bots are tapped in turn.
"""

import argparse
import asyncio
import logging
import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite
import httpx
import psycopg
import structlog
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from benchmarks.hospital import Hospital, asked, fresh_database, percentile
from bot.adapters.channels.telegram.updates import message_ref
from bot.callback_text import decode
from bot.domain.identifiers import PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.organisation.people import Address
from storage.database import Database
from tests.support.channels import TELEGRAM
from tests.support.records import sealed_answers
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer

BUTTONS = {"inline_keyboard": [[{"text": "Agree", "callback_data": "agree"}]]}
PAUSE = 0.05
"""Seconds between two taps, in which each bot ends what the last one left to do."""


@dataclass(slots=True, kw_only=True)
class Side:
    """One bot on its own loopback Telegram, with questions on it that wait for a tap."""

    name: str
    telegram: TelegramServer
    tap: Callable[[int], object]
    taken: list[float] = field(default_factory=list)
    """Milliseconds from each tap to the edit of its message."""

    async def edit_after(self, number: int) -> None:
        calls = self.telegram.calls
        calls.clear()
        began = time.perf_counter()
        self.tap(number)
        await self.telegram.until(lambda: any(call.method == "editMessageText" for call in calls), within=30)
        self.taken.append((time.perf_counter() - began) * 1000)


WriteRow = Callable[[int, str | None], Awaitable[None]]


@asynccontextmanager
async def rows_in_sqlite() -> AsyncIterator[WriteRow]:
    """One committed row with full durability, by the driver alone."""
    with tempfile.TemporaryDirectory() as folder:
        database = await aiosqlite.connect(Path(folder) / "bare.db")
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute("PRAGMA synchronous=FULL")
        await database.execute("CREATE TABLE answers (chat INTEGER, data TEXT)")

        async def write(chat: int, data: str | None) -> None:
            await database.execute("INSERT INTO answers VALUES (?, ?)", (chat, data))
            await database.commit()

        yield write
        await database.close()


@asynccontextmanager
async def rows_in_postgres(url: str) -> AsyncIterator[WriteRow]:
    database = await psycopg.AsyncConnection.connect(url)
    await database.execute("CREATE TABLE bare_answers (chat bigint, data text)")
    await database.commit()

    async def write(chat: int, data: str | None) -> None:
        await database.execute("INSERT INTO bare_answers VALUES (%s, %s)", (chat, data))
        await database.commit()

    yield write
    await database.close()


@asynccontextmanager
async def a_bare_bot(name: str, write: WriteRow, *, taps: int) -> AsyncIterator[Side]:
    """The library's own Application and updater with one handler: one committed row, one edit."""

    async def record(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        await write(query.from_user.id, query.data)
        await query.edit_message_text("Recorded.")
        await query.answer()

    async with TelegramServer() as telegram:
        application: Application[Any, Any, Any, Any, Any, Any] = (
            Application.builder().token(telegram.token).base_url(f"{telegram.root}/bot").build()
        )
        application.add_handler(CallbackQueryHandler(record))
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(poll_interval=0.0)
            async with httpx.AsyncClient() as client:
                for number in range(taps):
                    await client.post(
                        f"{telegram.root}/bot{telegram.token}/sendMessage",
                        json={"chat_id": 10_000 + number, "text": "A question", "reply_markup": BUTTONS},
                    )
            sent = list(telegram.sent)
            try:
                yield Side(name=name, telegram=telegram, tap=lambda n: telegram.tap(sent[n].chat_id, "agree"))
            finally:
                await application.updater.stop()
                await application.stop()


@asynccontextmanager
async def our_bot(name: str, database: Database, *, taps: int) -> AsyncIterator[Side]:
    chance = random.Random(1)
    async with asked(database, people=taps) as hospital:

        def tap(number: int) -> object:
            sent = hospital.questions[number]
            return hospital.telegram.tap(sent.chat_id, chance.choice(hospital.answers_on(sent)), sent.message_id)

        yield Side(name=name, telegram=hospital.telegram, tap=tap)


async def taps_in_turn(sides: Sequence[Side], *, taps: int) -> None:
    """One tap after the other, the bots in turn, so that what else the machine does falls on all of them alike."""
    for number in range(taps):
        for side in sides:
            await side.edit_after(number)
            await asyncio.sleep(PAUSE)


async def compare(kind: str, *, taps: int) -> None:
    """Rounds on this database beside a bare handler on SQLite, and on PostgreSQL beside one that writes there too."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database(kind))
        in_file = await stack.enter_async_context(rows_in_sqlite())
        bare = [await stack.enter_async_context(a_bare_bot("bare handler with one row (sqlite)", in_file, taps=taps))]
        if kind == "postgres":
            in_server = await stack.enter_async_context(
                rows_in_postgres(database.url.render_as_string(hide_password=False))
            )
            bare.append(await stack.enter_async_context(a_bare_bot(f"the same ({kind})", in_server, taps=taps)))
        ours = await stack.enter_async_context(our_bot(f"Rounds ({kind})", database, taps=taps))
        await taps_in_turn([*bare, ours], taps=taps)
        for side in (*bare, ours):
            show(f"tap to edit, {side.name}", side.taken, "ms")
        for side in bare:
            p50, p99 = (percentile(ours.taken, share) / percentile(side.taken, share) for share in (0.5, 0.99))
            print(f"{'':58} {p50:.2f} times at p50, {p99:.2f} at p99: {side.name}")


async def burst_through_the_library(hospital: Hospital, *, seconds: float) -> list[float]:
    """Everybody taps once within so many seconds; seconds from each tap to its confirmation (the offset raised)."""
    telegram, chance = hospital.telegram, random.Random(2)
    people = len(hospital.questions)
    tapped: dict[int, float] = {}
    confirmed: dict[int, float] = {}

    async def watch() -> None:
        while len(confirmed) < people:
            await asyncio.sleep(0.005)
            waiting = set(telegram.unconfirmed)
            now = time.perf_counter()
            for update in tapped.keys() - confirmed.keys() - waiting:
                confirmed[update] = now

    watching = asyncio.create_task(watch())
    began = time.perf_counter()
    for number, sent in enumerate(hospital.questions):
        await asyncio.sleep(max(0.0, began + number * seconds / people - time.perf_counter()))
        tap = telegram.tap(sent.chat_id, chance.choice(hospital.answers_on(sent)), sent.message_id)
        tapped[tap.update_id] = time.perf_counter()
    await asyncio.wait_for(watching, 120)
    return [confirmed[update] - tapped[update] for update in tapped]


async def burst_at_the_inbox(hospital: Hospital, *, each: int, seconds: float) -> list[float]:
    """Everybody taps `each` times; seconds until each update is committed and may be acknowledged."""
    chance = random.Random(3)
    updates = []
    for sent in hospital.questions:
        for _ in range(each):
            intent = decode(chance.choice(hospital.answers_on(sent)))
            assert isinstance(intent, Answer)
            updates.append((sent, Answer(pulse=PulseId(intent.pulse), code=intent.code)))
    chance.shuffle(updates)
    taken: list[float] = []

    async def one(number: int, sent: Sent, intent: Answer) -> None:
        update = Inbound(
            sender=Address(channel=TELEGRAM, value=str(sent.chat_id)),
            message=message_ref(sent.chat_id, sent.message_id),
            update_id=f"burst-{number}",
            sequence=90_000_000 + number,
            event=Pressed(intent=intent),
        )
        before = time.perf_counter()
        await hospital.app.graph.inbox.receive([update])
        taken.append(time.perf_counter() - before)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, (sent, intent) in enumerate(updates):
            await asyncio.sleep(max(0.0, began + number * seconds / len(updates) - time.perf_counter()))
            group.create_task(one(number, sent, intent))
    return taken


async def answers_filed(database: Database, within: float = 120) -> tuple[int, float]:
    """How many sealed answers there are once the inbox is empty, and the seconds that took."""
    began = time.perf_counter()
    async with asyncio.timeout(within):
        while True:
            async with database.writing() as work:  # what is pending is locked by whoever looks at it
                if not len(await work.inbox.pending(limit=10_000)):
                    filed = [
                        answer
                        for epoch in await work.epochs.not_closed()
                        for answer in sealed_answers(database, epoch.id)
                    ]
                    return len(filed), time.perf_counter() - began
            await asyncio.sleep(0.05)


def show(name: str, values: list[float], unit: str) -> None:
    figures = [
        f"{label} {percentile(values, share):.3g}" for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    ]
    print(f"{name:58} {', '.join(figures)} {unit} (n={len(values)})")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--taps", type=int, default=150)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--only", choices=("edit", "burst"), default="")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if options.only != "burst":
        for kind in ("sqlite", "postgres")[: 1 + options.postgres]:
            await compare(kind, taps=options.taps)
    if options.only != "edit":
        for kind in ("sqlite", "postgres")[: 1 + options.postgres]:
            async with fresh_database(kind) as database, asked(database, people=options.people) as hospital:
                taken = await burst_through_the_library(hospital, seconds=options.seconds)
                filed, late = await answers_filed(database)
                show(f"{options.people} taps in {options.seconds:g} s, tap to confirmation ({kind})", taken, "s")
                print(f"{'':58} {filed} answers, all filed {late:.2f} s after the last confirmation")
                taken = await burst_at_the_inbox(hospital, each=5, seconds=options.seconds)
                filed, late = await answers_filed(database)
                show(f"{5 * options.people} updates in {options.seconds:g} s at the inbox ({kind})", taken, "s")
                print(f"{'':58} {filed} answers, all filed {late:.2f} s after the last commit")


if __name__ == "__main__":
    asyncio.run(main())
