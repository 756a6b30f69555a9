"""A hospital on a loopback Telegram, asked one question by the running bot: what several benchmarks start from."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp

from pydantic import SecretStr

from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.callback_text import decode
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import Answer
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.programme.programme import OnDays, Weekday
from storage.database import Database
from tests.support.builders import ICU, a_programme
from tests.support.databases import running_postgres
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer

MORNING = datetime(2026, 3, 3, 10, tzinfo=UTC)
"""A Tuesday in London's winter."""


@asynccontextmanager
async def fresh_database(kind: str) -> AsyncIterator[Database]:
    """`sqlite` with its full durability, or `postgres` from the wheel."""
    folder = Path(mkdtemp(prefix="rounds-bench-"))
    try:
        if kind == "sqlite":
            database = Database(f"sqlite:///{folder}/rounds.db")
            await database.migrate()
            yield database
            await database.close()
        else:
            running = running_postgres()
            server = await asyncio.to_thread(running.__enter__)  # it runs a loop of its own for a moment
            try:
                database = Database(server.url(server.create()))
                yield database
                await database.close()
            finally:
                await asyncio.to_thread(running.__exit__, None, None, None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def employ(database: Database, people: int) -> None:
    """So many members of one team, all reached on Telegram and asked every Tuesday at ten."""
    addresses = {
        PersonId(f"p{number:05}"): Address(channel=TELEGRAM.id, value=str(10_000 + number)) for number in range(people)
    }
    roster = Roster(
        people={person: Person(id=person, name=person, channel=TELEGRAM.id) for person in addresses},
        memberships=frozenset(Membership(person=person, unit=ICU, role=Role.MEMBER) for person in addresses),
        addresses=addresses,
    )
    programme = a_programme()
    weekly = replace(programme.schedules[0], cadence=OnDays(days=(Weekday.TUE,), at=time(10)), remind_after_hours=0)
    before = MORNING - timedelta(hours=1)
    async with database.writing() as work:
        await work.programmes.save(replace(programme, schedules=(weekly,)), at=before)
        await work.rosters.save(roster, at=before)
        for person, address in addresses.items():
            await work.rosters.enrol(person, address, at=before)
        await work.rounds.set_horizon(weekly.id, [ICU], before)


@dataclass(slots=True, kw_only=True)
class Hospital:
    database: Database
    telegram: TelegramServer
    app: App
    questions: list[Sent]
    """The messages that ask, one for each person."""

    def answers_on(self, sent: Sent) -> list[str]:
        """The callback texts of the answer buttons."""
        markup = sent.params.get("reply_markup") or {}
        found = [button["callback_data"] for row in markup["inline_keyboard"] for button in row]
        return [data for data in found if isinstance(decode(data), Answer)]


@asynccontextmanager
async def asked(database: Database, *, people: int, rate: float = 1000.0) -> AsyncIterator[Hospital]:
    """The running bot, with everybody asked and nobody answered yet."""
    await employ(database, people)
    async with TelegramServer() as telegram, AsyncExitStack() as stack:
        keys = Path(mkdtemp(prefix="rounds-keys-"))
        stack.callback(shutil.rmtree, keys, ignore_errors=True)
        app = App(World(storage=database, keys_folder=keys, clock=ShiftedClock(start=MORNING)))
        settings = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=rate)
        await app.open_channel(TELEGRAM, settings, stack)
        await stack.enter_async_context(app.running(tick_every=20))
        await telegram.until(lambda: len(telegram.sent) == people, within=600)
        await asyncio.sleep(1.1)  # nobody taps within the second that a chat has to itself
        yield Hospital(database=database, telegram=telegram, app=app, questions=list(telegram.sent))


def percentile(values: list[float], share: float) -> float:
    """The nearest-rank percentile, in the unit of the values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
