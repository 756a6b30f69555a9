"""The composition root: the only place that builds the object graph, and the loops that keep one process going."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from starlette.routing import BaseRoute, Route

from bot.adapters.channels.web.chat import ChatPages
from bot.adapters.channels.web.hub import Hub, chat_key
from bot.adapters.channels.web.server import WebServer
from bot.adapters.channels.web.serving import serving
from bot.adapters.charts import paint_chart
from bot.adapters.clock import SystemClock, SystemEntropy, SystemTimer
from bot.adapters.keys import FileKeys
from bot.adapters.metrics import Metrics
from bot.adapters.recurrence import CronRecurrence
from bot.adapters.sealer import AesSealer
from bot.cancellation import PATIENCE, end, stop_if_cancelled
from bot.domain.detector.port import watch
from bot.domain.errors import KeyUnavailable, ProgrammeMissing, StorageUnavailable
from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import Lease
from bot.domain.messaging.rate_limit import Pace
from bot.domain.organisation.people import Channel
from bot.flows.answering.change_consent import ChangeConsent
from bot.flows.answering.enrol import RedeemCode, RedeemOnPage
from bot.flows.answering.explain import Explain
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.answering.read_chat import ReadChat
from bot.flows.answering.route_update import Act
from bot.flows.answering.show_home import ShowHome
from bot.flows.asking.close_rounds import CloseRounds
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.asking.remind import RemindUnanswered
from bot.flows.digests.draw_chart import DrawChart
from bot.flows.digests.send_digests import SendDigests
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.follow_up.act_on_digest import ActOnDigest
from bot.flows.inbox.greet_strangers import GreetStrangers
from bot.flows.inbox.process import HandleInbox
from bot.flows.inbox.receive import Receive
from bot.flows.operations.check_readiness import CheckReadiness
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.hold_lock import HoldLock
from bot.flows.sending.audit import AuditDeliveries
from bot.flows.sending.compose import ComposeDeliveries
from bot.flows.sending.dispatch import CALLS_END, Dispatch
from bot.flows.sending.post_web import PostToWebChats
from bot.flows.sending.reconcile import Reconcile
from bot.flows.sending.serve_account import ServeAccount
from bot.flows.week_close.close_week import CloseWeek
from bot.ports import Clock, Entropy, Messenger, Timer, WorkQueue
from bot.schedule import Tick
from config.settings import SlackSettings, TelegramSettings
from storage.database import Database

if TYPE_CHECKING:
    from bot.adapters.queue.shared import SharedQueue

log = structlog.get_logger()

UNFORESEEN = "an unforeseen fault; see the log"
LEASE = timedelta(seconds=30)
"""How long a worker of several may be silent before another takes over what it claimed."""
INBOX_KEEPS = timedelta(hours=48)
"""How long (platform, update id) is kept to recognise a repeated update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What one process stands on: the database, the keys, and the only sources of time and chance."""

    storage: Database
    keys_folder: Path
    clock: Clock
    real_clock: Clock = field(default_factory=SystemClock)
    timer: Timer = field(default_factory=SystemTimer)
    entropy: Entropy = field(default_factory=SystemEntropy)
    health: HealthBoard = field(default_factory=HealthBoard)
    all_is_well: Callable[[], Awaitable[None]] | None = None
    """Tells a watcher outside after every clean audit of the deliveries."""
    queue: WorkQueue | None = None
    """What several processes share their work by; None when this one is alone with its database."""
    tell_pages: Callable[[Collection[str]], Awaitable[None]] | None = None
    """Tells the processes that serve pages which chats have changed, by their keys."""


class App:
    """Every flow of one process, wired once; `tick` does what is due, `running` keeps it all going."""

    def __init__(self, world: World) -> None:
        self.world = world
        storage, clock, health = world.storage, world.clock, world.health
        keys = FileKeys(world.keys_folder, entropy=world.entropy)
        sealer = AesSealer(entropy=world.entropy)
        open_epoch = OpenEpoch(keys=keys, sealer=sealer)
        redeem = RedeemCode()
        self.hub, self.metrics = Hub(), Metrics()
        self.messengers: dict[Channel, Messenger] = {}
        self.dispatchers: dict[Channel, Dispatch] = {}
        self.reconcilers: dict[Channel, Reconcile] = {}
        self.loops: list[Callable[[], Awaitable[None]]] = []
        self.routes: list[BaseRoute] = []
        self.compose = ComposeDeliveries(pulses=ComposePulse(clock=clock), draw=DrawChart(paint=paint_chart))
        self.post_web = PostToWebChats(
            storage=storage,
            compose=self.compose,
            clock=clock,
            timer=world.timer,
            health=health,
            announce=self._announce,
        )
        self.handle_inbox = HandleInbox(
            storage=storage,
            clock=clock,
            queue=self,
            act=Act(
                file_answer=FileAnswer(sealer=sealer, open_epoch=open_epoch),
                change_consent=ChangeConsent(),
                explain=Explain(),
                act_on_digest=ActOnDigest(),
                join=redeem,
            ),
            greet=GreetStrangers(messengers=self.messengers, clock=clock),
            hand=self._hand,
            give_way=lambda: self.receive.calm(),
        )
        self.audit = AuditDeliveries(
            storage=storage,
            clock=clock,
            timer=world.timer,
            health=health,
            channels=lambda: (Channel.WEB, *self.dispatchers),
            ping=world.all_is_well,
        )
        self._inbox_news = asyncio.Event()
        self._mixed_on: date | None = None
        self.receive = Receive(
            storage=storage,
            clock=clock,
            wake=self._note_inbox_news,
            at_once=self.handle_inbox.at_once if world.queue is None else None,
        )
        self.home = ShowHome(storage=storage, clock=clock)
        self.join = RedeemOnPage(storage=storage, clock=clock, redeem=redeem)
        self.check = CheckReadiness(storage=storage, keys=keys, sealer=sealer, clock=clock, health=health)
        self.chats = ChatPages(
            read=ReadChat(storage=storage), receive=self.receive, hub=self.hub, entropy=world.entropy
        )
        plan = PlanRounds(storage=storage, recurrence=CronRecurrence())
        expire, remind = ExpirePulses(storage=storage), RemindUnanswered(storage=storage)
        close_rounds, send_digests = CloseRounds(storage=storage), SendDigests(storage=storage)
        close_week = CloseWeek(storage=storage, keys=keys, sealer=sealer, detector=watch)
        close_epoch = CloseEpoch(storage=storage, keys=keys, sealer=sealer, open_epoch=open_epoch, clock=clock)
        self._steps: Sequence[tuple[str, Callable[[datetime], Awaitable[object]]]] = (
            ("filing answers", lambda _now: self.handle_inbox()),
            ("expiring", lambda now: expire(now=now)),
            ("closing rounds", lambda now: close_rounds(now=now)),
            ("planning", lambda now: plan(now=now)),
            ("reminding", lambda now: remind(now=now)),
            ("closing weeks", lambda now: close_week(now=now)),
            ("digests", lambda now: send_digests(now=now)),
            ("closing quarters", lambda _now: close_epoch()),
            ("tidying", self._tidy),
        )

    def add_channel(
        self, channel: Channel, messenger: Messenger, *, rate: float, per_chat: float, at_once: int
    ) -> None:
        """Send on this channel: at most `rate` messages a second, and `per_chat` seconds between two in one chat."""
        world = self.world
        owner = f"{channel.value}-{world.entropy.token(6).hex()}"
        self.messengers[channel] = messenger
        self.dispatchers[channel] = Dispatch(
            channel=channel,
            storage=world.storage,
            messenger=messenger,
            compose=self.compose.one,
            clock=world.clock,
            real_clock=world.real_clock,
            timer=world.timer,
            pace=Pace(ceiling=rate, per_chat=per_chat),
            health=world.health,
            owner=owner,
            concurrency=at_once,
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

    async def tick(self) -> None:
        """Do everything that is due; a part that fails is said and tried again, and holds up no other."""
        now = self.world.clock.now()
        for part, step in self._steps:
            await self._guarded(part, step, now)
        for channel in (Channel.WEB, *self.dispatchers):
            await self.wake(channel)
        self.metrics.ticks.inc()

    async def wake(self, channel: Channel) -> None:
        """The `WorkQueue` port: within one process, or handed on to where several share the work."""
        if self.world.queue is not None:
            await self.world.queue.wake(channel)
        elif channel is Channel.WEB:
            self.post_web.wake()
        elif channel in self.dispatchers:
            self.dispatchers[channel].wake()

    def _hand(self, channel: Channel, edits: Sequence[Lease]) -> bool:
        """Edits stay in this process where it does the sending too; else whoever sends finds them in the database."""
        return channel in self.dispatchers and self.dispatchers[channel].hand(edits)

    async def readiness(self) -> Mapping[str, str]:
        found = await self.check()
        self.metrics.refresh(deliveries=found.deliveries, waiting=found.waiting, parts=found.parts, flags=found.flags)
        return found.parts

    def web_server(self) -> WebServer:
        return WebServer(
            chats=self.chats,
            join=self.join,
            readiness=self.readiness,
            metrics=self.metrics.registry,
            entropy=self.world.entropy,
            extra=self.routes,
        )

    @asynccontextmanager
    async def serving(self, *, host: str, port: int) -> AsyncIterator[str]:
        """Pages and webhooks are served while the block runs; yields the root address. Raises `AddressTaken`."""
        async with serving(self.web_server().application(), host=host, port=port) as root:
            try:
                yield root
            finally:
                await self.hub.close()

    @asynccontextmanager
    async def running(self, *, tick_every: float) -> AsyncIterator[None]:
        """All loops of the process go on while the block runs; at its end they are stopped in order."""
        await self.take_over()
        tick = Tick(self.tick, seconds=tick_every)
        sending = [dispatcher.run for dispatcher in self.dispatchers.values()]
        looking = [reconcile.run for reconcile in self.reconcilers.values()]
        others = (self._file_inbox, self.post_web.run, *looking, self.audit.run, *self.loops)
        async with _going_on(*sending, patience=CALLS_END + PATIENCE), _going_on(*others):
            tick.start()
            try:
                await self.tick()
                yield
            finally:
                await tick.stop()

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        """The `web` part of several: takes in what people do and files it; others tick and send."""
        async with _going_on(self._file_inbox, *self.loops):
            yield

    @asynccontextmanager
    async def sending(self, queue: "SharedQueue") -> AsyncIterator[None]:
        """The `worker` part of several: ticks, plans, sends and closes as the queue hands it out."""
        from bot.adapters.queue.worker import QueueWorker  # a single process never needs it

        serve: dict[Channel, Callable[[], Awaitable[None]]] = {
            channel: ServeAccount(dispatch=dispatch, reconcile=self.reconcilers[channel], timer=self.world.timer)
            for channel, dispatch in self.dispatchers.items()
        }
        serve[Channel.WEB] = self._post_web
        worker = QueueWorker(queue=queue, serve=serve, tick=self.tick, timer=self.world.timer, health=self.world.health)
        async with _going_on(worker.run, patience=CALLS_END + PATIENCE), _going_on(self.audit.run):
            yield

    async def _announce(self, people: Collection[PersonId]) -> None:
        await self.hub.announce(people)
        if self.world.tell_pages is not None:
            await self.world.tell_pages([chat_key(person) for person in people])

    async def _post_web(self) -> None:
        await self.post_web.drain()

    async def take_over(self) -> None:
        """A single process owns everything that an earlier one left claimed, and begins so at every start."""
        async with self.world.storage.writing() as work:
            for channel in self.dispatchers:
                await work.deliveries.release_leases(channel)
        for dispatcher in self.dispatchers.values():
            await dispatcher.take_over()

    async def _file_inbox(self) -> None:
        while True:
            stop_if_cancelled()
            self._inbox_news.clear()
            await self._guarded("filing answers", lambda _now: self.handle_inbox(), self.world.clock.now())
            await self._inbox_news.wait()

    async def _note_inbox_news(self) -> None:
        self._inbox_news.set()

    async def _tidy(self, now: datetime) -> None:
        """Give up what is too late to send, forget update ids after two days, and once a day mix the sealed answers."""
        async with self.world.storage.writing() as work:
            await work.deliveries.expire(now=now)
            await work.inbox.purge(before=now - INBOX_KEEPS)
        if now.date() != self._mixed_on:
            if self._mixed_on is not None:  # a start has other things to do
                await self.world.storage.mix_answers()
            self._mixed_on = now.date()

    async def _guarded(self, part: str, step: Callable[[datetime], Awaitable[object]], now: datetime) -> None:
        stop_if_cancelled()
        try:
            await step(now)
        except StorageUnavailable:
            self.world.health.troubled(part, "the database cannot be used")
        except KeyUnavailable as error:
            self.world.health.troubled(part, str(error))
        except ProgrammeMissing:
            self.world.health.well(part)  # said once, by the part "programme"
        except Exception:  # a fault in one part must not stop the others; it is logged, shown, and tried again
            stop_if_cancelled()
            if self.world.health.parts.get(part) != UNFORESEEN:  # once, not at every tick
                log.exception("part_failed", part=part)
            self.world.health.troubled(part, UNFORESEEN)
        else:
            self.world.health.well(part)


@asynccontextmanager
async def _going_on(*loops: Callable[[], Awaitable[None]], patience: float = PATIENCE) -> AsyncIterator[None]:
    """Loops that go on while the block runs; afterwards `patience` is how many seconds they may take to end."""
    tasks = [asyncio.ensure_future(loop()) for loop in loops]
    try:
        yield
    finally:
        await end(tasks, patience=patience)


async def open_telegram(app: App, settings: TelegramSettings, stack: AsyncExitStack, *, receives: bool = True) -> None:
    """Add the Telegram channel; `stack` closes it. The library is loaded only here, since it is large.

    Of several processes that receive by polling, one does it at a time: Telegram allows one poller for each token.
    """
    from bot.adapters.channels.telegram.account import TelegramAccount
    from bot.adapters.channels.telegram.client import TelegramMessenger
    from bot.adapters.channels.telegram.intake import TelegramIntake
    from bot.adapters.channels.telegram.poller import TelegramPoller
    from bot.adapters.channels.telegram.webhook import TelegramWebhook

    world = app.world
    account = TelegramAccount(token=settings.token.get_secret_value(), timer=world.timer, api_root=settings.api_url)
    stack.push_async_callback(account.close)
    intake = TelegramIntake(account=account, receive=app.receive)
    stack.push_async_callback(intake.close)
    app.add_channel(Channel.TELEGRAM, TelegramMessenger(account), rate=settings.rate, per_chat=1.0, at_once=1)
    if not receives:
        return
    if settings.webhook_url and settings.webhook_secret:
        webhook = TelegramWebhook(
            account=account,
            intake=intake,
            health=world.health,
            timer=world.timer,
            url=settings.webhook_url,
            secret=settings.webhook_secret.get_secret_value(),
        )
        app.routes.append(webhook.route)
        app.loops.append(webhook.run)
    else:
        poller = TelegramPoller(account=account, intake=intake, health=world.health, timer=world.timer)
        polling = HoldLock(
            lock=world.storage.lock("telegram polling"),
            work=lambda: _going_on(poller.run),
            timer=world.timer,
            health=world.health,
            part="lock to receive on telegram",
        )
        app.loops.append(polling.run)


async def open_slack(app: App, settings: SlackSettings, stack: AsyncExitStack, *, receives: bool = True) -> None:
    """Add the Slack channel, by Socket Mode where there is an app token, else by signed HTTP; `stack` closes it."""
    from bot.adapters.channels.slack.client import SlackMessenger
    from bot.adapters.channels.slack.connection import SlackConnection
    from bot.adapters.channels.slack.events import SlackEvents
    from bot.adapters.channels.slack.http import SignedRequests
    from bot.adapters.channels.slack.socket import SocketMode

    world = app.world
    connection = SlackConnection(bot_token=settings.bot_token.get_secret_value(), api_url=settings.api_url)
    await stack.enter_async_context(connection)
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
    events = SlackEvents(
        connection=connection,
        receive=app.receive,
        home=app.home,
        clock=world.real_clock,
        timer=world.timer,
        signing_secret="" if settings.app_token else secret,
    )
    stack.push_async_callback(events.finish)
    messenger = SlackMessenger(
        connection=connection,
        timer=world.timer,
        real_clock=world.real_clock,
        history_rate=int(settings.history_rate),
    )
    app.add_channel(Channel.SLACK, messenger, rate=settings.rate, per_chat=1.0, at_once=4)
    if not receives:
        return
    if settings.app_token:
        socket = SocketMode(
            app=events.app,
            app_token=settings.app_token.get_secret_value(),
            connection=connection,
            health=world.health,
        )
        await socket.start()
        stack.push_async_callback(socket.stop)
    else:
        signed = SignedRequests(app=events.app, signing_secret=secret)
        app.routes.append(Route("/slack/events", signed.answer, methods=["POST"]))
