"""A year is lived: the clock goes from one moment to the next, the bot ticks, messages arrive, and people answer."""

import heapq
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random

from bot.app.loops import App
from bot.app.world import World
from bot.cancellation import going_on
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.wall_clock import local_date, to_utc
from bot.domain.texts import say
from storage.database import Database
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.patience import PATIENCE, until
from tests.year.kinds import Came, kind_of
from tests.year.stages import Shown, Stage
from tests.year.ward import BEGINS, BY_NAME, PEOPLE, ZONE, Someone, answers

LOOKS = (time(12, 31),)
"""When the bot looks at its plans, every day; on some days at other moments, too. What is due comes in between."""
MONDAY, TUESDAY = 0, 1
MORNING = time(9, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message came to somebody."""

    at: datetime
    to: str
    kind: Came
    shown: Shown

    def __str__(self) -> str:
        return f"{self.at:%a %d %b %H:%M} {self.to}: {self.kind}: {self.shown.words[:160]}"


@dataclass(order=True, slots=True)
class _Answering:
    at: datetime
    number: int
    who: str = field(compare=False)


def london(day: date, at: time) -> datetime:
    return to_utc(day, at, ZONE)


class Life:
    def __init__(self, *, app: App, clock: StillClock, stage: Stage, database: Database) -> None:
        self.app, self.clock, self.stage, self.database = app, clock, stage, database
        self.came: list[Arrival] = []
        """All that ever arrived, but for answers to what somebody just did."""
        self.answered: list[tuple[str, datetime]] = []
        """Who answered, and when."""
        self.mondays: Callable[[], Awaitable[None]] = _nothing
        """What those who run Rounds do every week."""
        self._new: list[Arrival] = []
        self._agenda: list[_Answering] = []
        self._numbers = count()
        self._chance = Random("when people look")

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return local_date(self.now, ZONE)

    # --- time ---------------------------------------------------------------------------------------------------------

    async def until(self, moment: datetime) -> None:
        """Live on; people answer questions by their habits."""
        while True:
            look, due = self._next_look(), await self._next_due()
            visit = self._agenda[0].at if self._agenda else moment
            first = min(look, due or moment, visit)
            if first >= moment:
                break
            self._go_on_to(first)
            if first == look:
                if (self.today.weekday(), look) == (MONDAY, london(self.today, MORNING)):
                    await self.mondays()
                await self._tick()
            if visit <= first:
                await self._answer(heapq.heappop(self._agenda))
            else:
                await self.settle()
        await self.tick(moment)

    async def tick(self, moment: datetime) -> None:
        self._go_on_to(moment)
        await self._tick()
        await self.settle()

    async def _tick(self) -> None:
        """A connection that is just being renewed takes real seconds. In these, hours pass here, after which the bot
        would rightly tell whoever runs it that it hears nothing."""
        await until(lambda: not any(self.app.world.health.parts.values()))
        await self.app.tick()

    def _go_on_to(self, moment: datetime) -> None:
        self.clock.at = max(self.clock.at, moment)

    async def _next_due(self) -> datetime | None:
        async with self.database.reading() as work:
            due = await work.deliveries.next_due_at(self.stage.channel)
        return max(due, self.now + timedelta(seconds=1)) if due is not None else None

    def _next_look(self) -> datetime:
        days = (self.today + timedelta(days=number) for number in range(2))
        return next(at for day in days for at in self._looks(day) if at > self.now)

    def _looks(self, day: date) -> Iterator[datetime]:
        more = {MONDAY: [MORNING], TUESDAY: [time(10)]}.get(day.weekday(), [])
        return (london(day, each) for each in sorted([*LOOKS, *more]))

    async def settle(self, *, by: str = "") -> None:
        """Everything that is on its way has arrived. `by`: who has just done something."""
        graph = self.app.graph
        await graph.inbox.work_off()
        for dispatcher in graph.accounts.dispatchers.values():
            while rest := await dispatcher.drain():
                await self.app.world.timer.sleep(rest)
        await graph.post_web.drain()
        if not self.database.is_embedded:  # its leases count in the server's time, which does not run with ours
            async with self.database.writing() as work:
                for channel in (*graph.accounts.dispatchers, WEB):
                    await work.deliveries.release_leases(channel)
        names = {each.id: each for each in PEOPLE}
        for person, shown in await self.stage.arrivals():
            someone = names[person]
            kind = kind_of(shown.words, someone.locale)
            arrival = Arrival(at=self.now, to=someone.name, kind=kind, shown=shown)
            if by == someone.name and kind is not Came.QUESTION:
                continue
            self.came.append(arrival)
            self._new.append(arrival)
            if kind in (Came.QUESTION, Came.REMINDER):
                self._may_answer(someone)

    # --- people -------------------------------------------------------------------------------------------------------

    def _may_answer(self, someone: Someone) -> None:
        if answers(someone.name, IsoWeek.of(self.today)) is not None:
            at = self.now + timedelta(hours=self._chance.uniform(0.2, 40))
            heapq.heappush(self._agenda, _Answering(at, next(self._numbers), someone.name))

    async def _answer(self, visit: _Answering) -> None:
        """On the newest message that offers answers, whether it is open or not."""
        someone, agreement = BY_NAME[visit.who], answers(visit.who, IsoWeek.of(self.today))
        if agreement is None or not someone.is_listed(self.today):
            return
        for shown in reversed(await self.stage.shown(someone.id)):
            choices = self._choices(shown, someone)
            if choices:
                label = choices[int((1 - agreement) * len(choices))]
                self.answered.append((someone.name, self.now))
                await self.does(someone.name, shown, label)
                return

    def _choices(self, shown: Shown, someone: Someone) -> Sequence[str]:
        """The answers that a message offers, as the question has them in order."""
        cant_say = say("pulse-cant_say", someone.locale)
        return shown.buttons[: shown.buttons.index(cant_say)] if cant_say in shown.buttons else ()

    async def does(self, name: str, shown: Shown, label: str) -> None:
        await self.stage.press(BY_NAME[name].id, shown.number, label)
        self.clock.advance(seconds=20)
        await self.settle(by=name)

    async def writes(self, name: str, words: str, *, under: str = "") -> None:
        await self.stage.write(BY_NAME[name].id, words, under=under)
        self.clock.advance(seconds=20)
        await self.settle(by=name)

    def take_new(self) -> Collection[Arrival]:
        """What arrived since this was asked last."""
        taken, self._new = self._new, []
        return taken


async def _nothing() -> None:
    """No habit."""


@asynccontextmanager
async def living(*, stage: Stage, database: Database, folder: Path) -> AsyncIterator[Life]:
    clock = StillClock(london(BEGINS, time(8)))
    app = App(World(storage=database, keys_folder=folder / "keys", clock=clock, told_within=PATIENCE))
    async with AsyncExitStack() as stack:
        await stage.open(app, stack)
        await app.graph.take_over()
        await stack.enter_async_context(going_on(*app.graph.accounts.loops))
        yield Life(app=app, clock=clock, stage=stage, database=database)
