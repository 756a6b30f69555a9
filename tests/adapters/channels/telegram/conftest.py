"""A loopback Telegram, the library's bare bot, and our account with an inbox on paper behind it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.intake import TelegramIntake
from bot.flows.operations.health import HealthBoard
from tests.support.locales import OneLocale
from tests.support.patience import PATIENCE
from tests.support.telegram.harness import HurriedTimer, PaperInbox
from tests.support.telegram.server import TelegramServer


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
        request=HTTPXRequest(read_timeout=PATIENCE, httpx_kwargs={"verify": False}),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=PATIENCE, httpx_kwargs={"verify": False}),
    )
    async with bare:
        yield bare


@pytest.fixture
def timer() -> HurriedTimer:
    return HurriedTimer()


@pytest.fixture
async def account(telegram: TelegramServer, timer: HurriedTimer) -> AsyncIterator[TelegramAccount]:
    ours = TelegramAccount(token=telegram.token, timer=timer, api_root=telegram.root, answer_within=PATIENCE)
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
    ours = TelegramIntake(account=account, receive=inbox, locale_of=OneLocale())
    yield ours
    await ours.close()
