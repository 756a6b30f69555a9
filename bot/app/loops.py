"""What keeps one process going: its tick, and everything that runs until the process is stopped."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bot.adapters.channels.web import WEB
from bot.adapters.channels.web.serving import serving
from bot.app.channels import open_account
from bot.app.graph import Graph
from bot.app.steps import FILING
from bot.app.world import World
from bot.cancellation import PATIENCE, going_on
from bot.channel_port import ChannelDescription, Group
from bot.domain.errors import ProgrammeMissing
from bot.domain.health.parts import Part, PartKind
from bot.domain.organisation.people import Channel
from bot.flows.operations.keep_running import Troubled, attempt, keep_running
from bot.flows.sending.dispatch import CALLS_END
from bot.flows.sending.serve_account import ServeAccount
from bot.schedule import Tick

if TYPE_CHECKING:
    from bot.adapters.queue.shared import SharedQueue

CALENDARS = Part(kind=PartKind.CALENDARS)
CALENDARS_EVERY = 15.0
"""Seconds between two looks at which are due."""


class App:
    """One process: `tick` does what is due, `running`, `receiving` and `sending` keep it all going."""

    def __init__(self, world: World) -> None:
        self.world, self.graph = world, Graph(world)

    async def open_channel(
        self, channel: ChannelDescription[Group], settings: Group, stack: AsyncExitStack, *, receives: bool = True
    ) -> None:
        """Send and, where the process `receives`, take in what people do on this channel too; `stack` closes it."""
        graph = self.graph
        await open_account(graph.accounts, channel, settings, stack, host=graph.host, receives=receives)

    async def tick(self) -> None:
        """Do everything that is due; a part that fails is said and tried again, and holds up no other."""
        now = self.world.clock.now()
        for part, step in self.graph.steps:
            with suppress(Troubled):
                await self._do(part, step, now)
        for channel in self.graph.accounts.channels:
            await self.graph.queue.wake(channel)
        self.graph.metrics.ticked(self.world.clock.now())

    @asynccontextmanager
    async def serving(self, *, host: str, port: int) -> AsyncIterator[str]:
        """Pages and webhooks are served while the block runs; yields the root address. Raises `AddressTaken`."""
        try:
            async with serving(self.graph.web_server().application(), host=host, port=port) as root:
                try:
                    yield root
                finally:
                    await self.graph.hub.close()
        finally:
            await self.graph.saving.stop()

    @asynccontextmanager
    async def running(self, *, tick_every: float) -> AsyncIterator[None]:
        """All loops of the process go on while the block runs; at its end they are stopped in order."""
        graph, accounts = self.graph, self.graph.accounts
        await graph.take_over()
        tick = Tick(self.tick, seconds=tick_every)
        sending = [dispatcher.run for dispatcher in accounts.dispatchers.values()]
        looking = [reconcile.run for reconcile in accounts.reconcilers.values()]
        others = (
            self._file_inbox,
            *self._said_by_whoever_files,
            graph.post_web.run,
            graph.bells.run,
            self._read_calendars,
            *looking,
            graph.audit.run,
            graph.watch_log.run,
            *accounts.loops,
        )
        async with going_on(*sending, patience=CALLS_END + PATIENCE), going_on(*others):
            tick.start()
            try:
                await self.tick()
                yield
            finally:
                await tick.stop()

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        """The `web` part of several: takes in what people do and files it; others tick and send."""
        async with going_on(self._file_inbox, *self._said_by_whoever_files, *self.graph.accounts.loops):
            yield

    @asynccontextmanager
    async def sending(self, queue: "SharedQueue") -> AsyncIterator[None]:
        """The `worker` part of several: ticks, plans, sends and closes as the queue hands it out."""
        from bot.adapters.queue.worker import QueueWorker, Serve  # a single process never needs it

        graph, accounts, world = self.graph, self.graph.accounts, self.world
        serve: dict[Channel, Serve] = {
            channel: ServeAccount(dispatch=dispatch, reconcile=accounts.reconcilers[channel], timer=world.timer)
            for channel, dispatch in accounts.dispatchers.items()
        }
        serve[WEB] = graph.post_web.drain
        worker = QueueWorker(queue=queue, serve=serve, tick=self.tick, timer=world.timer, health=world.health)
        beside = (graph.audit.run, graph.watch_log.run, graph.bells.run, self._read_calendars)
        async with (
            going_on(worker.run, patience=CALLS_END + PATIENCE),
            going_on(*self._said_by_whoever_files, *beside),
        ):
            yield

    @property
    def _said_by_whoever_files(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """What filing has said or sent and no row holds: no other process could do it. A worker's tick files, too, so
        that a week is never closed before what came in."""
        return self.graph.greet.run, self.graph.send_own_file.run

    async def _file_inbox(self) -> None:
        inbox = self.graph.inbox

        async def file() -> float:
            inbox.news.clear()
            await self._do(FILING, lambda _now: inbox.work_off(), self.world.clock.now())
            return 0.0

        await keep_running(FILING, file, health=self.world.health, wait=lambda _seconds: inbox.news.wait(), again=0.0)

    async def _read_calendars(self) -> None:
        """Beside the tick: the slow server of somebody's calendar holds up nobody's question."""

        async def read() -> float:
            await self._do(CALENDARS, lambda now: self.graph.calendars.read_due(now=now), self.world.clock.now())
            return CALENDARS_EVERY

        health, wait = self.world.health, self.world.timer.sleep
        await keep_running(CALENDARS, read, health=health, wait=wait, again=CALENDARS_EVERY)

    async def _do(self, part: Part, step: Callable[[datetime], Awaitable[object]], now: datetime) -> None:
        """One part of a tick; raises `Troubled`, said already."""

        async def act() -> None:
            with suppress(ProgrammeMissing):  # said once, by the part "programme"
                await step(now)

        await attempt(part, act, health=self.world.health)
        self.world.health.well(part)
