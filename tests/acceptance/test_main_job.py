"""The main job on all channels at once: ask in chat, hear with one tap, watch, report. Real libraries, real HTTP."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.channels.web.links import address_of, new_token
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from storage.database import Database
from tests.support.builders import ICU, a_programme
from tests.support.callers import a_caller
from tests.support.channels import WEB
from tests.support.delivery_states import delivery_states
from tests.support.patience import PATIENCE, until, until_seen
from tests.support.ports import reserved_port
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

BEFORE = datetime(2026, 3, 3, 9, 58, tzinfo=UTC)
ASKED = datetime(2026, 3, 3, 10, 0, 5, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
DIGEST = datetime(2026, 3, 10, 12, 31, tzinfo=UTC)
TOKEN = new_token(bytes(range(16)))
PEOPLE = {
    "tess": (TELEGRAM.id, "101", Role.MEMBER),
    "theo": (TELEGRAM.id, "102", Role.MEMBER),
    "sami": (SLACK.id, "U0SAMI", Role.MEMBER),
    "wren": (WEB, address_of(TOKEN).value, Role.MEMBER),
    "nell": (TELEGRAM.id, "201", Role.NURSING_LEAD),
    "mo": (SLACK.id, "U0MO", Role.MEDICAL_LEAD),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    app: App
    clock: ShiftedClock
    telegram: TelegramServer
    slack: SlackServer
    browser: httpx.AsyncClient

    async def at(self, moment: datetime) -> None:
        self.clock.jump(moment)
        await self.app.tick()

    async def page_says(self, words: str) -> None:
        """Look at the web chat until it says so."""

        async def says() -> bool:
            return words in (await self.browser.get(f"/c/{TOKEN}")).text

        await until_seen(says)

    async def all_is_sent(self) -> None:
        async def is_sent() -> bool:
            async with self.app.world.storage.reading() as work:
                return not {"due", "sending"} & set(await delivery_states(work))

        await until_seen(is_sent)

    async def all_is_well(self) -> None:
        """Each part looks at itself about once a second."""

        async def is_ready() -> bool:
            return (await self.browser.get("/readyz")).status_code == 200

        await until_seen(is_ready)


@asynccontextmanager
async def ward(storage: Database, folder: Path, *, by_webhook: bool) -> AsyncIterator[Ward]:
    clock = ShiftedClock(start=BEFORE)
    app = App(World(storage=storage, keys_folder=folder / "keys", clock=clock, told_within=PATIENCE))
    async with AsyncExitStack() as stack:
        port = stack.enter_context(reserved_port())
        root = f"http://127.0.0.1:{port}"
        telegram = await stack.enter_async_context(TelegramServer())
        slack = await stack.enter_async_context(SlackServer())
        if by_webhook:
            slack.events.events_url = f"{root}/slack/events"
        await app.open_channel(TELEGRAM, _telegram(telegram, root if by_webhook else None), stack)
        await app.open_channel(SLACK, _slack(slack, by_http=by_webhook), stack)
        await _people(storage)
        await stack.enter_async_context(serving(app.graph.web_server().application(), host="127.0.0.1", port=port))
        await stack.enter_async_context(app.running(tick_every=3600))
        browser = await stack.enter_async_context(a_caller(root))
        yield Ward(app=app, clock=clock, telegram=telegram, slack=slack, browser=browser)


def _telegram(server: TelegramServer, webhook_root: str | None) -> TelegramSettings:
    return TelegramSettings(
        token=SecretStr(server.token),
        api_url=server.root,
        webhook_url=webhook_root and f"{webhook_root}/telegram/webhook",
        webhook_secret=SecretStr("a-secret-of-the-ward") if webhook_root else None,
        rate=200,
    )


def _slack(server: SlackServer, *, by_http: bool) -> SlackSettings:
    return SlackSettings(
        bot_token=SecretStr(server.bot_token),
        app_token=None if by_http else SecretStr(server.app_token),
        signing_secret=SecretStr(server.signing_secret) if by_http else None,
        api_url=server.api_url,
        rate=200,
    )


async def _people(storage: Database) -> None:
    roster = Roster(
        people={
            PersonId(name): Person(id=PersonId(name), name=name.title(), channel=channel)
            for name, (channel, _, _) in PEOPLE.items()
        },
        memberships=frozenset(
            Membership(person=PersonId(name), unit=ICU, role=role) for name, (_, _, role) in PEOPLE.items()
        ),
        addresses={
            PersonId(name): Address(channel=channel, value=value) for name, (channel, value, _) in PEOPLE.items()
        },
    )
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=BEFORE)
        await work.rosters.save(roster, at=BEFORE)


@pytest.fixture(params=[False, True], ids=["polling-and-socket-mode", "webhook-and-signed-http"])
async def icu(request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=request.param) as ready:
        yield ready


async def test_a_question_goes_out_is_answered_with_one_tap_and_comes_back_in_a_digest(icu: Ward) -> None:
    await icu.at(ASKED)
    sami = icu.slack.person("U0SAMI")
    await until(lambda: bool(icu.telegram.shown_in(101)) and bool(sami.inbox))
    (question,) = icu.telegram.shown_in(101)
    assert "Wording of pers-int-1." in question.text
    assert question.silent
    assert [row[0] for row in question.rows[:4]] == ["Strongly agree", "Agree", "Disagree", "Strongly disagree"]

    icu.telegram.tap(101, question.data("Agree"), question.message_id)
    assert (await sami.press("Agree")).acked
    chat = (await icu.browser.get(f"/c/{TOKEN}")).text
    press = _button(chat, "Agree")
    acted = await icu.browser.post(f"/c/{TOKEN}/act", json={"press": press, "message": _message(chat)})
    assert acted.json() == {"said": "", "saved": True}

    await until(lambda: "Recorded" in icu.telegram.shown_in(101)[0].text)
    assert "Agree" not in icu.telegram.shown_in(101)[0].text  # the answer is not repeated
    await until(lambda: "Recorded" in str(sami.inbox[0].blocks))
    await icu.page_says("Recorded")

    await icu.at(MONDAY)
    await icu.at(DIGEST)
    mo = icu.slack.person("U0MO")
    title = "Intensive care: nothing needs you"
    await until(lambda: any(title in sent.text for sent in icu.telegram.shown_in(201)))
    await until(lambda: any(title in str(each.blocks) for each in mo.inbox))
    (digest,) = [sent for sent in icu.telegram.shown_in(201) if title in sent.text]
    assert digest.text.splitlines()[0] == title
    assert digest.text.splitlines()[1].startswith("Week 1 of 8: ")
    assert not any("Tess" in sent.text or "Agree" in sent.text for sent in icu.telegram.shown_in(201))


async def test_everybody_is_asked_once_and_reminded_once(icu: Ward) -> None:
    await icu.at(ASKED)
    await until(lambda: bool(icu.telegram.shown_in(102)) and bool(icu.slack.person("U0SAMI").inbox))
    for _ in range(3):
        await icu.at(ASKED)
    await icu.at(datetime(2026, 3, 5, 10, 1, tzinfo=UTC))
    await until(lambda: len(icu.telegram.shown_in(102)) == 2)
    await icu.at(datetime(2026, 3, 7, 10, 1, tzinfo=UTC))
    await icu.all_is_sent()
    question, reminder = icu.telegram.shown_in(102)
    assert "Still open" in reminder.text
    assert ("stands again further down" in question.text, question.rows) == (True, ()), "one copy takes the answer"
    assert "stands again further down" in str(icu.slack.person("U0SAMI").inbox[0].blocks)


async def test_a_message_that_slack_brings_twice_is_answered_once_and_slackbot_is_no_stranger(icu: Ward) -> None:
    sami, slackbot, stranger = (icu.slack.person(user) for user in ("U0SAMI", "USLACKBOT", "U0NEW"))
    for ts in (icu.slack.next_ts(), icu.slack.next_ts()):
        for _ in range(2):
            assert (await sami.says("help", ts=ts)).acked
    assert (await slackbot.says("Reminder: hand-over at eight.")).acked
    assert (await stranger.says("Hello?")).acked
    await until(lambda: bool(stranger.inbox))  # all that came before has been dealt with by now
    await until(lambda: len(sami.inbox) >= 2)
    await icu.at(ASKED)
    await until(lambda: any("Wording of" in str(each.blocks) for each in sami.inbox))
    assert len([each for each in sami.inbox if "Wording of" not in str(each.blocks)]) == 2
    assert slackbot.inbox == []


async def test_commands_are_answered_and_everything_reports_well(icu: Ward) -> None:
    icu.telegram.say(101, "/privacy")
    await until(lambda: any("confidential" in sent.text for sent in icu.telegram.shown_in(101)))
    await icu.slack.person("U0SAMI").command("help")
    await until(lambda: bool(icu.slack.person("U0SAMI").inbox))
    await icu.at(ASKED)
    await icu.all_is_well()
    ready = await icu.browser.get("/readyz")
    assert set(ready.json().values()) == {"ok"}, ready.text
    figures = (await icu.browser.get("/metrics")).text
    assert 'rounds_part_well{part="database"} 1.0' in figures
    assert "rounds_deliveries_tenths{" not in figures, "totals are told a day late"


def _button(page: str, label: str) -> str:
    found = re.search(rf'name="press" value="([^"]+)">{label}<', page)
    assert found, f"no button {label}"
    return html.unescape(found[1])


def _message(page: str) -> str:
    return str(re.findall(r'data-id="(\d+)"', page)[-1])
