"""Whoever is moved to another channel by the roster is told there what Rounds is, once: real libraries, real HTTP."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Channel
from storage.database import Database
from tests.support.builders import a_programme, a_roster
from tests.support.patience import PATIENCE, until
from tests.support.slack.blockkit import visible_text
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

BEFORE = datetime(2026, 3, 3, 9, 58, tzinfo=UTC)
ASKED = timedelta(minutes=2, seconds=5)
INTRODUCTION = "Hello, this is Rounds."


@pytest.mark.drill
async def test_a_change_of_the_roster_is_a_new_channel_once(sqlite_storage: Database, tmp_path: Path) -> None:
    clock = ShiftedClock(start=BEFORE)
    app = App(World(storage=sqlite_storage, keys_folder=tmp_path / "keys", clock=clock, told_within=PATIENCE))

    async def moved_to(channel: Channel, value: str) -> None:
        async with sqlite_storage.writing() as work:
            await work.rosters.save(a_roster({PersonId("ann"): value}, channel=channel), at=clock.now())

    async def asked(week: int) -> None:
        clock.jump(BEFORE + timedelta(weeks=week) + ASKED)
        await app.tick()

    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer())
        slack = await stack.enter_async_context(SlackServer())
        bot = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200)
        await app.open_channel(TELEGRAM, bot, stack)
        tokens = {"bot_token": SecretStr(slack.bot_token), "app_token": SecretStr(slack.app_token)}
        await app.open_channel(SLACK, SlackSettings(**tokens, api_url=slack.api_url, rate=200), stack)
        async with sqlite_storage.writing() as work:
            await work.programmes.save(a_programme(), at=BEFORE)
        await stack.enter_async_context(app.running(tick_every=3600))
        chat, person = telegram.shown_in, slack.person("U0ANN")

        await moved_to(TELEGRAM.id, "101")
        await asked(0)
        await until(lambda: len(chat(101)) == 1)
        assert INTRODUCTION in chat(101)[0].text
        assert "send “/help”" in chat(101)[0].text

        await moved_to(SLACK.id, "U0ANN")
        await asked(1)
        await until(lambda: len(person.inbox) == 1)
        assert INTRODUCTION in visible_text(person.inbox[0].blocks)
        assert "send “/rounds help”" in visible_text(person.inbox[0].blocks)

        await moved_to(TELEGRAM.id, "101")
        await asked(2)
        await until(lambda: len(chat(101)) == 2)
        assert INTRODUCTION not in chat(101)[1].text
