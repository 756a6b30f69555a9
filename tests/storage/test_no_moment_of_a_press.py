"""A week is lived and closed. Afterwards no table holds a moment of a press: in no column and in no key, whatever it is
called, so that a new one is found here."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.channels.slack.payloads import written
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import AnswerCode, PersonId, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, OnSelf, PulsePress, SelfPress
from bot.domain.messaging.inbound import Command, Commanded, Event, Inbound, Opened, Pressed, Started
from bot.domain.organisation.people import Address
from storage.database import Database
from storage.schema.tables import metadata
from tests.flows.rota.test_own_calendars import calendar
from tests.storage.test_words_on_disk import MEMBER, Opener
from tests.support.channels import SLACK, WEB
from tests.support.records import rows_in
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

MONDAY = datetime(2026, 3, 9, 2, tzinfo=UTC)
TUESDAY, SUNDAY = datetime(2026, 3, 10, 14, tzinfo=UTC), datetime(2026, 3, 15, 20, tzinfo=UTC)
NEXT_TUESDAY = datetime(2026, 3, 17, 2, tzinfo=UTC)
SECONDS, MICROSECONDS = 23, 456_789
"""Of every press. What the clock does happens at whole minutes, so whatever has these seconds is made of a press."""
SNOOZER, PAUSER, ASKER, ON_SLACK, CALENDAR = (f"ward-m{number}" for number in (2, 3, 4, 5, 0))
U_SLACK = "U024BE7LH"
A_NUMBER = re.compile(r"(?<![0-9a-f])[0-9]{10,16}(?![0-9a-f])")


@dataclass
class Life:
    database: Database
    app: App
    clock: ShiftedClock

    async def until(self, moment: datetime, *, every: timedelta = timedelta(hours=6)) -> None:
        """Every six hours, or as said, everything that the clock does."""
        now = self.clock.now().replace(minute=0, second=0, microsecond=0)
        while now < moment:
            now += every
            self.clock.jump(now)
            for _, step in self.app.graph.steps:
                await step(now)
            await self.app.graph.post_web.drain()

    def a_moment(self) -> datetime:
        """The next at which somebody does something."""
        now = self.clock.now().replace(second=SECONDS, microsecond=MICROSECONDS) + timedelta(minutes=3)
        self.clock.jump(now)
        return now

    async def does(self, who: str, event: Event) -> None:
        now = self.a_moment()
        update = Inbound(
            sender=Address(channel=WEB, value=f"at-{who}"),
            update_id=f"{int(now.timestamp() * 1000)}",
            sequence=int(now.timestamp() * 1_000_000),
            event=event,
        )
        await self.comes(update)

    async def comes(self, update: Inbound) -> None:
        await self.app.graph.inbox.receive([update])
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()

    async def says_on_slack(self, words: str) -> None:
        """As Slack brings it: named by the chat and the microsecond."""
        ts = f"{self.a_moment().timestamp():.6f}"
        event = {"type": "message", "channel_type": "im", "channel": "D024BE7LH", "ts": ts, "text": words}
        update = written({"event": {**event, "user": U_SLACK}})
        assert update is not None
        await self.comes(update)

    async def pulse(self, who: str) -> PulseId:
        async with self.database.reading() as work:
            pulses = await work.pulses.open_of(PersonId(who), now=self.clock.now())
        return pulses[0].id


@pytest.fixture
async def life(open_database: Opener, tmp_path: Path) -> AsyncIterator[Life]:
    async with open_database() as database:
        roster = the_roster({WARD: 6, CLINIC: 2})
        there = {PersonId(ON_SLACK): Address(channel=SLACK, value=U_SLACK)}
        on_slack = replace(roster.people[PersonId(ON_SLACK)], channel=SLACK)
        roster = replace(
            roster,
            people={**roster.people, PersonId(ON_SLACK): on_slack},
            addresses={**roster.addresses, **there},
        )
        async with database.writing() as work:
            await work.programmes.save(the_programme(), at=MONDAY)
            await work.rosters.save(roster, at=MONDAY)
        clock = ShiftedClock(start=MONDAY, speed=0)
        app = App(World(storage=database, keys_folder=tmp_path / "keys", clock=clock, real_clock=clock))
        yield Life(database=database, app=app, clock=clock)


def made_of_presses(database: Database) -> Mapping[str, int]:
    """Columns with something that has the seconds of a press, and in how many rows."""
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        for row in rows_in(database, table):
            for name, value in row.items():
                if is_of_a_press(value):
                    found[f"{table.name}.{name}"] = found.get(f"{table.name}.{name}", 0) + 1
    return found


def is_of_a_press(value: object) -> bool:
    match value:
        case datetime():
            return (value.second, value.microsecond) == (SECONDS, MICROSECONDS)
        case int():
            return is_moment(value)
        case str():
            numbers = A_NUMBER.findall(value)
            return f":{SECONDS}.{MICROSECONDS}" in value or any(is_moment(int(each)) for each in numbers)
        case _:
            return False


def is_moment(number: int) -> bool:
    """Seconds, milliseconds or microseconds, of those weeks."""
    first, last = int(MONDAY.timestamp()), int(NEXT_TUESDAY.timestamp())
    seconds = [number // scale for scale in (1, 1_000, 1_000_000)]
    return any(first <= each <= last and each % 60 == SECONDS for each in seconds)


@pytest.mark.drill
@pytest.mark.long
async def test_nothing_is_left_that_was_made_of_the_moment_of_a_press(life: Life) -> None:
    await life.until(TUESDAY)
    for who in (MEMBER, SNOOZER):
        await life.does(who, Opened())
    await life.does(MEMBER, Pressed(intent=Answer(pulse=await life.pulse(MEMBER), code=AnswerCode("3"))))
    await life.does(SNOOZER, Pressed(intent=PulsePress(pulse=await life.pulse(SNOOZER), what=OnPulse.TOMORROW)))
    await life.until(SUNDAY)
    await life.does(PAUSER, Pressed(intent=SelfPress(what=OnSelf.PAUSE_2_WEEKS)))
    await life.does(ASKER, Commanded(command=Command.HELP))
    await life.does(ASKER, Commanded(command=Command.MYDATA))
    await life.does(ASKER, Started(code="AbC_-9abcdefghijklmnop"))
    await life.says_on_slack("help")
    await life.says_on_slack("stop")
    life.a_moment()
    link = await life.app.graph.sign_in.offer(PersonId(ASKER))
    assert link is not None
    session = await life.app.graph.sign_in.begin(link)
    assert session is not None
    life.a_moment()
    assert await life.app.graph.sign_in.offer(PersonId(PAUSER)), "and is never used"
    life.a_moment()
    assert await life.app.graph.sign_in.who(session) is not None
    life.a_moment()
    assert (
        await life.app.graph.calendars.give_file(PersonId(CALENDAR), calendar((MONDAY + timedelta(days=8), 8))) is None
    )
    before = made_of_presses(life.database)
    assert {"deliveries.due_at", "pulses.sequence", "sign_in_links.expires_at"} <= before.keys(), "it can be found"
    await life.until(NEXT_TUESDAY)
    async with life.database.reading() as work:
        assert await work.weeks.newest_closed() is not None
    kept = {table.name: len(rows_in(life.database, table)) for table in metadata.sorted_tables}
    assert kept["deliveries"], "what was said back on Sunday is still there"
    assert kept["inbox"], "and that it was brought"
    assert kept["own_calendars"] == 1
    assert made_of_presses(life.database) == {}
    seen = [each["seen_at"] for each in rows_in(life.database, metadata.tables["console_sessions"])]
    assert seen == [], "nor that somebody was on their page"
