"""A page of one process hears at once of what another process has posted into its chat."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.adapters.channels.web.bell import Bell
from bot.adapters.channels.web.chat import ChatPages
from bot.adapters.channels.web.hub import Hub, chat_key
from bot.adapters.channels.web.links import (
    address_of,
    chat_path,
    new_token,
)
from bot.adapters.channels.web.push import ServerKey
from bot.adapters.channels.web.server import WebServer
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import SystemClock, SystemEntropy, SystemTimer
from bot.adapters.queue.news import CHANNEL, ChatNews
from bot.adapters.queue.shared import SharedQueue
from bot.domain.health.troubles import Parts
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.inbound import Inbound, Receipt
from bot.flows.answering.hang_bell import HangBell
from bot.flows.answering.read_chat import ReadChat
from bot.flows.follow_up.digest_now import digests_now
from bot.ports import NewWebMessage
from storage.database import Database
from tests.support.builders import T0, a_programme, a_roster
from tests.support.callers import a_caller
from tests.support.channels import WEB
from tests.support.databases import SHARED, PostgresServer
from tests.support.locales import OneLocale, nobody_is_listed
from tests.support.messages import a_message
from tests.support.patience import PATIENCE
from tests.support.sealing import seal_messages

pytestmark = pytest.mark.postgres

TOKEN = new_token(bytes(range(16)))
ADA = PersonId("ada")
NEVER = 10 * PATIENCE
"""Seconds after which the page would look for itself."""


class Worker:
    """The process that posts. The one that serves the page shares nothing with it but the database."""

    def __init__(self, storage: Database, queue: SharedQueue) -> None:
        self._storage, self._news, self._count = storage, ChatNews(queue, timer=SystemTimer()), 0

    async def post(self, text: str) -> None:
        self._count += 1
        async with self._storage.writing() as work:
            new = NewWebMessage(person=ADA, words=a_message(text), key=DeliveryKey(f"k{self._count}"))
            await work.web_chats.post_many([new], token=SystemEntropy().token)
        await self._news.tell([chat_key(ADA)])


@pytest.fixture
async def worker(postgres_storage: Database) -> AsyncIterator[Worker]:
    async with postgres_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ada"], channel=WEB), at=T0)
        await work.rosters.enrol(ADA, address_of(TOKEN), at=T0)
    async with SharedQueue(postgres_storage.url.render_as_string(hide_password=False)) as queue:
        yield Worker(postgres_storage, queue)


@asynccontextmanager
async def a_page(storage: Database) -> AsyncIterator[AsyncIterator[str]]:
    """What an open page is told, from a web process of its own."""
    queue, hub = SharedQueue(storage.url.render_as_string(hide_password=False)), Hub()
    pages = ChatPages(
        read=ReadChat(storage=storage, messages=seal_messages(), clock=SystemClock(), digests_now=digests_now),
        receive=_taken,
        locale_of=OneLocale(),
        hub=hub,
        entropy=SystemEntropy(),
        timer=SystemTimer(),
        bell=Bell(key=ServerKey(Path("no keys"), entropy=SystemEntropy()), hang=HangBell(storage=storage)),
        offer_console=nobody_is_listed,
        look_again=NEVER,
    )
    app = WebServer(
        locale_of=OneLocale(),
        chats=pages,
        join=_no_join,
        readiness=_well,
        metrics=CollectorRegistry(),
        entropy=SystemEntropy(),
        timer=SystemTimer(),
    ).application()
    listening = asyncio.create_task(ChatNews(queue, timer=SystemTimer()).listen(hub.ring))
    try:
        async with (
            serving(app, host="127.0.0.1", port=0) as root,
            a_caller(root) as browser,
            browser.stream("GET", f"{chat_path(TOKEN)}/events?after=0") as stream,
        ):
            yield stream.aiter_lines()
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _taken(updates: Sequence[Inbound]) -> Sequence[Receipt]:
    return [Receipt(update_id=each.update_id) for each in updates]


async def _no_join(code: str, address: object) -> str:
    return f"{code} is not for {address}"


async def _well() -> Parts:
    return {}


async def heard(page: AsyncIterator[str], text: str) -> None:
    async with asyncio.timeout(PATIENCE):
        async for line in page:
            if line.startswith("data:") and text in line:
                return
    raise AssertionError("the stream ended")


async def test_a_page_hears_at_once_what_a_worker_posts(postgres_storage: Database, worker: Worker) -> None:
    async with a_page(postgres_storage) as page:  # which does not look by itself
        for number in range(10):
            await worker.post(f"message {number}")
            await heard(page, f"message {number}")


async def test_a_page_hears_again_after_its_process_lost_the_connection(
    postgres_storage: Database, worker: Worker, postgres_server: PostgresServer
) -> None:
    async with a_page(postgres_storage) as page:
        await worker.post("before")
        await heard(page, "before")
        postgres_server.throw_out(SHARED)
        await postgres_storage.close()
        await worker.post("meanwhile")
        await heard(page, "meanwhile")


async def test_what_is_told_is_opaque(postgres_storage: Database, worker: Worker) -> None:
    queue = SharedQueue(postgres_storage.url.render_as_string(hide_password=False))
    async with await queue.connection_of_its_own() as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        await worker.post("for Ada alone")
        async for notice in connection.notifies(timeout=PATIENCE, stop_after=1):
            assert notice.payload == chat_key(ADA)
            assert "ada" not in notice.payload.lower()
            return
    raise AssertionError("nothing was told")


async def test_any_number_of_chats_can_be_told_at_once(postgres_storage: Database) -> None:
    told: set[str] = set()
    everybody = {chat_key(PersonId(f"person-{number}")) for number in range(1000)}
    url = postgres_storage.url.render_as_string(hide_password=False)

    async def ring(keys: object) -> None:
        told.update(keys if isinstance(keys, list) else ())

    async with SharedQueue(url) as queue:
        news = ChatNews(queue, timer=SystemTimer())
        listening = asyncio.create_task(news.listen(ring))
        async with asyncio.timeout(PATIENCE):
            while told != everybody:
                await news.tell(everybody)
                await asyncio.sleep(0.1)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
