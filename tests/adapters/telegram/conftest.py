"""A loopback Telegram, the library's bare bot, and our account with an inbox on paper behind it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.adapters.telegram.account import TelegramAccount
from bot.adapters.telegram.intake import TelegramIntake
from bot.domain.errors import StorageUnavailable
from bot.domain.inbound import Inbound, Receipt, Refusal, Typed
from bot.flows.health import HealthBoard
from tests.support.telegram_server import TelegramServer

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what nothing announces."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


class HurriedTimer:
    """Real time, but sleeps take a fiftieth."""

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 50)


class PaperInbox:
    """Keeps what was committed, once per update, as the real one does; refuses words that name a patient."""

    def __init__(self) -> None:
        self.filed: dict[str, Inbound] = {}
        self.batches: list[list[str]] = []
        self.broken = False
        self.stumbles_over: set[str] = set()

    async def __call__(self, updates: Sequence[Inbound], /) -> Sequence[Receipt]:
        if self.broken:
            raise StorageUnavailable
        if self.stumbles_over & {update.update_id for update in updates}:
            raise RuntimeError("a bug")
        self.batches.append([update.update_id for update in updates])
        return [self._file(update) for update in updates]

    def _file(self, update: Inbound) -> Receipt:
        if isinstance(update.event, Typed) and "999 123" in update.event.text:
            return Receipt(
                update_id=update.update_id,
                refused=Refusal.PATIENT_TEXT,
                explanation="This looks like it may identify a patient. Nothing has been saved.",
            )
        self.filed.setdefault(update.update_id, update)
        return Receipt(update_id=update.update_id)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    """The library as it comes, without anything of ours."""
    bare = Bot(
        telegram.token,
        base_url=f"{telegram.root}/bot",
        request=HTTPXRequest(read_timeout=0.5, httpx_kwargs={"verify": False}),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=0.5, httpx_kwargs={"verify": False}),
    )
    async with bare:
        yield bare


@pytest.fixture
def timer() -> HurriedTimer:
    return HurriedTimer()


@pytest.fixture
async def account(telegram: TelegramServer, timer: HurriedTimer) -> AsyncIterator[TelegramAccount]:
    ours = TelegramAccount(token=telegram.token, timer=timer, api_root=telegram.root, answer_within=0.5)
    yield ours
    await ours.close()


@pytest.fixture
def inbox() -> PaperInbox:
    return PaperInbox()


@pytest.fixture
def health() -> HealthBoard:
    return HealthBoard()


@pytest.fixture
async def intake(account: TelegramAccount, inbox: PaperInbox) -> AsyncIterator[TelegramIntake]:
    ours = TelegramIntake(account=account, receive=inbox)
    yield ours
    await ours.close()
