"""Receiving by webhook, from the loopback Telegram through a real HTTP server."""

import asyncio
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.intake import TelegramIntake
from bot.adapters.channels.telegram.poller import PART
from bot.adapters.channels.telegram.webhook import (
    HEADER,
    LONGEST_BODY,
    PATH,
    TelegramWebhook,
    webhook_address,
)
from bot.flows.operations.health import HealthBoard
from tests.support.boards import is_well
from tests.support.callers import a_caller
from tests.support.patience import until
from tests.support.telegram.harness import (
    HurriedTimer,
    PaperInbox,
)
from tests.support.telegram.records import REVOKED, SERVER_ERROR
from tests.support.telegram.server import TelegramServer

NURSE = 501
SECRET = "the-right_secret-0"
UPDATE = {
    "update_id": 9,
    "message": {
        "message_id": 1,
        "date": 1,
        "text": "hello",
        "chat": {"id": NURSE, "type": "private"},
        "from": {"id": NURSE, "is_bot": False, "first_name": "N"},
    },
}


class Door:
    """The route that was mounted, and where it listens."""

    def __init__(self) -> None:
        self.app = Starlette()
        self.root = ""

    @property
    def url(self) -> str:
        return self.root + PATH


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    server = uvicorn.Server(
        uvicorn.Config(door.app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", ws="none")
    )
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    door.root = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield door
    server.should_exit = True
    await serving


@pytest.fixture
def webhook(
    door: Door, account: TelegramAccount, intake: TelegramIntake, health: HealthBoard, timer: HurriedTimer
) -> TelegramWebhook:
    webhook = TelegramWebhook(account=account, intake=intake, health=health, timer=timer, url=door.root, secret=SECRET)
    door.app.router.routes.append(webhook.route)
    return webhook


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with a_caller() as client:
        yield client


async def test_telegram_pushes_and_hears_yes_after_the_commit(
    telegram: TelegramServer, webhook: TelegramWebhook, inbox: PaperInbox, health: HealthBoard
) -> None:
    await webhook.register()
    tap = telegram.tap_stale(NURSE, "a~p1~3", 3)
    said = telegram.say(NURSE, "a thought")
    await telegram.until(lambda: not telegram.unconfirmed and tap.query_id in telegram.answered_queries)
    assert list(inbox.filed) == [str(tap.update_id), str(said)]
    assert telegram.push_statuses == [200, 200]
    assert health.parts == {PART: ()}
    assert telegram.webhook["secret_token"] == SECRET
    assert telegram.webhook["url"].endswith(PATH)
    asked = next(call.params for call in telegram.calls if call.method == "setWebhook")
    assert sorted(asked["allowed_updates"]) == ["callback_query", "edited_message", "message", "my_chat_member"]
    assert "drop_pending_updates" not in asked


async def test_what_cannot_be_saved_is_answered_503_and_comes_again(
    telegram: TelegramServer, webhook: TelegramWebhook, inbox: PaperInbox, health: HealthBoard
) -> None:
    await webhook.register()
    inbox.broken = True
    tap = telegram.tap_stale(NURSE, "a~p1~3", 3)
    await telegram.until(lambda: tap.query_id in telegram.answered_queries)
    assert telegram.answered_queries[tap.query_id] == "Not saved yet. Please tap again."
    assert not is_well(health)
    inbox.broken = False
    await telegram.until(lambda: not telegram.unconfirmed)
    assert set(telegram.push_statuses[:-1]) == {503}
    assert list(inbox.filed) == [str(tap.update_id)]
    assert is_well(health)


@pytest.mark.parametrize(
    "given", [None, b"", b"CANARY-wrong", SECRET.encode() + b"CANARY", SECRET.upper().encode(), b"CANARY-\xfc"]
)
async def test_without_the_right_secret_nothing_is_read_stored_or_logged(
    door: Door,
    webhook: TelegramWebhook,  # noqa: ARG001
    inbox: PaperInbox,
    http: httpx.AsyncClient,
    given: bytes | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as ours:
        answer = await http.post(door.url, json=UPDATE, headers=[] if given is None else [(HEADER.encode(), given)])
    assert answer.status_code == 403
    assert inbox.batches == []
    assert [entry["event"] for entry in ours] == ["telegram_webhook_refused"]
    assert "CANARY" not in f"{ours}{caplog.text}"
    assert SECRET not in f"{ours}{caplog.text}"


async def test_the_right_secret_stays_out_of_the_logs_too(
    webhook: TelegramWebhook, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as ours:
        await webhook.register()
        telegram.say(NURSE, "CANARY words")
        await telegram.until(lambda: not telegram.unconfirmed)
    assert "CANARY" not in f"{ours}{caplog.text}"
    assert SECRET not in f"{ours}{caplog.text}"
    assert telegram.token not in f"{ours}{caplog.text}"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'{"message": {}}', 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 5}', 200),
        (b'{"update_id": 5, "message": {"chat": 3}}', 200),
        (b'{"update_id": 5, "callback_query": {"id": 3, "from": 4}}', 200),
        (b" " * (LONGEST_BODY + 1), 413),
    ],
)
async def test_strange_bodies_are_refused_or_passed_over_and_nothing_breaks(
    door: Door,
    webhook: TelegramWebhook,  # noqa: ARG001
    inbox: PaperInbox,
    http: httpx.AsyncClient,
    body: bytes,
    status: int,
) -> None:
    answer = await http.post(door.url, content=body, headers={HEADER: SECRET})
    assert answer.status_code == status
    assert inbox.filed == {}


async def test_the_address_is_told_again_when_telegram_forgets_it(
    telegram: TelegramServer, webhook: TelegramWebhook, health: HealthBoard
) -> None:
    telegram.fault(SERVER_ERROR, method="getMe")
    telegram.fault(REVOKED, method="setWebhook")
    running = asyncio.create_task(webhook.run())
    await telegram.until(lambda: bool(telegram.webhook))
    await until(lambda: is_well(health) and bool(health.parts))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await webhook.register()
    telegram.webhook = {}
    await webhook.register()
    assert telegram.webhook["url"].endswith(PATH)
    assert [call.method for call in telegram.calls].count("setWebhook") == 3


def test_a_root_gets_the_path_and_a_path_is_kept() -> None:
    assert webhook_address("https://rounds.example") == "https://rounds.example/telegram/webhook"
    assert webhook_address("https://rounds.example/") == "https://rounds.example/telegram/webhook"
    assert webhook_address("https://example/a/telegram/webhook") == "https://example/a/telegram/webhook"
