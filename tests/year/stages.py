"""Three stages on which one and the same year is played: a chat on Slack, on Telegram, and on the web's own pages.

The real libraries talk to servers on the loopback; the web is the product's own server, over HTTP.
"""

import asyncio
import html
import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK_CHANNEL
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM_CHANNEL
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.channels.web.links import address_of, new_token
from bot.adapters.channels.web.serving import serving
from bot.app.loops import App
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Channel
from tests.support.callers import a_caller
from tests.support.channels import SLACK, TELEGRAM, WEB, unpaced
from tests.support.patience import until
from tests.support.ports import reserved_port
from tests.support.slack.blockkit import visible_text
from tests.support.slack.people import labels
from tests.support.slack.records import Posted, Receipt
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer

FASTEST = 1000.0
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as it stands in somebody's chat now."""

    number: str
    words: str
    buttons: tuple[str, ...]
    """Their labels, in order."""


class Stage(ABC):
    """People by their ids: what new messages came to them, what they see, press and write."""

    channel: Channel

    @abstractmethod
    async def open(self, app: App, stack: AsyncExitStack) -> None: ...

    @abstractmethod
    def address(self, person: PersonId) -> Address:
        """Where a person is reached whose address stands in the list."""

    @abstractmethod
    async def join(self, person: PersonId, code: str) -> None:
        """A person takes up their code."""

    says_welcome = True
    """Whether joining is answered by a message; who joins on a page sees the page."""

    @abstractmethod
    async def arrivals(self) -> Sequence[tuple[PersonId, Shown]]:
        """What came since the last look, in order. Who has a page looks at it."""

    @abstractmethod
    async def shown(self, person: PersonId) -> Sequence[Shown]:
        """Oldest first."""

    @abstractmethod
    async def press(self, person: PersonId, number: str, label: str) -> None:
        """Returns when the bot has committed it."""

    @abstractmethod
    async def write(self, person: PersonId, words: str, *, under: str = "") -> None:
        """Under the message with this number, or just so; returns when the bot has committed it."""


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


@dataclass
class OnTelegram(Stage):
    channel: Channel = TELEGRAM
    chats: dict[PersonId, int] = field(default_factory=dict)
    _seen: int = 0
    _of: dict[int, list[Sent]] = field(default_factory=lambda: defaultdict(list))

    async def open(self, app: App, stack: AsyncExitStack) -> None:
        self.server = await stack.enter_async_context(TelegramServer())
        settings = TelegramSettings(token=SecretStr(self.server.token), api_url=self.server.root, rate=FASTEST)
        await app.open_channel(unpaced(TELEGRAM_CHANNEL), settings, stack)

    def address(self, person: PersonId) -> Address:
        chat = self.chats.setdefault(person, 1001 + len(self.chats))
        self.server.known.add(chat)
        return Address(channel=self.channel, value=str(chat))

    async def join(self, person: PersonId, code: str) -> None:
        self.server.start(int(self.address(person).value), code)
        await self._taken()

    async def arrivals(self) -> Sequence[tuple[PersonId, Shown]]:
        people = {chat: person for person, chat in self.chats.items()}
        fresh, self._seen = self.server.sent[self._seen :], len(self.server.sent)
        for sent in fresh:
            self._of[sent.chat_id].append(sent)
        return [(people[sent.chat_id], self._as_shown(sent)) for sent in fresh if not sent.deleted]

    async def shown(self, person: PersonId) -> Sequence[Shown]:
        await self.arrivals()
        return [self._as_shown(sent) for sent in self._of[self.chats[person]] if not sent.deleted]

    async def press(self, person: PersonId, number: str, label: str) -> None:
        sent = self.server.messages[self.chats[person], int(number)]
        self.server.tap(sent.chat_id, sent.data(label), sent.message_id)
        await self._taken()

    async def write(self, person: PersonId, words: str, *, under: str = "") -> None:
        self.server.say(self.chats[person], words, reply_to=int(under) if under else None)
        await self._taken()

    async def _taken(self) -> None:
        await until(lambda: not self.server.unconfirmed)

    def _as_shown(self, sent: Sent) -> Shown:
        return Shown(
            number=str(sent.message_id),
            words=_in_one_line(sent.text),
            buttons=tuple(label for row in sent.rows for label in row),
        )


