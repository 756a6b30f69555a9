"""What people write, one scenario on each channel: through the real libraries, over real HTTP, into a real database."""

import html
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
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
from bot.adapters.clock import ShiftedClock, SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.app.loops import App
from bot.app.world import World
from bot.domain.answers.answer_body import unpack
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.programme.programme import Contact
from bot.domain.programme.questions import Kind, Scale
from storage.database import Database
from tests.support.builders import ICU, a_programme, a_question
from tests.support.callers import a_caller
from tests.support.channels import WEB, unpaced
from tests.support.patience import PATIENCE, until_seen
from tests.support.ports import reserved_port
from tests.support.records import sealed_answers
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

BEFORE = datetime(2026, 3, 3, 9, 58, tzinfo=UTC)
ASKED = datetime(2026, 3, 3, 10, 0, 5, tzinfo=UTC)
CLOSED = datetime(2026, 3, 8, 10, 5, tzinfo=UTC)
TOKEN = new_token(bytes(range(16)))
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 8, "height": 8}]


class Nurse(ABC):
    """Somebody with a telephone, or at a page, who can do what its channel lets people do."""

    way_to_help: str
    most: str = "At most 4,000 characters"

    @abstractmethod
    async def shown(self) -> Sequence[str]:
        """The words of each message that is in sight, oldest first."""

    @abstractmethod
    async def writes(self, text: str, *, under: str = "") -> None:
        """Write a message: under the newest one that says this, or just so."""

    @abstractmethod
    async def press(self, label: str) -> None:
        """The newest button that reads so."""

    async def writes_in_box(self, text: str) -> None:
        """In the box of the question, where there are boxes."""
        await self.writes(text, under=self.most)

    async def changes(self, before: str, after: str) -> bool:
        """Change the message that says so; whether this channel lets people."""
        assert before != after
        return False

    async def sends_photo(self) -> bool:
        """Whether this channel takes photos."""
        return False

    async def reads(self, words: str) -> None:
        async def says() -> bool:
            return any(words in each for each in await self.shown())

        await until_seen(says)

    async def reads_as_often(self, words: str, count: int) -> None:
        """In so many messages."""

        async def says() -> bool:
            return sum(words in each for each in await self.shown()) == count

        await until_seen(says)

    async def reads_last(self, words: str) -> None:
        async def says() -> bool:
            return words in (await self.shown())[-1]

        await until_seen(says)


@dataclass
class OnTelegram(Nurse):
    server: TelegramServer
    way_to_help: str = "send “/help”"

    async def shown(self) -> Sequence[str]:
        return [sent.text for sent in self.server.shown_in(101)] or [""]

    async def writes(self, text: str, *, under: str = "") -> None:
        found = [sent for sent in self.server.shown_in(101) if under and under in sent.text]
        self.server.say(101, text, reply_to=found[-1].message_id if found else None)

    async def press(self, label: str) -> None:
        sent = next(each for each in reversed(self.server.shown_in(101)) if label in str(each.rows))
        self.server.tap(101, sent.data(label), sent.message_id)

    async def changes(self, before: str, after: str) -> bool:
        number = next(number for (_, number), text in self.server.said.items() if text == before)
        self.server.edits(101, number, after)
        return True

    async def sends_photo(self) -> bool:
        self.server.sends(101, photo=PHOTO)
        return True


