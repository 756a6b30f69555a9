"""A loopback Telegram and a bare library bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

import bot.adapters.telegram
from tests.support.telegram_server import TelegramServer


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
        request=HTTPXRequest(read_timeout=0.5),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=0.5),
    )
    async with bare:
        yield bare
