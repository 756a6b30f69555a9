"""One life of the running bot that may be ended by kill -9 at a named point; run as a program it starts many.

As a program it loads everything once and forks a process for each line of JSON on its input (a `Life`), so that a
thousand lives do not cost a thousand imports. It answers `pid N` when a life begins and `ended STATUS` when it is over.
"""

import asyncio
import importlib
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.app.channels import Host
from bot.app.loops import App
from bot.app.world import World
from bot.channel_port import ChannelDescription, ChannelHost, Group, OpenedChannel, ReceiveUpdates
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.inbound import Inbound, Receipt
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.logs import set_up_logging
from bot.ports import CannotTell, Messenger, NotThere, Search, UnitOfWork
from storage.database import Database
from tests.support.logged import log_plainly

POINTS = (
    "received",
    "before_commit",
    "after_commit",
    "acknowledging",
    "before_call",
    "after_call",
    "before_edit",
    "after_edit",
    "before_search",
    "after_search",
)
"""Where a life may end: an update has come; around any commit; committed and not yet acknowledged; around calls, and
around searches for what a life before left unsure."""
FAULTS = ("acknowledge first", "repeat blindly", "never search", "swallow a message")
"""What may be wrong with a life on purpose, to see that the drill notices it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What one process stands on, and where it dies; with an empty `point` only a signal from outside ends it."""

    database: str
    keys: str
    telegram_root: str
    telegram_token: str
    slack_url: str
    slack_bot_token: str
    slack_app_token: str
    at: str
    """What people's watches say when it begins, in ISO format."""
    point: str = ""
    number: int = 0
    """At the how manyeth passing of the point it dies."""
    fault: str = ""
    """One of `FAULTS`, or nothing."""
    logs: str = ""
    """The level at which it logs as the product does; without one it says errors alone."""

    def as_line(self) -> str:
        return json.dumps(asdict(self))


class Fate:
    """Ends the process at its point, without a goodbye."""

    def __init__(self, life: Life) -> None:
        self._point, self._left = life.point, life.number

    def passes(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FatefulDatabase(Database):
    def __init__(self, url: str, fate: Fate) -> None:
        super().__init__(url)
        self._fate = fate

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with super().writing() as work:
            yield work
            self._fate.passes("before_commit")
        self._fate.passes("after_commit")


class FatefulMessenger:
    def __init__(self, inner: Messenger, fate: Fate, fault: str) -> None:
        self._inner, self._fate, self._fault = inner, fate, fault
        self._sent = 0

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        self._fate.passes("before_call")
        self._sent += 1
        if self._fault == "swallow a message" and self._sent == 3:
            return MessageRef("1.1" if to.channel == SLACK.id else "1")
        ref = await self._inner.send(to, message, key=key)
        self._fate.passes("after_call")
        return ref

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None:
        self._fate.passes("before_edit")
        await self._inner.edit(to, ref, message, reply_via=reply_via)
        self._fate.passes("after_edit")

    async def check(self) -> None:
        await self._inner.check()

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        await self._inner.send_file(to, name=name, body=body, words=words)

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:
        self._fate.passes("before_search")
        match self._fault:
            case "repeat blindly":
                found: Search = NotThere()
            case "never search":
                found = CannotTell()
            case _:
                found = await self._inner.find_sent(to, key=key, since=since, near=near)
        self._fate.passes("after_search")
        return found


def fateful(channel: ChannelDescription[Group], fate: Fate, fault: str) -> ChannelDescription[Group]:
    """The channel in a life that may end while it takes in or sends."""
    late: list[asyncio.Future[None]] = []

    def receiving(receive: ReceiveUpdates) -> ReceiveUpdates:
        async def fateful(updates: Sequence[Inbound], /) -> Sequence[Receipt]:
            fate.passes("received")
            if fault == "acknowledge first":
                fate.passes("acknowledging")
                late.append(asyncio.ensure_future(_later(receive, updates)))
                return [Receipt(update_id=update.update_id) for update in updates]
            receipts = await receive(updates)
            fate.passes("acknowledging")
            return receipts

        return fateful

    async def opened(host: ChannelHost, settings: Group, stack: AsyncExitStack, receives: bool) -> OpenedChannel:
        assert isinstance(host, Host)
        assert channel.open is not None
        found = await channel.open(replace(host, receive=receiving(host.receive)), settings, stack, receives)
        return replace(found, messenger=FatefulMessenger(found.messenger, fate, fault))

    return replace(channel, open=opened, seconds_per_chat=0.1)


async def _later(receive: ReceiveUpdates, updates: Sequence[Inbound]) -> None:
    await asyncio.sleep(0.3)
    await receive(updates)


async def live(life: Life) -> None:
    """Run everything until something from outside ends it."""
    fate = Fate(life)
    database = FatefulDatabase(life.database, fate)
    clock = ShiftedClock(start=datetime.fromisoformat(life.at))
    app = App(World(storage=database, keys_folder=Path(life.keys), clock=clock))
    telegram = TelegramSettings(token=SecretStr(life.telegram_token), api_url=life.telegram_root, rate=60)
    slack = SlackSettings(
        bot_token=SecretStr(life.slack_bot_token),
        app_token=SecretStr(life.slack_app_token),
        api_url=life.slack_url,
        rate=60,
        history_rate=1000,
    )
    async with AsyncExitStack() as stack:
        await app.open_channel(fateful(TELEGRAM, fate, life.fault), telegram, stack)
        await app.open_channel(fateful(SLACK, fate, life.fault), slack, stack)
        async with app.running(tick_every=0.25):
            await asyncio.Event().wait()


LOADED_BEFORE = (
    "aiosqlite",
    "bot.adapters.channels.slack.client",
    "bot.adapters.channels.slack.events",
    "bot.adapters.channels.slack.http",
    "bot.adapters.channels.slack.socket",
    "bot.adapters.channels.telegram.client",
    "bot.adapters.channels.telegram.intake",
    "bot.adapters.channels.telegram.poller",
    "bot.adapters.channels.telegram.webhook",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
)


def main() -> None:
    for module in LOADED_BEFORE:
        importlib.import_module(module)
    said = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what the lives print is no answer
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            life = Life(**json.loads(line))
            if life.logs:
                set_up_logging(level=life.logs)
            else:
                log_plainly(level=logging.ERROR)
            asyncio.run(live(life))
            os._exit(0)
        said.write(f"pid {pid}\n")
        _, status = os.waitpid(pid, 0)
        said.write(f"ended {status}\n")


if __name__ == "__main__":
    main()