@dataclass
class OnSlack(Nurse):
    server: SlackServer
    way_to_help: str = "send “/rounds help”"
    most: str = "At most 3,000 characters"
    said: dict[str, str] = field(default_factory=dict)
    """When each message was written, which is how Slack names it."""

    async def shown(self) -> Sequence[str]:
        return [str(each.blocks) for each in self.server.person("U0NURSE").inbox] or [""]

    async def writes(self, text: str, *, under: str = "") -> None:
        person = self.server.person("U0NURSE")
        found = [each for each in person.inbox if under and under in str(each.blocks)]
        self.said[text] = self.server.next_ts()
        thread = found[-1].ts if found else ""
        assert (await person.says(text, ts=self.said[text], thread_ts=thread)).acked

    async def writes_in_box(self, text: str) -> None:
        person = self.server.person("U0NURSE")
        await self.press("Write")
        await self.server.until(lambda: person.modal)
        assert (await person.submit({"Your words": text})).acked

    async def changes(self, before: str, after: str) -> bool:
        person = self.server.person("U0NURSE")
        was = {"user": "U0NURSE", "text": before, "ts": self.said[before]}
        told = await person.says("", subtype="message_changed", message=was | {"text": after}, previous_message=was)
        return told.acked

    async def press(self, label: str) -> None:
        person = self.server.person("U0NURSE")
        on = next(each for each in reversed(person.inbox) if f"'{label}'" in str(each.blocks))
        assert (await person.press(label, on=on)).acked

    async def sends_photo(self) -> bool:
        person = self.server.person("U0NURSE")
        return (await person.says("", subtype="file_share", files=[{"id": "F1"}])).acked


@dataclass
class OnWeb(Nurse):
    browser: httpx.AsyncClient
    way_to_help: str = "open the menu"

    async def _messages(self) -> Sequence[tuple[str, str]]:
        """Number and HTML, oldest first, by when they came or changed."""
        found = (await self.browser.get(f"/c/{TOKEN}/messages")).json()["messages"]
        return [(str(each["id"]), html.unescape(each["html"])) for each in sorted(found, key=lambda each: each["id"])]

    async def shown(self) -> Sequence[str]:
        return [each for _, each in await self._messages()] or [""]

    async def writes(self, text: str, *, under: str = "") -> None:
        found = [number for number, each in await self._messages() if under and under in each and "<textarea" in each]
        await self.act({"text": text} | ({"message": found[-1]} if found else {}))

    async def press(self, label: str) -> None:
        button = re.compile(rf'name="press" value="([^"]*)"[^>]*>{re.escape(label)}<')
        number, press = next(
            (number, found[1])
            for number, each in reversed(await self._messages())
            if (found := button.search(each)) is not None
        )
        await self.act({"press": press, "message": number})

    async def act(self, fields: dict[str, str]) -> None:
        acted = await self.browser.post(f"/c/{TOKEN}/act", json=fields)
        assert acted.json()["saved"], acted.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    app: App
    clock: ShiftedClock
    nurse: Nurse
    storage: Database
    keys: Path

    async def answer(self) -> str:
        sealer = AesSealer(entropy=SystemEntropy())
        async with self.storage.reading() as work:
            (epoch,) = await work.epochs.not_closed()
        key = FileKeys(self.keys, entropy=SystemEntropy()).load(epoch.id)
        assert key is not None
        (answer,) = sealed_answers(self.storage, epoch.id)
        return unpack(sealer.unseal(key, sealed=answer.body, bound_to=answer.id)).text


@asynccontextmanager
async def scene(storage: Database, folder: Path, channel: str) -> AsyncIterator[Scene]:
    clock, keys = ShiftedClock(start=BEFORE), folder / "keys"
    app = App(World(storage=storage, keys_folder=keys, clock=clock, told_within=PATIENCE))
    async with AsyncExitStack() as stack:
        port = stack.enter_context(reserved_port())
        root = f"http://127.0.0.1:{port}"
        at, nurse = await _opened(channel, app, stack, root)
        await _furnished(storage, at)
        await stack.enter_async_context(serving(app.graph.web_server().application(), host="127.0.0.1", port=port))
        await stack.enter_async_context(app.running(tick_every=3600))
        yield Scene(app=app, clock=clock, nurse=nurse, storage=storage, keys=keys)


async def _opened(channel: str, app: App, stack: AsyncExitStack, root: str) -> tuple[Address, Nurse]:
    if channel == "telegram":
        telegram = await stack.enter_async_context(TelegramServer())
        settings = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200)
        await app.open_channel(unpaced(TELEGRAM), settings, stack)
        return Address(channel=TELEGRAM.id, value="101"), OnTelegram(telegram)
    if channel == "slack":
        slack = await stack.enter_async_context(SlackServer())
        tokens = {"bot_token": SecretStr(slack.bot_token), "app_token": SecretStr(slack.app_token)}
        await app.open_channel(unpaced(SLACK), SlackSettings(**tokens, api_url=slack.api_url, rate=200), stack)
        return Address(channel=SLACK.id, value="U0NURSE"), OnSlack(slack)
    browser = await stack.enter_async_context(a_caller(root))
    return address_of(TOKEN), OnWeb(browser)


