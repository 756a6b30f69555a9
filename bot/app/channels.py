"""The channel accounts of one process: each with its messenger, its dispatcher and its look for unsure messages."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.routing import BaseRoute

from bot.app.world import World
from bot.channel_port import ChannelDescription, Group, ReceiveUpdates
from bot.domain.messaging.deliveries import Lease
from bot.domain.messaging.rate_limit import Pace
from bot.domain.organisation.people import Channel
from bot.flows.administration.find_people import FindAdministrators
from bot.flows.administration.in_chat.fill_in_form import FillInForm
from bot.flows.answering.show_home import ShowHome
from bot.flows.answering.show_menu import ShowMenu
from bot.flows.inbox.choose_locale import LocaleOf
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.delivery_call import Compose
from bot.flows.sending.dispatch import Dispatch
from bot.flows.sending.reconcile import Reconcile
from bot.ports import Clock, DatabaseLock, Messenger, Timer

LEASE = timedelta(seconds=30)
"""How long a worker of several may be silent before another takes over what it claimed."""


class Accounts:
    """Opened accounts by channel. Within one process this is the `WorkQueue` that wakes them."""

    def __init__(self, world: World, *, compose: Compose) -> None:
        self._world, self._compose = world, compose
        self._wakes: dict[Channel, Callable[[], None]] = {}
        self.messengers: dict[Channel, Messenger] = {}
        self.dispatchers: dict[Channel, Dispatch] = {}
        self.reconcilers: dict[Channel, Reconcile] = {}
        self.loops: list[Callable[[], Awaitable[None]]] = []
        """What has to run all the time for people's messages to come in."""
        self.renewals: dict[Channel, Callable[[Any], Awaitable[None]]] = {}
        """How the accounts of channels with tokens take others."""
        self.routes: list[BaseRoute] = []
        """Addresses of ours that the platforms call."""

    @property
    def channels(self) -> Sequence[Channel]:
        """Every channel on which this process can send."""
        return tuple(self._wakes)

    def add_pages(self, channel: Channel, *, wake: Callable[[], None]) -> None:
        """A channel whose messages stay with us, to be read on pages of ours."""
        self._wakes[channel] = wake

    def add(
        self, channel: Channel, messenger: Messenger, *, rate: float, seconds_per_chat: float, concurrency: int
    ) -> None:
        """Send on this channel: at most `rate` messages a second, and `seconds_per_chat` between two in one chat."""
        world = self._world
        owner = f"{channel}-{world.entropy.token(6).hex()}"
        dispatcher = self.dispatchers[channel] = Dispatch(
            channel=channel,
            storage=world.storage,
            messenger=messenger,
            compose=self._compose,
            clock=world.clock,
            real_clock=world.real_clock,
            timer=world.timer,
            pace=Pace(ceiling=rate, per_chat=seconds_per_chat),
            health=world.health,
            owner=owner,
            concurrency=concurrency,
            lease=None if world.queue is None else LEASE,
        )
        self.reconcilers[channel] = Reconcile(
            channel=channel,
            storage=world.storage,
            messenger=messenger,
            clock=world.clock,
            timer=world.timer,
            health=world.health,
            owner=owner,
        )
        self.messengers[channel] = messenger
        self._wakes[channel] = dispatcher.wake

    async def wake(self, channel: Channel) -> None:
        if channel in self._wakes:
            self._wakes[channel]()

    def hand(self, channel: Channel, edits: Sequence[Lease]) -> bool:
        """Edits stay in this process where it does the sending too; else whoever sends finds them in the database."""
        return channel in self.dispatchers and self.dispatchers[channel].hand(edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Satisfies `bot.channel_port.ChannelHost`."""

    world: World
    receive: ReceiveUpdates
    home: ShowHome
    menu: ShowMenu
    forms: FillInForm
    administrators: FindAdministrators
    locale_of: LocaleOf

    @property
    def health(self) -> HealthBoard:
        return self.world.health

    @property
    def clock(self) -> Clock:
        return self.world.real_clock

    @property
    def timer(self) -> Timer:
        return self.world.timer

    def lock(self, name: str) -> DatabaseLock:
        return self.world.storage.lock(name)


async def open_account(
    accounts: Accounts,
    channel: ChannelDescription[Group],
    settings: Group,
    stack: AsyncExitStack,
    *,
    host: Host,
    receives: bool = True,
) -> None:
    """Add a channel's account, for receiving too or for sending alone; `stack` closes it."""
    if channel.open is None:
        return
    opened = await channel.open(host, settings, stack, receives)
    accounts.add(
        channel.id,
        opened.messenger,
        rate=opened.rate,
        seconds_per_chat=channel.seconds_per_chat,
        concurrency=channel.concurrency,
    )
    accounts.loops += opened.loops
    accounts.routes += opened.routes
    if opened.renew is not None:
        accounts.renewals[channel.id] = opened.renew
