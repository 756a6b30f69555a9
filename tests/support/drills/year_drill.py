"""A hospital through a year in minutes: the bot's own flows on virtual time, judged by the drill's own record.

Everything that production does goes on: ticks, planning, sending with its pace, reminders, filing, weeks, digests and
quarters that close. People answer by habit, come, leave, pause and stop; platforms refuse, lose calls and are away for
hours; the process is restarted, and now and then dies in the middle of a call. As a program it takes a `YearLife`.
"""

import asyncio
import gc
import heapq
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import structlog

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import MessageRef
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    Answer,
    OnPulse,
    OnSelf,
    PulsePress,
    SelfPress,
)
from bot.domain.messaging.inbound import (
    Event,
    Inbound,
    Opened,
    Pressed,
    Typed,
)
from bot.domain.organisation.people import Role
from storage.database import Database
from tests.support.boards import said
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.drills.year_judge import DrillReport, Judge, Week
from tests.support.drills.year_people import (
    LEADS,
    TEAM,
    Colleague,
    Staff,
    answers_in,
    deeds_on_other,
    deeds_on_question,
)
from tests.support.drills.year_platform import Killed, RecordingPlatform, Weather
from tests.support.drills.year_record import Record
from tests.support.drills.year_time import VirtualTime, next_moment
from tests.support.logged import log_plainly

log = structlog.get_logger()

BEGINS = datetime(2026, 1, 5, 4, tzinfo=UTC)
"""A Monday; the year holds both changes of clocks, four quarters, and the turn of the year."""
RATES = {TELEGRAM: 25.0, SLACK: 5.0}
FAULTS = ("swallow a message", "send twice", "forget an update", "forget a colleague", "keep a key")
LONGEST_DRAIN = 900.0
"""Virtual seconds that sending may take before the hospital goes on with its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLife:
    database: str
    folder: str
    """For the keys and the drill's own record."""
    days: int = 366
    """A year, and the day on which its last quarter closes."""
    people: int = 1000
    seed: int = 1
    quarter_weeks: int = 13
    fault: str = ""
    """One of `FAULTS`, planted to see that the judge notices, or nothing."""


@dataclass(order=True, slots=True)
class _Planned:
    at: datetime
    number: int
    person: Colleague = field(compare=False)
    event: Event | None = field(compare=False)
    """None for a visit: a look at the question, or at the page."""
    message: MessageRef | None = field(compare=False, default=None)
    answers: Sequence[Answer] = field(compare=False, default=())


