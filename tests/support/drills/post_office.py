"""A channel account of Rounds at work: a real database and a real messenger against a loopback platform, in virtual
time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.channels.slack.client import SlackMessenger
from bot.adapters.channels.slack.connection import SlackConnection
from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.client import TelegramMessenger
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import Message
from bot.domain.messaging.rate_limit import Pace
from bot.domain.organisation.people import Address, Channel
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.delivery_call import Compose
from bot.flows.sending.dispatch import Dispatch
from bot.flows.sending.reconcile import Reconcile
from bot.ports import Messenger, Search, Storage, UnitOfWork
from tests.support.builders import a_delivery, a_pulse, a_roster, a_round
from tests.support.channels import SLACK, TELEGRAM
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.delivery_states import delivery_states
from tests.support.messages import a_message
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

STAFF = ("ana", "ben", "cleo", "dev", "eve")
ANA, BEN, CLEO = 101, 102, 103
"""Their Telegram chats."""


async def say_it(work: UnitOfWork, delivery: Delivery) -> Message | None:  # noqa: ARG001 - the shape of `Compose`
    """Whatever was planned; a question names its pulse, so that the platform's record can be read."""
    return delivery.message or a_message(f"{delivery.kind.value} {delivery.pulse}")


@dataclass(slots=True, kw_only=True)
class PostOffice:
    """One account, its database and its clocks; `owner` is one start of its process."""

    channel: Channel
    storage: Storage
    messenger: Messenger
    clock: StillClock
    """What people's watches say; a test may let it jump."""
    real_clock: StillClock
    timer: VirtualTimer
    health: HealthBoard = field(default_factory=HealthBoard)
    rate: float = 25.0
    per_chat: float = 1.0
    concurrency: int = 1
    compose: Compose = say_it
    lease: timedelta | None = None
    owner: str = "first"
    dispatch: Dispatch = field(init=False)
    reconcile: Reconcile = field(init=False)

    def __post_init__(self) -> None:
        self.restart(self.owner)

    def restart(self, owner: str) -> None:
        """Another process in its place: nothing but the database is remembered."""
        self.owner = owner
        self.dispatch = Dispatch(
            channel=self.channel,
            storage=self.storage,
            messenger=self.messenger,
            compose=self.compose,
            clock=self.clock,
            real_clock=self.real_clock,
            timer=self.timer,
            pace=Pace(ceiling=self.rate, per_chat=self.per_chat),
            health=self.health,
            owner=owner,
            concurrency=self.concurrency,
            lease=self.lease,
        )
        self.reconcile = Reconcile(
            channel=self.channel,
            storage=self.storage,
            messenger=self.messenger,
            clock=self.clock,
            timer=self.timer,
            health=self.health,
            owner=owner,
        )

    async def after_next_edit(self, meanwhile: Callable[[], Awaitable[None]]) -> None:
        """Have something happen between the next edit and its outcome."""
        self.messenger = Interrupted(inner=self.messenger, meanwhile=meanwhile)
        self.restart(self.owner)
        await self.work_off()

    async def work_off(self, *, seconds: float = 60.0) -> float:
        """Send until nothing is due or so many virtual seconds have passed; returns how many passed."""
        began = self.timer.monotonic()
        while (passed := self.timer.monotonic() - began) < seconds:
            rest = await self.dispatch.drain()
            if not rest:
                break
            await self.timer.sleep(min(rest, seconds - passed))
        return self.timer.monotonic() - began

    async def put(self, *deliveries: Delivery) -> None:
        async with self.storage.writing() as work:
            await work.deliveries.add(deliveries)

    async def states(self) -> dict[str, int]:
        async with self.storage.reading() as work:
            return dict(await delivery_states(work))

    async def plan_round(self, *people: str) -> None:
        """A round with one planned pulse for each of these people, and their questions due."""
        round_ = a_round()
        async with self.storage.writing() as work:
            await work.rounds.claim_many([round_])
            await work.pulses.add([a_pulse(person, round_=round_) for person in people])
            await work.deliveries.add([a_question_for(person, channel=self.channel) for person in people])

    async def remind(self, person: str) -> None:
        """The reminder of a question, which repeats it."""
        question = a_question_for(person, channel=self.channel)
        await self.put(replace(question, key=DeliveryKey(f"r:{person}"), kind=DeliveryKind.REMINDER))

    async def pulses(self) -> dict[str, Pulse]:
        """The pulses of that round by person."""
        async with self.storage.reading() as work:
            return {pulse.person: pulse for pulse in await work.pulses.of_rounds([a_round().id])}


@dataclass(slots=True, kw_only=True)
class Interrupted:
    """A messenger after whose first edit something happens, before anybody learns that the edit was made."""

    inner: Messenger
    meanwhile: Callable[[], Awaitable[None]]
    edits: int = 0

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        return await self.inner.send(to, message, key=key)

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None:
        await self.inner.edit(to, ref, message, reply_via=reply_via)
        self.edits += 1
        if self.edits == 1:
            await self.meanwhile()

    async def check(self) -> None:
        await self.inner.check()

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        await self.inner.send_file(to, name=name, body=body, words=words)

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:
        return await self.inner.find_sent(to, key=key, since=since, near=near)


def a_question_for(person: str, *, channel: Channel) -> Delivery:
    return replace(a_delivery(person, key=f"q:{person}", channel=channel, kind=DeliveryKind.QUESTION), message=None)


@asynccontextmanager
async def telegram_office(
    telegram: TelegramServer, database: Storage, *, people: Iterable[str] = STAFF, **options: Any
) -> AsyncIterator[PostOffice]:
    """Everybody is reached at a Telegram chat, numbered from 101 in the order given."""
    await _enrol(database, {name: str(101 + place) for place, name in enumerate(people)}, TELEGRAM)
    clock, real_clock = StillClock(), StillClock()
    timer = VirtualTimer(clock, real_clock)
    account = TelegramAccount(token=telegram.token, timer=timer, api_root=telegram.root, answer_within=5.0)
    try:
        yield PostOffice(
            channel=TELEGRAM,
            storage=database,
            messenger=TelegramMessenger(account),
            clock=clock,
            real_clock=real_clock,
            timer=timer,
            **options,
        )
    finally:
        await account.close()


@asynccontextmanager
async def slack_office(
    slack: SlackServer, database: Storage, *, people: Iterable[str] = STAFF, **options: Any
) -> AsyncIterator[PostOffice]:
    """Everybody is reached as a Slack user, "U0" and their name."""
    await _enrol(database, {name: f"U0{name.upper()}" for name in people}, SLACK)
    clock, real_clock = StillClock(), StillClock()
    timer = VirtualTimer(clock, real_clock)
    async with SlackConnection(bot_token=slack.bot_token, api_url=slack.api_url) as connection:
        yield PostOffice(
            channel=SLACK,
            storage=database,
            messenger=SlackMessenger(connection=connection, timer=timer, real_clock=real_clock),
            clock=clock,
            real_clock=real_clock,
            timer=timer,
            **{"rate": 5.0, **options},
        )


async def _enrol(database: Storage, addresses: dict[str, str], channel: Channel) -> None:
    async with database.writing() as work:
        await work.rosters.save(a_roster(addresses, channel=channel), at=StillClock().now())
