"""`rounds run` on PostgreSQL: one `--role all`, or any number of the others, and never both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.adapters.queue.shared import SharedQueue, apply_queue_schema
from bot.app.loops import App
from bot.app.world import World
from bot.cli.ending import exit_code_of
from bot.cli.run import RUN_LOCK, run_part
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.inbound import Event, Inbound, Pressed, Started
from bot.domain.organisation.people import Address
from config.settings import load_settings
from storage.database import Database
from tests.support.builders import a_programme, a_roster
from tests.support.databases import HASTY, PostgresServer
from tests.support.patience import PATIENCE, until
from tests.support.telegram.server import TelegramServer

pytestmark = pytest.mark.postgres

ALONE, SHARED = False, True


IN_THE_WAY = "run: a rounds run --role all works alone on this database; stop it first, then start --role "


@pytest.mark.parametrize(
    ("there", "part", "words"),
    [
        (ALONE, "all", "run: another rounds run works alone on this database; stop it first"),
        (ALONE, "worker", f"{IN_THE_WAY}worker"),
        (ALONE, "web", f"{IN_THE_WAY}web"),
        (
            SHARED,
            "all",
            "run: processes with --role web or worker share this database, and --role all has to be alone with it;"
            " stop them first, or start this one with --role worker",
        ),
    ],
    ids=["all-all", "all-worker", "all-web", "several-all"],
)
async def test_who_would_get_in_the_way_of_others_refuses_in_one_line(
    postgres_storage: Database, tmp_path: Path, there: bool, part: str, words: str
) -> None:
    console = Console(record=True, width=80, file=(tmp_path / "said").open("w"))
    url = postgres_storage.url.render_as_string(hide_password=False)
    environ = {"ROUNDS_DATABASE_URL": url, "ROUNDS_KEYS": str(tmp_path / "keys")}
    settings = load_settings(environ, tmp_path, channels=CHANNELS)
    other = postgres_storage.lock(RUN_LOCK, shared=there)
    await other.take()
    async with asyncio.timeout(PATIENCE):
        command = run_part(settings, postgres_storage, part=part, console=console)
        assert await exit_code_of(command, err=console) == 1
    assert [line for line in console.export_text().splitlines() if line != HASTY] == [words]
    await other.leave()
    console.file.close()


MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN, STRANGER = 101, 999


@dataclass
class TwoParts:
    """A process that takes in and was killed before it filed, and a worker that goes on."""

    web: App
    worker: App
    telegram: TelegramServer
    taken: int = 0

    async def take_in_and_die(self, chat: int, event: Event) -> None:
        self.taken += 1
        sender = Address(channel=TELEGRAM.id, value=str(chat))
        update = Inbound(sender=sender, update_id=str(self.taken), sequence=self.taken, event=event)
        await self.web.graph.inbox.receive([update])

    async def is_told(self, chat: int, words: str) -> None:
        """Once the worker has ticked."""
        await self.worker.tick()
        await until(lambda: any(words in each.text for each in self.telegram.shown_in(chat)))


def a_part(url: str, queue: SharedQueue, folder: Path, stack: AsyncExitStack) -> App:
    storage, clock = Database(url), ShiftedClock(start=MONDAY)
    stack.push_async_callback(storage.close)
    return App(World(storage=storage, keys_folder=folder / "keys", clock=clock, queue=queue))


@pytest.fixture
async def parts(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[TwoParts]:
    name = postgres_server.create()
    url = postgres_server.url(name)
    await apply_queue_schema(url)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer())
        queues = [await stack.enter_async_context(SharedQueue(url)) for _ in range(2)]
        web, worker = (a_part(url, queue, tmp_path, stack) for queue in queues)
        async with web.world.storage.writing() as work:
            await work.programmes.save(a_programme(), at=MONDAY)
            await work.rosters.save(a_roster({PersonId("ann"): str(ANN)}, channel=TELEGRAM.id), at=MONDAY)
        bot = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200)
        await worker.open_channel(TELEGRAM, bot, stack, receives=False)
        await stack.enter_async_context(worker.sending(queues[1]))
        yield TwoParts(web, worker, telegram)
    postgres_server.drop(name)


@pytest.mark.drill
async def test_what_a_worker_files_is_said_by_it(parts: TwoParts) -> None:
    """Greetings, one's own file and that one is forgotten stand in no row, so no other process could say them."""
    await parts.take_in_and_die(STRANGER, Started(code=""))
    await parts.is_told(STRANGER, "Hello, this is Rounds.")

    await parts.take_in_and_die(ANN, Pressed(intent=SelfPress(what=OnSelf.FILE)))
    await parts.worker.tick()
    await until(lambda: any(each.document for each in parts.telegram.shown_in(ANN)))
    await until(lambda: not parts.worker.graph.send_own_file.is_awaited(PersonId("ann")))

    await parts.take_in_and_die(ANN, Pressed(intent=SelfPress(what=OnSelf.FORGET_NOW)))
    await parts.is_told(ANN, "It is done")