async def _furnished(storage: Database, at: Address) -> None:
    nurse = PersonId("nurse")
    roster = Roster(
        people={nurse: Person(id=nurse, name="Nurse", channel=at.channel)},
        memberships=frozenset({Membership(person=nurse, unit=ICU, role=Role.MEMBER)}),
        addresses={nurse: at},
    )
    question = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    contact = Contact(name="Digital team", address="rounds@example.org")
    async with storage.writing() as work:
        await work.programmes.save(replace(a_programme(questions=[question]), contact=contact), at=BEFORE)
        await work.rosters.save(roster, at=BEFORE)


@pytest.fixture(params=["telegram", "slack", WEB])
async def at(request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(sqlite_storage, tmp_path, request.param) as ready:
        yield ready


@pytest.mark.drill
async def test_words_go_where_people_expect_them(at: Scene) -> None:
    nurse = at.nurse
    at.clock.jump(ASKED)
    await at.app.tick()
    await nurse.reads(nurse.most)

    await nurse.writes("More nights off.", under=nurse.most)
    await nurse.reads("Got it for Intensive care")
    await nurse.writes("A second kettle.", under="Got it for" if isinstance(nurse, OnWeb) else "")
    await _until_answered(at, "More nights off.\nA second kettle.")
    if not isinstance(nurse, OnWeb):  # there the one copy moves down by itself
        await nurse.reads_as_often("stands further down", 2)
    if await nurse.changes("A second kettle.", "A third kettle."):
        await _until_answered(at, "More nights off.\nA third kettle.")
    kept = await at.answer()
    await nurse.press("That is all")
    await nurse.reads("Recorded for Intensive care")

    await nurse.writes("Thank you!")
    await nurse.reads_last("Nobody asked for these words, so they were not stored")
    told = (await nurse.shown())[-1]
    for words in ("If somebody is at risk", "Digital team, rounds@example.org", nurse.way_to_help):
        assert words in told
    if await nurse.sends_photo():
        await nurse.reads_last("Rounds takes words only")

    await nurse.writes("STOP")
    await nurse.reads_last("You will get no more questions")
    await nurse.writes("pause")
    await nurse.reads_last("You have stopped, so you get no questions")
    await nurse.writes("start")
    await nurse.reads_last("Welcome back")
    for typed, answered in (
        ("Why.", "It is about running the service"),
        ("cancel", "Nothing was waiting for your words"),
        ("PAUSE", "How long would you like to pause?"),
        ("help!", "Rounds asks Intensive care"),
    ):
        await nurse.writes(typed)
        await nurse.reads_last(answered)
    at.clock.jump(CLOSED)
    if not isinstance(nurse, OnWeb):  # whose page has no button left on it
        await nurse.press("Change")
        await nurse.reads("This question has closed, so nothing was changed. Your earlier answer still counts.")
    if await nurse.changes("More nights off.", "Fewer nights."):
        await nurse.reads_last("Your change was not stored")
    assert await at.answer() == kept, "none of it has changed the answer"


@pytest.mark.drill
async def test_stop_is_an_order_where_one_line_takes_all_and_a_word_in_a_box(at: Scene) -> None:
    nurse = at.nurse
    at.clock.jump(ASKED)
    await at.app.tick()
    await nurse.reads(nurse.most)
    if not isinstance(nurse, OnTelegram):
        await nurse.writes_in_box("stop")
        await nurse.reads("Got it for Intensive care")
        await _until_answered(at, "stop")
    await nurse.writes("stop", under=nurse.most if isinstance(nurse, OnTelegram) else "")
    await nurse.reads_last("You will get no more questions")


async def _until_answered(at: Scene, words: str) -> None:
    async def is_answered() -> bool:
        return await at.answer() == words

    await until_seen(is_answered)