class YearDrill:
    def __init__(self, life: YearLife) -> None:
        """Platforms are part of this process, until a test puts a `wire` to each."""
        folder = Path(life.folder)
        self._life, self._keys = life, folder / "keys"
        self._keys.mkdir(mode=0o700, exist_ok=True)
        self._chance = Random(life.seed)
        self.time = VirtualTime(BEGINS)
        self._record = Record(folder / "record.db")
        self._staff = Staff(chance=self._chance, teams=max(life.people // TEAM, 1))
        self.platforms = {
            channel: RecordingPlatform(
                channel=channel, clock=self.time, record=self._record, chance=self._chance, fault=life.fault
            )
            for channel in RATES
        }
        self._programme = self._staff.programme(quarter_weeks=life.quarter_weeks)
        self.decided = DrillReport()
        self._judge = Judge(
            decided=self.decided,
            record=self._record,
            staff=self._staff,
            programme=self._programme,
            keys=FileKeys(self._keys, entropy=SystemEntropy()),
            sealer=AesSealer(entropy=SystemEntropy()),
        )
        self._agenda: list[_Planned] = []
        self._numbers = count(1)
        self._weather = Weather(self.platforms, begins=BEGINS, chance=self._chance)
        self._troubled_until = BEGINS
        self._database: Database
        self._app: App

    async def live(self) -> DrillReport:
        await self._start()
        await self._open_the_hospital()
        last_week = IsoWeek.of(BEGINS.date()) - 1
        moment = BEGINS
        while moment < BEGINS + timedelta(days=self._life.days):
            self.time.go_on_to(moment)
            try:
                await self._step()
            except Killed:
                self.decided.kills += 1
                await self._restart()
            if (self.time.now().isoweekday(), self.time.now().hour) == (7, 9):
                await self._look_at_all_pages()
            this_week = IsoWeek.of(self.time.now().date())
            if this_week - 1 > last_week and self.time.now().hour >= 4:
                last_week = this_week - 1
                await self._end_week(last_week)
            moment = next_moment(self.time.now())
        await self._judge.books(self._database, now=self.time.now())
        self.decided.early_calls = sum(platform.early for platform in self.platforms.values())
        self.decided.calls = sum(platform.calls for platform in self.platforms.values())
        self.decided.messages, self.decided.presses = self._record.accepted_count(), self._record.pressed_count()
        await self._database.close()
        self._record.close()
        return self.decided

    # --- the process ----------------------------------------------------------------------------------------------

    async def _start(self) -> None:
        self._database = Database(self._life.database)
        world = World(
            storage=self._database,
            keys_folder=self._keys,
            clock=self.time,
            real_clock=self.time,
            timer=self.time,
        )
        self._app = App(world)
        for channel, platform in self.platforms.items():
            self._app.graph.accounts.add(channel, platform, rate=RATES[channel], seconds_per_chat=1.0, concurrency=1)
        await self._app.graph.take_over()

    @property
    def _is_young(self) -> bool:
        """In the second half of its time the process lives on, so that whatever grows in it is seen."""
        return self.time.now() < BEGINS + timedelta(days=self._life.days / 2)

    async def _restart(self) -> None:
        self.decided.restarts += 1
        await self._database.close()
        await self._start()
        await self._step()

    async def _step(self) -> None:
        self.decided.outages += self._weather.change(self.time.now(), kills=self._is_young)
        await self._app.tick()
        await self._send()
        self._look_at_screens()
        if await self._act():
            await self._send()
        if not self._database.is_embedded:  # its leases count in the server's time, which does not run with ours
            async with self._database.writing() as work:
                for channel in RATES:
                    await work.deliveries.release_leases(channel)
        if sum([await reconcile() for reconcile in self._app.graph.accounts.reconcilers.values()]):
            await self._send()
        await self._look_after_itself()

    async def _send(self) -> None:
        """What the loops of a process do between two ticks."""
        began = self.time.monotonic()
        for channel, dispatch in self._app.graph.accounts.dispatchers.items():
            while (rest := await dispatch.drain()) and self.time.monotonic() - began < LONGEST_DRAIN:
                await self.time.sleep(rest)
            if self.platforms[channel].is_down:
                self._troubled_until = self.time.now() + timedelta(hours=1)
        await self._app.graph.post_web.drain()

    async def _look_after_itself(self) -> None:
        """The auditor has to find nothing, except while a platform is away or has just come back."""
        now = self.time.now()
        is_clean = await self._app.graph.audit()
        if not is_clean and now > self._troubled_until:
            self.decided.findings.append(f"{now:%m-%d %H:%M} {said(self._app.world.health)['deliveries']}")
        for part, why in said(self._app.world.health).items():
            if why and now > self._troubled_until:
                what = f"{part}: {why}"
                self.decided.troubles[what] = self.decided.troubles.get(what, 0) + 1

    # --- people ---------------------------------------------------------------------------------------------------

    async def _open_the_hospital(self) -> None:
        for ward in self._staff.wards:
            for place in range(TEAM):
                role = LEADS[place] if place < len(LEADS) else Role.MEMBER
                self._staff.hire(ward, role, now=self.time.now())
        async with self._database.writing() as work:
            await work.programmes.save(self._programme, at=self.time.now())
        await self._save_roster()
        if self._life.fault == "forget a colleague":
            self._staff.hire(self._staff.wards[0], Role.MEMBER, now=self.time.now())

    async def _save_roster(self) -> None:
        now, roster = self.time.now(), self._staff.roster()
        async with self._database.writing() as work:
            await work.rosters.save(roster, at=now)
            for person, address in roster.addresses.items():
                if await work.rosters.address_of(person) is None:
                    await work.rosters.enrol(person, address, at=now)

    async def _turn_over(self) -> None:
        """About one in a hundred leaves, and as many come."""
        here = [each for each in self._staff.present() if not each.leads]
        leaving = self._chance.sample(here, max(len(here) // 100, 1))
        for colleague in leaving:
            colleague.left = True
            self._staff.hire(colleague.unit, Role.MEMBER, now=self.time.now())
        await self._save_roster()

    def _plan(self, person: Colleague, at: datetime, event: Event | None, **more: object) -> None:
        heapq.heappush(self._agenda, _Planned(at, next(self._numbers), person, event, **more))  # type: ignore[arg-type]

    def _look_at_screens(self) -> None:
        """Messages that came in on phones: everybody looks after a while of their own."""
        now = self.time.now()
        for channel, platform in self.platforms.items():
            for arrival in platform.take_arrivals():
                person = self._staff.at[channel, arrival.to]
                if answers := answers_in(arrival.message):
                    looks = now + timedelta(hours=self._chance.expovariate(1 / person.hours))
                    self._plan(person, looks, None, message=arrival.ref, answers=answers)
                    person.last_asked = now
                else:
                    for deed in deeds_on_other(person, arrival.message, self._chance):
                        self._plan(person, now + deed.after, deed.event, message=arrival.ref)

    async def _act(self) -> bool:
        """Everything whose time has come reaches the bot and is filed; False when nobody did anything."""
        now = self.time.now()
        due: list[_Planned] = []
        while self._agenda and self._agenda[0].at <= now:
            planned = heapq.heappop(self._agenda)
            if not planned.person.left:
                due.append(planned)
        visitors = [each.person for each in due if each.event is None and each.message is None]
        acts = [each for each in due if each.event is not None]
        for each in due:
            if each.event is None and each.message is not None:
                acts += self._answer(each)
        if visitors:
            await self._deliver([self._update(person, Opened(), None) for person in visitors])
            await self._app.graph.post_web.drain()
            for person in visitors:
                acts += await self._look_at_page(person)
        later = [each for each in acts if each.at > now]
        for each in later:
            heapq.heappush(self._agenda, each)
        updates = [
            self._update(each.person, each.event, each.message) for each in acts if each.at <= now and each.event
        ]
        updates += [update for update in updates if self._chance.random() < 0.02]  # platforms repeat themselves
        await self._deliver(updates)
        return bool(updates or visitors)

    def _answer(self, visit: _Planned) -> list[_Planned]:
        pulse = visit.answers[0].pulse
        if any(press.code for press in self._record.presses(pulse)):
            return []  # a reminder that crossed the answer
        return [
            _Planned(visit.at + deed.after, next(self._numbers), visit.person, deed.event, visit.message)
            for deed in deeds_on_question(visit.person, pulse, visit.answers, self._chance)
        ]

    async def _look_at_page(self, person: Colleague) -> list[_Planned]:
        now, acts = self.time.now(), []
        chat = await self._app.graph.read_chat(person.address, limit=6)
        for shown in chat.messages if chat else ():
            self._record.see(shown.key, at=now)
            ref = MessageRef(str(shown.id))
            if answers := answers_in(shown.message):
                person.last_asked = now
                acts += self._answer(_Planned(now, 0, person, None, ref, answers))
            elif shown is (chat.messages[-1] if chat else None):
                acts += [
                    _Planned(now + deed.after, next(self._numbers), person, deed.event, ref)
                    for deed in deeds_on_other(person, shown.message, self._chance)
                ]
        return acts

    def _update(self, person: Colleague, event: Event | None, message: MessageRef | None) -> Inbound:
        assert event is not None
        if isinstance(event, Typed):
            event = replace(event, reply_to=message)
        number = next(self._numbers)
        return Inbound(sender=person.address, update_id=str(number), sequence=number, event=event, message=message)

    async def _deliver(self, updates: Sequence[Inbound]) -> None:
        """Telegram's come in one batch, the others one by one; what is acknowledged goes into the record."""
        if not updates:
            return
        taken_in = updates[1:] if self._life.fault == "forget an update" else updates
        polled = [each for each in taken_in if each.sender.channel == TELEGRAM]
        others = [each for each in taken_in if each.sender.channel != TELEGRAM]
        await asyncio.gather(
            self._app.graph.inbox.receive(polled), *(self._app.graph.inbox.receive([each]) for each in others)
        )
        for update in updates:
            self._note(update)
        await self._app.graph.inbox.work_off()

    def _note(self, update: Inbound) -> None:
        now, event = self.time.now(), update.event
        person = self._staff.at[update.sender.channel, update.sender.value]
        match event:
            case Pressed(intent=Answer(pulse=pulse, code=code)):
                self._record.press(pulse, sequence=update.sequence, at=now, code=code)
            case Pressed(intent=PulsePress(pulse=pulse, what=OnPulse.SKIP)):
                self._record.press(pulse, sequence=update.sequence, at=now, code="skip")
            case Pressed(intent=SelfPress(what=wish)):
                person.wants(wish, now=now)
                if wish is OnSelf.STOP_NOW and self._chance.random() < 0.5:
                    back = now + timedelta(days=self._chance.uniform(10, 90))
                    self._plan(person, back, Pressed(intent=SelfPress(what=OnSelf.RESUME)))
            case _:
                pass  # nothing else leaves a trace to compare

    # --- weeks ----------------------------------------------------------------------------------------------------

    async def _end_week(self, week: IsoWeek) -> None:
        await self._look_at_all_pages()
        await self._judge.week(self._database, week, now=self.time.now())
        if self._life.fault == "keep a key":
            self._judge.keep_a_key()
        number = len(self.decided.weeks) + 1
        if number % 4 == 0:
            await self._turn_over()
        for person in list(self._staff.present()):
            if person.address.channel == WEB:
                for day in (1, 3) if self._chance.random() < 0.4 else (1,):
                    hours = self._chance.expovariate(1 / person.hours)
                    at = self.time.now().replace(hour=11) + timedelta(days=day, hours=hours)
                    self._plan(person, at, None)
        if self._is_young and self._chance.random() < 1 / 3:
            await self._restart()
        gc.collect()
        self.decided.weeks.append(Week.measured(self._life.database))
        log.warning("week_lived", number=number, faults=len(self.decided.faults), **asdict(self.decided.weeks[-1]))

    async def _look_at_all_pages(self) -> None:
        """The record of the web is the pages themselves; questions leave them when their week is closed."""
        for person in self._staff.people.values():
            if person.address.channel == WEB and not person.left:
                chat = await self._app.graph.read_chat(person.address, limit=12)
                for shown in chat.messages if chat else ():
                    self._record.see(shown.key, at=self.time.now())


def main() -> None:
    log_plainly(level=logging.WARNING)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    drill = YearDrill(YearLife(**json.loads(sys.argv[1])))
    decided = asyncio.run(drill.live())
    sys.stdout.write(json.dumps(asdict(decided)))


if __name__ == "__main__":
    main()