@dataclass
class OnSlack(Stage):
    channel: Channel = SLACK
    users: dict[PersonId, str] = field(default_factory=dict)
    _seen: int = 0
    _of: dict[str, dict[str, Posted]] = field(default_factory=lambda: defaultdict(dict))

    async def open(self, app: App, stack: AsyncExitStack) -> None:
        self.server = await stack.enter_async_context(SlackServer())
        tokens = {"bot_token": SecretStr(self.server.bot_token), "app_token": SecretStr(self.server.app_token)}
        settings = SlackSettings(**tokens, api_url=self.server.api_url, rate=FASTEST)
        await app.open_channel(unpaced(SLACK_CHANNEL), settings, stack)

    def address(self, person: PersonId) -> Address:
        return Address(channel=self.channel, value=self.users.setdefault(person, f"U0{person.upper()}"))

    async def join(self, person: PersonId, code: str) -> None:
        assert (await self.server.person(self.address(person).value).says(code)).acked

    async def arrivals(self) -> Sequence[tuple[PersonId, Shown]]:
        people = {user: person for person, user in self.users.items()}
        fresh, self._seen = self.server.messages[self._seen :], len(self.server.messages)
        for posted in fresh:
            self._of[posted.to][posted.ts] = posted
        return [(people[posted.to], self._as_shown(posted)) for posted in fresh]

    async def shown(self, person: PersonId) -> Sequence[Shown]:
        await self.arrivals()
        return [self._as_shown(posted) for posted in self._of[self.users[person]].values()]

    async def press(self, person: PersonId, number: str, label: str) -> None:
        user = self.users[person]
        await self._until_acked(lambda: self.server.person(user).press(label, on=self._of[user][number]))

    async def write(self, person: PersonId, words: str, *, under: str = "") -> None:
        await self._until_acked(lambda: self.server.person(self.users[person]).says(words, thread_ts=under))

    @staticmethod
    async def _until_acked(act: Callable[[], Awaitable[Receipt]]) -> None:
        """As somebody does who sees that nothing happened; on a busy machine the connection may just be renewed."""
        for _ in range(TRIES):
            if (await act()).acked:
                return
        raise AssertionError(f"not taken in {TRIES} tries")

    def _as_shown(self, posted: Posted) -> Shown:
        return Shown(
            number=posted.ts, words=_in_one_line(visible_text(posted.blocks)), buttons=tuple(labels(posted.blocks))
        )


_BUTTON = re.compile(r'<button[^>]*name="press" value="([^"]*)"[^>]*>(.*?)</button>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass
class OnWeb(Stage):
    channel: Channel = WEB
    says_welcome = False
    tokens: dict[PersonId, str] = field(default_factory=dict)
    _pages: dict[PersonId, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """Each message as it was drawn last."""
    _newest: dict[PersonId, int] = field(default_factory=lambda: defaultdict(int))
    _news: dict[PersonId, asyncio.Event] = field(default_factory=dict)
    """Set when a page has changed."""
    _fresh: list[tuple[PersonId, int]] = field(default_factory=list)
    """What was seen on pages for the first time, and not told yet."""

    async def open(self, app: App, stack: AsyncExitStack) -> None:
        self._hub = app.graph.hub
        port = stack.enter_context(reserved_port())
        root = f"http://127.0.0.1:{port}"
        await stack.enter_async_context(serving(app.graph.web_server().application(), host="127.0.0.1", port=port))
        self._browser: httpx.AsyncClient = await stack.enter_async_context(a_caller(root))

    def address(self, person: PersonId) -> Address:
        if person not in self.tokens:
            self._open_page(person, new_token(person.ljust(16).encode()))
        return address_of(self.tokens[person])

    async def join(self, person: PersonId, code: str) -> None:
        answer = await self._browser.post(f"/join/{code}")
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
        self._open_page(person, answer.headers["location"].rpartition("/")[2])

    def _open_page(self, person: PersonId, token: str) -> None:
        """The page is called as soon as there is something new on it."""
        self.tokens[person] = token
        event = self._hub.enter(person)
        assert event is not None
        event.set()
        self._news[person] = event

    async def arrivals(self) -> Sequence[tuple[PersonId, Shown]]:
        for person in self._news:
            await self._look(person)
        fresh, self._fresh = self._fresh, []
        for person in dict.fromkeys(person for person, _ in fresh):
            await self._act(person, seen=True)
        return [(person, self._as_shown(number, self._pages[person][number])) for person, number in fresh]

    async def shown(self, person: PersonId) -> Sequence[Shown]:
        await self._look(person)
        return [self._as_shown(number, drawn) for number, drawn in sorted(self._pages[person].items())]

    async def press(self, person: PersonId, number: str, label: str) -> None:
        drawn = self._pages[person][int(number)]
        if f"<summary>{html.escape(label)}</summary>" in drawn:
            return  # it opens by itself
        press = next(html.unescape(value) for value, name in _BUTTON.findall(drawn) if html.unescape(name) == label)
        await self._act(person, press=press, message=number)

    async def write(self, person: PersonId, words: str, *, under: str = "") -> None:
        await self._act(person, text=words, **({"message": under} if under else {}))

    async def _look(self, person: PersonId) -> None:
        """If there is anything new."""
        if not self._news[person].is_set():
            return
        self._news[person].clear()
        answer = await self._browser.get(
            f"/c/{self.tokens[person]}/messages", params={"after": str(self._newest[person])}
        )
        page = answer.json()
        if "messages" in page:
            self._newest[person] = page["newest"]
            drawn = {int(each["id"]): each["html"] for each in page["messages"]}
            self._fresh += [(person, number) for number in sorted(drawn.keys() - self._pages[person].keys())]
            self._pages[person] |= drawn

    async def _act(self, person: PersonId, **fields: object) -> None:
        answer = await self._browser.post(f"/c/{self.tokens[person]}/act", json=fields)
        assert answer.json()["saved"], answer.text

    def _as_shown(self, number: int, drawn: str) -> Shown:
        return Shown(
            number=str(number),
            words=_in_one_line(html.unescape(_TAG.sub(" ", drawn))),
            buttons=tuple(html.unescape(name) for _, name in _BUTTON.findall(drawn)),
        )


STAGES: Mapping[Channel, Callable[[], Stage]] = {SLACK: OnSlack, TELEGRAM: OnTelegram, WEB: OnWeb}
