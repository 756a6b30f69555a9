"""The whole bot through a fault: red and why, never "recorded" for what is not, and well again within ten seconds."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.channels.web.links import (
    address_of,
    chat_path,
    new_token,
)
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.callback_text import encode
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import AnswerCode, PersonId, PulseId
from bot.domain.messaging.buttons import Answer
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
from tests.support.channels import unpaced
from tests.support.databases import wheel_server
from tests.support.faults import locked_by_another_process, small_disk
from tests.support.patience import until, until_seen
from tests.support.telegram.people import Tap
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer

BEFORE = datetime(2026, 3, 3, 9, 58, tzinfo=UTC)
ASKED = datetime(2026, 3, 3, 10, 0, 5, tzinfo=UTC)
TOKEN = new_token(bytes(range(16)))
TESS, THEO, WREN = 101, 102, "wren"
NOT_SAVED = "Not saved yet. Please tap again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """Everything in one process, with Tess and Theo on Telegram and Wren on the web; each has a question."""

    storage: Database
    app: App
    clock: ShiftedClock
    telegram: TelegramServer
    browser: httpx.AsyncClient
    keys: Path

    def question(self, chat: int) -> Sent:
        return self.telegram.shown_in(chat)[0]

    def tap(self, chat: int, label: str = "Agree") -> Tap:
        asked = self.question(chat)
        return self.telegram.tap(chat, asked.data(label), asked.message_id)

    async def press(self) -> tuple[int, str]:
        """Wren presses a button on her page; the status and what the page then says."""
        async with self.storage.reading() as work:
            (pulse,) = await work.pulses.open_of(PersonId(WREN), now=self.clock.now())
        return await self.press_on(pulse.id)

    async def press_on(self, pulse: PulseId) -> tuple[int, str]:
        press = encode(Answer(pulse=pulse, code=AnswerCode("3")))
        answer = await self.browser.post(f"{chat_path(TOKEN)}/act", json={"press": press})
        return answer.status_code, answer.json()["said"]

    async def parts(self) -> dict[str, str]:
        """What is not well, by part."""
        said = (await self.browser.get("/readyz")).json()
        return {part: trouble for part, trouble in said.items() if trouble != "ok"}

    async def until_red(self, part: str, why: str) -> None:
        async def is_red() -> bool:
            return why in (await self.parts()).get(part, "")

        await until_seen(is_red)

    async def heal(self, *answered: int) -> None:
        """Until all is well and these people read that their answer is recorded, without doing anything more."""

        async def is_well() -> bool:
            return not await self.parts() and all(self.is_recorded(chat) for chat in answered)

        await until_seen(is_well)

    async def ticks(self, number: int) -> None:
        """So many more ticks have done what they can."""
        before = await self._ticks()

        async def are_over() -> bool:
            return await self._ticks() >= before + number

        await until_seen(are_over)

    async def _ticks(self) -> float:
        figures = (await self.browser.get("/metrics")).text
        return float(re.findall(r"^rounds_ticks_total (\S+)$", figures, re.MULTILINE)[0])

    def is_recorded(self, chat: int) -> bool:
        return "Recorded" in self.question(chat).text

    async def answered(self) -> int:
        async with self.storage.reading() as work:
            pulses = [
                pulse
                for person in ("tess", "theo", WREN)
                for pulse in await work.pulses.open_of(PersonId(person), now=self.clock.now())
            ]
        return sum(pulse.state is PulseState.ANSWERED for pulse in pulses)


@asynccontextmanager
async def bot(storage: Database, folder: Path) -> AsyncIterator[Bot]:
    clock = ShiftedClock(start=BEFORE)
    app = App(World(storage=storage, keys_folder=folder / "keys", clock=clock))
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer())
        settings = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200)
        await app.open_channel(unpaced(TELEGRAM), settings, stack)
        await _people(storage)
        root = await stack.enter_async_context(serving(app.graph.web_server().application(), host="127.0.0.1", port=0))
        await stack.enter_async_context(app.running(tick_every=0.5))
        browser = await stack.enter_async_context(a_caller(root))
        clock.jump(ASKED)
        ready = Bot(storage=storage, app=app, clock=clock, telegram=telegram, browser=browser, keys=folder / "keys")
        await until(lambda: all(telegram.shown_in(chat) for chat in (TESS, THEO)))
        await ready.press()
        await until(lambda: ready.keys.is_dir() and any(ready.keys.glob("*.key")))  # the quarter has begun
        yield ready


async def _people(storage: Database) -> None:
    addresses = {
        PersonId("tess"): Address(channel=TELEGRAM.id, value=str(TESS)),
        PersonId("theo"): Address(channel=TELEGRAM.id, value=str(THEO)),
        PersonId(WREN): address_of(TOKEN),
    }
    people = {person: Person(id=person, name=person, channel=at.channel) for person, at in addresses.items()}
    members = frozenset(Membership(person=person, unit=ICU, role=Role.MEMBER) for person in people)
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=BEFORE)
        await work.rosters.save(Roster(people=people, memberships=members, addresses=addresses), at=BEFORE)
        for person in people:
            consent = await work.rosters.consent(person)
            await work.rosters.set_consent(person, replace(consent, joined_at=BEFORE))


@pytest.fixture
async def disk(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Path]:
    with small_disk(tmp_path / "disk", size="8m") as mounted:
        shutil.copyfile(sqlite_template, mounted / "rounds.db")
        yield mounted


@asynccontextmanager
async def on(url: str, folder: Path) -> AsyncIterator[Bot]:
    storage = Database(url, busy_timeout=0.5)
    try:
        async with bot(storage, folder) as running:
            yield running
    finally:
        await storage.close()


async def goes_through_it(at: Bot, *, part: str = "receiving on telegram", why: str = "cannot be saved") -> None:
    """While the fault lasts: red and why; whoever taps hears that it is not saved, and nobody that it is."""
    async with at.storage.reading() as work:
        (pulse,) = await work.pulses.open_of(PersonId(WREN), now=at.clock.now())
    tap = at.tap(TESS)
    await until(lambda: tap.query_id in at.telegram.answered_queries)
    assert at.telegram.answered_queries[tap.query_id] == NOT_SAVED
    assert await at.press_on(pulse.id) == (503, NOT_SAVED)
    await at.until_red(part, why)
    assert not at.is_recorded(TESS)


@pytest.mark.drill
async def test_a_locked_database(sqlite_path: Path, tmp_path: Path) -> None:
    async with on(f"sqlite:///{sqlite_path}", tmp_path) as at:
        async with beside(locked_by_another_process(sqlite_path)):
            await goes_through_it(at)
        await at.heal(TESS)
        assert await at.answered() == 2


@pytest.mark.drill
async def test_a_full_disk(disk: Path, tmp_path: Path) -> None:
    async with on(f"sqlite:///{disk / 'rounds.db'}", tmp_path) as at:
        async with beside(_filled(disk)):
            await goes_through_it(at)
        await at.heal(TESS)
        assert await at.answered() == 2


@asynccontextmanager
async def beside(fault: AbstractContextManager[None]) -> AsyncIterator[None]:
    """A fault that begins and ends while the bot goes on."""
    await asyncio.to_thread(fault.__enter__)
    try:
        yield
    finally:
        await asyncio.to_thread(fault.__exit__, None, None, None)


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.postgres
@pytest.mark.drill
async def test_a_postgresql_that_restarts(tmp_path: Path) -> None:
    with wheel_server() as server:
        storage = Database(server.get_uri())
        await storage.migrate()
        await storage.close()
        async with on(server.get_uri(), tmp_path) as at:
            async with at.storage.reading() as work:
                (pulse,) = await work.pulses.open_of(PersonId(WREN), now=at.clock.now())
            await asyncio.to_thread(server.stop)
            tap = at.tap(TESS)
            await until(lambda: tap.query_id in at.telegram.answered_queries)
            assert at.telegram.answered_queries[tap.query_id] == NOT_SAVED
            assert await at.press_on(pulse.id) == (503, NOT_SAVED)
            page = await at.browser.get(chat_path(TOKEN))
            assert (page.status_code, "cannot be shown now" in page.text) == (503, True)
            await at.until_red("database", "cannot be read")
            assert not at.is_recorded(TESS)
            await asyncio.to_thread(server.ensure_postgres_running)
            await at.heal(TESS)
            assert await at.answered() == 2


@pytest.mark.drill
@pytest.mark.parametrize("foreign", [False, True], ids=["lost", "foreign"])
async def test_a_lost_or_foreign_key(sqlite_path: Path, tmp_path: Path, foreign: bool) -> None:
    async with on(f"sqlite:///{sqlite_path}", tmp_path) as at:
        (key,) = at.keys.glob("*.key")
        right = key.read_bytes()
        key.unlink()
        if foreign:
            key.write_bytes(bytes(32))
        at.tap(TESS)
        await at.until_red("keys", "is not the one the database knows" if foreign else "is missing")
        await at.until_red("filing answers", "the key of the block")
        await at.ticks(2)
        assert not at.is_recorded(TESS)
        key.write_bytes(right)
        await at.heal(TESS)
        assert await at.answered() == 2


@pytest.mark.drill
async def test_a_platform_that_is_away(sqlite_path: Path, tmp_path: Path) -> None:
    """Six hours of it, on a clock that jumps: what waits is sent at once, and the tap made before is recorded."""
    async with on(f"sqlite:///{sqlite_path}", tmp_path) as at:
        at.tap(TESS)
        await until(lambda: at.is_recorded(TESS))
        await at.telegram.down()
        await at.until_red("receiving on telegram", "Telegram cannot be reached")
        at.clock.jump(ASKED.replace(hour=16))
        assert (await at.press())[0] == 200, "the web goes on beside it"
        await at.telegram.up()
        at.tap(THEO, "Disagree")
        await at.heal(TESS, THEO)
        assert len(at.telegram.shown_in(TESS)) == 1
