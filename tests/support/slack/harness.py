"""The Slack channel of Rounds put up against the loopback Slack, with a receiving flow that only remembers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.routing import Route

from bot.adapters.channels.slack.client import SlackMessenger
from bot.adapters.channels.slack.connection import SlackConnection
from bot.adapters.channels.slack.events import SlackEvents
from bot.adapters.channels.slack.http import SignedRequests
from bot.adapters.channels.slack.socket import SocketMode
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import SystemClock, SystemTimer
from bot.domain.errors import StorageUnavailable
from bot.domain.forms.form import Posted
from bot.domain.messaging.buttons import AdministrationPress, Intent
from bot.domain.messaging.inbound import (
    Inbound,
    Pressed,
    Receipt,
    Refusal,
    Typed,
)
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.flows.operations.health import HealthBoard
from bot.ports import Timer
from tests.support.channels import SLACK
from tests.support.locales import OneLocale
from tests.support.messages import a_message
from tests.support.patience import PATIENCE
from tests.support.slack.server import SlackServer


@dataclass(slots=True)
class RememberingInbox:
    """Stands for the receiving flow: keeps what was committed, and when; can refuse, fail or be slow."""

    committed: list[Inbound] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    asked: int = 0
    failures: int = 0
    """So many of the next calls fail."""
    failed: int = 0
    seconds: float = 0.0
    refuses: str = ""
    """Free text with this in it is refused."""
    explanation: str = "This may identify a patient (a ten-digit number). Nothing has been saved."

    async def __call__(self, updates: Sequence[Inbound]) -> Sequence[Receipt]:
        self.asked += 1
        if self.failures:
            self.failures -= 1
            self.failed += 1
            raise StorageUnavailable("database is locked")
        await asyncio.sleep(self.seconds)
        return [self._receive(update) for update in updates]

    def _receive(self, update: Inbound) -> Receipt:
        if self.refuses and isinstance(update.event, Typed) and self.refuses in update.event.text:
            return Receipt(
                update_id=update.update_id,
                refused=Refusal.PATIENT_TEXT,
                explanation=self.explanation,
            )
        if update.update_id not in self.ids:
            self.ids.add(update.update_id)
            self.committed.append(update)
            self.at.append(asyncio.get_running_loop().time())
        return Receipt(update_id=update.update_id)


@dataclass(slots=True, kw_only=True)
class SlackHarness:
    slack: SlackServer
    messenger: SlackMessenger
    events: SlackEvents
    inbox: RememberingInbox
    health: HealthBoard
    pages: list[Message]
    """What the App Home shows."""
    menus: dict[Intent, Message]
    """What can be shown beside the chat."""

    def address(self, user: str) -> Address:
        return Address(channel=SLACK, value=user)


class NoForms:
    """Nobody here runs Rounds."""

    async def open(self, sender: Address, press: AdministrationPress) -> None:
        assert sender.value
        assert press.what

    async def look(self, sender: Address, press: AdministrationPress, posted: Posted) -> None:
        await self.open(sender, press)
        assert posted is not None

    async def save(self, sender: Address, press: AdministrationPress, posted: Posted, *, seen: str) -> None:
        await self.look(sender, press, posted)
        assert seen is not None


@asynccontextmanager
async def slack_harness(
    slack: SlackServer,
    *,
    timer: Timer | None = None,
    history_rate: int = 50,
    menu_seconds: float = PATIENCE,
    commit_seconds: float = PATIENCE,
    locale: str = "en-GB",
) -> AsyncIterator[SlackHarness]:
    """Sending side and Bolt app, not yet connected to any events."""
    timer, clock = timer or SystemTimer(), SystemClock()
    inbox, pages = RememberingInbox(), [a_message("You are asked once a week.")]
    menus: dict[Intent, Message] = {}

    async def home(_: Address) -> Sequence[Message]:
        return pages

    async def menu(update: Inbound) -> Message | None:
        return menus.get(update.event.intent) if isinstance(update.event, Pressed) else None

    async with SlackConnection(bot_token=slack.bot_token, api_url=slack.api_url) as connection:
        events = SlackEvents(
            locale_of=OneLocale(locale),
            connection=connection,
            receive=inbox,
            home=home,
            menu=menu,
            forms=NoForms(),
            clock=clock,
            timer=timer,
            signing_secret=slack.signing_secret,
            menu_seconds=menu_seconds,
            commit_seconds=commit_seconds,
        )
        messenger = SlackMessenger(connection=connection, timer=timer, real_clock=clock, history_rate=history_rate)
        yield SlackHarness(
            slack=slack,
            messenger=messenger,
            events=events,
            inbox=inbox,
            health=HealthBoard(),
            pages=pages,
            menus=menus,
        )
        await events.finish()


@asynccontextmanager
async def over_socket(at: SlackHarness, *, app_token: str = "") -> AsyncIterator[SocketMode]:
    """Events come over Socket Mode."""
    connection = SlackConnection(bot_token=at.slack.bot_token, api_url=at.slack.api_url)
    async with connection:
        link = SocketMode(
            app=at.events.app,
            app_token=app_token or at.slack.app_token,
            connection=connection,
            health=at.health,
        )
        at.slack.events.refusals = lambda: at.inbox.failed
        await link.start()
        try:
            yield link
        finally:
            await link.stop()


@asynccontextmanager
async def over_http(at: SlackHarness) -> AsyncIterator[str]:
    """Events come as signed POSTs to a real server; yields its address."""
    endpoint = SignedRequests(app=at.events.app, signing_secret=at.slack.signing_secret)
    app = Starlette(routes=[Route("/slack/events", endpoint.answer, methods=["POST"])])
    async with serving(app, host="127.0.0.1", port=0) as root:
        at.slack.events.events_url = f"{root}/slack/events"
        yield at.slack.events.events_url
