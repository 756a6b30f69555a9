"""A small hospital whose people have chats with Rounds, and those who run it do so from there: real libraries against
loopback platforms, and a real database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK_CHANNEL
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM_CHANNEL
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.administration.log import AdministrationAct
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Channel, Membership, Role, Roster
from storage.database import Database
from tests.support.builders import T0, a_person
from tests.support.channels import SLACK, TELEGRAM, unpaced
from tests.support.consoles import ROLES, THEATRE, WARD, a_hospital_s_programme
from tests.support.patience import until
from tests.support.slack.blockkit import visible_text
from tests.support.slack.people import Person, labels
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer

CHATS = {name: 101 + number for number, name in enumerate(ROLES)}
"""Telegram chats, by person."""


_LEADS = (("wim", WARD, Role.NURSING_LEAD), ("tom", THEATRE, Role.NURSING_LEAD))
"""So that nobody has to be told of a team without one."""


def slack_id(name: str) -> str:
    return f"U0{name.upper()}"


@dataclass(slots=True, kw_only=True)
class Wards:
    """The hospital at work."""

    app: App
    storage: Database
    clock: ShiftedClock
    telegram: TelegramServer | None = None
    slack: SlackServer | None = None
    _seen: dict[str, int] = field(default_factory=dict)

    # --- Telegram ---

    def chat(self, who: str) -> Sequence[Sent]:
        assert self.telegram is not None
        return self.telegram.shown_in(CHATS[who])

    async def says(self, who: str, words: str, *, replying: bool = False) -> None:
        """Write it, as an answer to the newest open reply box where that is wanted."""
        assert self.telegram is not None
        box = [each for each in self.chat(who) if (each.markup or {}).get("force_reply")]
        self.telegram.say(CHATS[who], words, reply_to=box[-1].message_id if replying else None)

    async def taps(self, who: str, label: str) -> None:
        """The newest button that reads so, as soon as there is one."""
        assert self.telegram is not None
        await until(lambda: any(label in row for sent in self.chat(who) for row in sent.rows))
        sent = next(each for each in reversed(self.chat(who)) if any(label in row for row in each.rows))
        self.telegram.tap(CHATS[who], sent.data(label), sent.message_id)

    async def shows(self, who: str, label: str) -> None:
        """Once the newest message has a button that reads so."""
        await until(lambda: any(label in row for row in self.chat(who)[-1].rows))

    async def reads(self, who: str, words: str) -> str:
        """Once the newest messages say so, all of the one that does."""
        try:
            await until(lambda: any(words in sent.text for sent in self.chat(who)))
        except TimeoutError:
            raise AssertionError([(sent.text, sent.rows) for sent in self.chat(who)]) from None
        return next(sent.text for sent in reversed(self.chat(who)) if words in sent.text)

    # --- Slack ---

    def person(self, who: str) -> Person:
        assert self.slack is not None
        return self.slack.person(slack_id(who))

    async def orders(self, who: str, command: str = "admin") -> None:
        """`/rounds COMMAND`, until it is answered in the chat."""
        before = len(self.person(who).inbox)
        assert (await self.person(who).command(command)).acked
        await until(lambda: len(self.person(who).inbox) > before)

    async def presses(self, who: str, label: str) -> None:
        """The newest button that reads so, as soon as there is one."""
        person = self.person(who)
        await until(lambda: any(label in labels(each.blocks) for each in person.inbox))
        on = next(each for each in reversed(person.inbox) if label in labels(each.blocks))
        assert (await person.press(label, on=on)).acked

    async def sees(self, who: str, words: str) -> None:
        await until(lambda: words in visible_text(self.person(who).inbox[-1].blocks))

    def modal_says(self, who: str) -> str:
        modal = self.person(who).modal
        assert modal is not None
        return f"{modal['title']['text']}\n{visible_text(modal['blocks'])}"

    # --- what is kept ---

    async def log(self) -> list[tuple[str, str, str]]:
        """Who did what, from where."""
        async with self.storage.reading() as work:
            entries = await work.administration_log.entries()
        told = [(each.author, each.words) for each in entries if each.act is not AdministrationAct.SIGNED_IN]
        return [(author.who.name, author.source.value, words.what) for author, words in told if author and words]


def a_roster_on(channel: Channel) -> Roster:
    where = {name: str(CHATS[name]) if channel == TELEGRAM else slack_id(name) for name in ROLES}
    return Roster(
        people={PersonId(name): a_person(name, channel=channel) for name in ROLES},
        memberships=frozenset(
            Membership(person=PersonId(name), unit=unit, role=role)
            for name, unit, role in (*((name, *held) for name, held in ROLES.items()), *_LEADS)
        ),
        addresses={PersonId(name): Address(channel=channel, value=at) for name, at in where.items()},
    )


@asynccontextmanager
async def wards(storage: Database, folder: Path, channel: Channel) -> AsyncIterator[Wards]:
    """Everybody on one channel, on the Tuesday of `T0`, just before anybody is asked."""
    clock = ShiftedClock(start=T0.replace(hour=9, minute=30))
    app = App(World(storage=storage, keys_folder=folder / "keys", clock=clock, real_clock=clock))
    async with storage.writing() as work:
        await work.programmes.save(a_hospital_s_programme(), at=T0.replace(hour=9))
        await work.rosters.save(a_roster_on(channel), at=T0.replace(hour=9))
    async with AsyncExitStack() as stack:
        opened = Wards(app=app, storage=storage, clock=clock)
        if channel == TELEGRAM:
            telegram = opened.telegram = await stack.enter_async_context(TelegramServer())
            settings = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=1000)
            await app.open_channel(unpaced(TELEGRAM_CHANNEL), settings, stack)
            telegram.known.update(CHATS.values())
        else:
            assert channel == SLACK
            slack = opened.slack = await stack.enter_async_context(SlackServer())
            tokens = {"bot_token": SecretStr(slack.bot_token), "app_token": SecretStr(slack.app_token)}
            given = SlackSettings(**tokens, api_url=slack.api_url, rate=200)
            await app.open_channel(unpaced(SLACK_CHANNEL), given, stack)
        await stack.enter_async_context(app.running(tick_every=3600))
        yield opened
