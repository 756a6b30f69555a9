"""What one person presses in Telegram or Slack changes no byte that these platforms are given for anybody else.

Real libraries, real HTTP, two weeks; `tests/adversary/test_toggles.py` goes through every button and wish on the web.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
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
from bot.domain.organisation.people import Address, Roster
from storage.database import Database
from tests.support.channels import unpaced
from tests.support.databases import sqlite_copy
from tests.support.delivery_states import delivery_states
from tests.support.patience import PATIENCE, until, until_seen
from tests.support.slack.people import Person as SlackPerson
from tests.support.slack.records import Posted
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer
from tests.support.weeks import FIRST, WARD, the_programme, the_roster

ON_TELEGRAM, ON_SLACK = PersonId("ward-m0"), PersonId("ward-m1")
"""They answer nothing: seven of nine are heard, or eight with one of them, which is the same band."""
TICKS = ((1, 10, 0), (1, 10, 1), (3, 12, 0), (6, 10, 1), (7, 0, 1))
WEEKS = 2
TAPS_AT_MOST = 5
_SLACKS_OWN = re.compile(r"auto\d+")
"""Ids that the platform gives to blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    app: App
    clock: ShiftedClock
    telegram: TelegramServer
    slack: SlackServer
    chats: dict[PersonId, int]
    users: dict[PersonId, str]

    async def at(self, week: int, day: int, hour: int, minute: int = 0) -> None:
        moment = (FIRST + week).monday() + timedelta(days=day)
        self.clock.jump(datetime.combine(moment, time(hour, minute), tzinfo=UTC))
        await self.app.tick()
        await self.settled()

    async def settled(self) -> None:
        async def nothing_waits() -> bool:
            async with self.app.world.storage.reading() as work:
                pending = await work.inbox.pending(limit=1)
                return not pending and not {"due", "sending", "unsure"} & set(await delivery_states(work))

        await until_seen(nothing_waits)

    async def everybody_answers(self) -> None:
        for person, chat in self.chats.items():
            question = self.telegram.shown_in(chat)[-1] if self.telegram.shown_in(chat) else None
            if person != ON_TELEGRAM and question is not None and "Agree" in sum(question.rows, ()):
                self.telegram.tap(chat, question.data("Agree"), question.message_id)
                await _until_recorded(question)
        for person, user in self.users.items():
            slack = self.slack.person(user)
            if person != ON_SLACK and slack.inbox and "Strongly agree" in str(slack.inbox[-1].blocks):
                asked = slack.inbox[-1]
                await pressed(slack, "Agree", on=asked)
                await _until_recorded(asked)
        await self.settled()

    def given(self, *, but: PersonId) -> dict[PersonId, list[str]]:
        """Every message of each other person as it was sent and as it stands now, without the platforms' numbers."""
        found = {
            person: [
                repr((each.text, each.markup, each.entities, each.silent, [edit.text for edit in each.edits]))
                for each in self.telegram.shown_in(chat)
            ]
            for person, chat in self.chats.items()
        }
        found |= {
            person: [
                _SLACKS_OWN.sub("", repr((each.text, each.blocks, [(edit.text, edit.blocks) for edit in each.edits])))
                for each in self.slack.person(user).inbox
            ]
            for person, user in self.users.items()
        }
        return {person: messages for person, messages in found.items() if person != but}


async def _until_recorded(message: Sent | Posted) -> None:
    await until(lambda: "Recorded" in (message.text if isinstance(message, Sent) else str(message.blocks)))


async def pressed(person: SlackPerson, label: str, *, on: Posted) -> None:
    """Press, and again if told "Not saved yet. Please tap again", as a busy machine may say."""
    for _ in range(TAPS_AT_MOST):
        if (await person.press(label, on=on)).acked:
            return
    raise AssertionError(f"{label} was never taken")


