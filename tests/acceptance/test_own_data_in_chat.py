"""Somebody has the file of their own data sent, and is forgotten, in their own chat: real libraries, real HTTP."""

import json
from contextlib import AsyncExitStack
from datetime import UTC, datetime
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
from storage.database import Database
from tests.support.builders import a_programme, a_roster
from tests.support.patience import PATIENCE, until
from tests.support.phones import SlackPhone, TelegramPhone
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN, BEA = PersonId("ann"), PersonId("bea")
TABLES = {"people", "addresses", "memberships"}


@pytest.mark.drill
async def test_on_telegram(sqlite_storage: Database, tmp_path: Path) -> None:
    app = await an_app(sqlite_storage, tmp_path)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer())
        bot = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200)
        await app.open_channel(TELEGRAM, bot, stack)
        await stack.enter_async_context(app.running(tick_every=3600))
        phone = TelegramPhone(telegram, 101)

        telegram.say(101, "/mydata")
        await until(lambda: any("Send it here" in row for each in telegram.shown_in(101) for row in each.rows))
        await phone.look_at("Send it here")
        await phone.press_it()
        await until(lambda: any(each.document for each in telegram.shown_in(101)))
        (document,) = [each.document for each in telegram.shown_in(101) if each.document]
        assert {each["table"] for each in json.loads(document)["kept"]} >= TABLES

        telegram.say(101, "/forget")
        await until(lambda: any("Keep everything" in row for each in telegram.shown_in(101) for row in each.rows))
        await phone.look_at("Forget me now")
        await phone.press_it()
        await until(lambda: "It is done" in telegram.shown_in(101)[-1].text)
        assert not telegram.shown_in(101)[-1].rows, "it stands in the place of the question"
        telegram.say(101, "Hello")
        await until(lambda: "It is done" not in telegram.shown_in(101)[-1].text)
        assert await reached(sqlite_storage) == {BEA}
        assert telegram.shown_in(102) == []


@pytest.mark.drill
async def test_on_slack(sqlite_storage: Database, tmp_path: Path) -> None:
    app = await an_app(sqlite_storage, tmp_path)
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        tokens = {"bot_token": SecretStr(slack.bot_token), "app_token": SecretStr(slack.app_token)}
        await app.open_channel(SLACK, SlackSettings(**tokens, api_url=slack.api_url, rate=200), stack)
        async with sqlite_storage.writing() as work:
            await work.rosters.save(a_roster({ANN: "U0ANN", BEA: "U0BEA"}, channel=SLACK.id), at=MONDAY)
        await stack.enter_async_context(app.running(tick_every=3600))
        ann = slack.person("U0ANN")
        phone = SlackPhone(slack, "U0ANN")

        def shown() -> str:
            return str([each.blocks for each in ann.inbox])

        await ann.command("mydata")
        await until(lambda: "'Send it here'" in shown())
        await phone.look_at("Send it here")
        await phone.press_it()
        await until(lambda: any(each.shared_to for each in slack.files.values()))
        (file,) = slack.files.values()
        assert file.shared_to == slack.channel_of("U0ANN")
        assert {each["table"] for each in json.loads(file.data)["kept"]} >= TABLES

        await ann.command("forget")
        await until(lambda: "'Keep everything'" in shown())
        await phone.look_at("Forget me now")
        await phone.press_it()
        await until(lambda: "It is done" in str(ann.inbox[-1].blocks))
        assert "Forget me" not in str(ann.inbox[-1].blocks), "it stands in the place of the question"
        await ann.command("help")
        await until(lambda: "It is done" not in str(ann.inbox[-1].blocks))
        assert await reached(sqlite_storage) == {BEA}
        assert slack.person("U0BEA").inbox == []


async def an_app(storage: Database, folder: Path) -> App:
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=MONDAY)
        await work.rosters.save(a_roster({ANN: "101", BEA: "102"}, channel=TELEGRAM.id), at=MONDAY)
    clock = ShiftedClock(start=MONDAY)
    return App(World(storage=storage, keys_folder=folder / "keys", clock=clock, told_within=PATIENCE))


async def reached(storage: Database) -> set[PersonId]:
    async with storage.reading() as work:
        return set((await work.rosters.current()).addresses)