@asynccontextmanager
async def hospital(database: Database, folder: Path) -> AsyncIterator[Hospital]:
    clock = ShiftedClock(start=datetime.combine(FIRST.monday(), time(8), tzinfo=UTC), speed=0)
    app = App(World(storage=database, keys_folder=folder / "keys", clock=clock, told_within=PATIENCE))
    listed = the_roster({WARD: 9})
    others = sorted(listed.people.keys() - {ON_TELEGRAM, ON_SLACK})
    chats = {person: 101 + at for at, person in enumerate([ON_TELEGRAM, *others[::2]])}
    users = {person: f"U0P{at}" for at, person in enumerate([ON_SLACK, *others[1::2]])}
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer())
        slack = await stack.enter_async_context(SlackServer())
        await app.open_channel(
            unpaced(TELEGRAM), TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200), stack
        )
        settings = SlackSettings(
            bot_token=SecretStr(slack.bot_token),
            app_token=SecretStr(slack.app_token),
            api_url=slack.api_url,
            rate=200,
        )
        await app.open_channel(unpaced(SLACK), settings, stack)
        async with database.writing() as work:
            await work.programmes.save(the_programme(), at=clock.now() - timedelta(days=7))
            await work.rosters.save(_at_home(listed, chats, users), at=clock.now() - timedelta(days=7))
        await stack.enter_async_context(app.running(tick_every=3600))
        yield Hospital(app=app, clock=clock, telegram=telegram, slack=slack, chats=chats, users=users)


def _at_home(listed: Roster, chats: dict[PersonId, int], users: dict[PersonId, str]) -> Roster:
    people = {
        person: replace(each, channel=TELEGRAM.id if person in chats else SLACK.id)
        for person, each in listed.people.items()
    }
    addresses = {person: Address(channel=TELEGRAM.id, value=str(chat)) for person, chat in chats.items()}
    addresses |= {person: Address(channel=SLACK.id, value=user) for person, user in users.items()}
    return replace(listed, people=people, addresses=addresses)


Toggle = Callable[[Hospital], Awaitable[None]]


async def nothing(_hospital: Hospital) -> None:
    """What would be without it."""


async def on_telegram(hospital: Hospital) -> None:
    """An answer and another one, a pause and back, a stop."""
    telegram, chat = hospital.telegram, hospital.chats[ON_TELEGRAM]
    question = telegram.shown_in(chat)[-1]

    async def tap(label: str) -> None:
        before = len(question.edits)
        telegram.tap(chat, question.data(label), question.message_id)
        await until(lambda: len(question.edits) > before)

    async def say(command: str) -> None:
        before = len(telegram.shown_in(chat))
        telegram.say(chat, command)
        await until(lambda: len(telegram.shown_in(chat)) > before)

    await tap("Agree")
    await say("/pause")
    asked = telegram.shown_in(chat)[-1]
    telegram.tap(chat, asked.data("2 weeks"), asked.message_id)
    await until(lambda: "Paused until" in asked.text)
    await say("/resume")
    await say("/stop")
    assert "no more questions" in telegram.shown_in(chat)[-1].text


async def on_slack(hospital: Hospital) -> None:
    """Nights, and back; less often; a pause that stays."""
    person = hospital.slack.person(hospital.users[ON_SLACK])

    async def command(text: str) -> None:
        before = len(person.inbox)
        assert (await person.command(text)).acked
        await until(lambda: len(person.inbox) > before)

    async def press(label: str, then: str) -> None:
        asked = person.inbox[-1]
        await pressed(person, label, on=asked)
        await until(lambda: then in str(asked.blocks))

    asked = person.inbox[-1]
    await pressed(person, "More", on=asked)
    await person.choose("Ask me less often")
    await person.choose("Every 2 weeks")
    await until(lambda: "at most every 2 weeks" in str(asked.blocks))
    await command("pause")
    await press("4 weeks", "Paused until")
    await command("resume")
    await command("pause")
    await press("1 week", "Paused until")


async def lived(template: Path, folder: Path, toggle: Toggle) -> Hospital:
    async with sqlite_copy(template, folder) as database, hospital(database, folder) as alive:
        for week in range(WEEKS):
            for day, hour, minute in TICKS:
                await alive.at(week, day, hour, minute)
                if (day, hour, minute) == TICKS[0]:
                    if week == 0:
                        await toggle(alive)
                    await alive.everybody_answers()
        await alive.at(WEEKS, 1, 14)
        await alive.at(WEEKS, 3, 14)
        return alive


@pytest.mark.drill
async def test_nobody_else_is_given_another_byte_by_telegram_or_slack(sqlite_template: Path, tmp_path: Path) -> None:
    before = await lived(sqlite_template, tmp_path, nothing)
    assert any("nothing needs you" in each for messages in before.given(but=ON_SLACK).values() for each in messages)
    for person, other, toggle in ((ON_TELEGRAM, ON_SLACK, on_telegram), (ON_SLACK, ON_TELEGRAM, on_slack)):
        after = await lived(sqlite_template, tmp_path, toggle)
        assert after.given(but=other)[person] != before.given(but=other)[person], "this person saw what they pressed"
        assert after.given(but=person) == before.given(but=person)
