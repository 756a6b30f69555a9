"""Processes on one database whose clocks are apart, and clocks that are set while they run: nobody is asked twice, no
week is closed twice or with other figures, and nothing stands still once the clock is right again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.adapters.clock import ShiftedClock, SystemEntropy
from bot.app.loops import App
from bot.app.world import World
from bot.domain.administration.log import AdministrationAct
from bot.domain.administration.sign_in import LINK_LIVES
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Event, Inbound, Opened, Pressed
from bot.domain.organisation.people import Address
from bot.flows.administration.sign_in import SignIn
from bot.flows.proof.verify_pages import VerifyPages
from storage.database import Database
from storage.schema.tables import closed_weeks, deliveries, participation_cells, pulses, rounds
from tests.adversary.lives import moment
from tests.storage.test_words_on_disk import Opener
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.records import rows_in
from tests.support.weeks import CLINIC, FIRST, WARD, the_programme, the_roster

SIZES: Final = {WARD: 9, CLINIC: 7}
PEOPLE: Final = sorted(the_roster(SIZES).people)
LATE: Final = frozenset(PEOPLE[::5])
"""They answer when the round is over."""
WEEKS: Final = range(3)
STEPS: Final = ((0, 12), (1, 10), (1, 14), (3, 12), (6, 9), (6, 12), (7, 0), (7, 4))
"""Days after Monday, and hours."""
ANSWERED, ANSWERED_LATE = (1, 14), (6, 12)
RIGHT, AHEAD, BEHIND = timedelta(), timedelta(days=1), timedelta(hours=-1)
Set = Mapping[tuple[int, int, int], timedelta]
"""By week, day and hour: by how much a clock is off from then on."""


@dataclass(slots=True)
class Processes:
    """Each with a clock of its own."""

    database: Database
    keys: Path
    off: list[timedelta]
    apps: list[App] = field(default_factory=list)
    clocks: list[ShiftedClock] = field(default_factory=list)

    async def begin(self) -> None:
        start = moment(0, 0, 8)
        async with self.database.writing() as work:
            await work.programmes.save(the_programme(), at=start - timedelta(days=7))
            await work.rosters.save(the_roster(SIZES), at=start - timedelta(days=7))
        for number, off in enumerate(self.off):
            clock = ShiftedClock(start=start + off, speed=0)
            storage = Database(self.database.url.render_as_string(hide_password=False)) if number else self.database
            self.apps.append(App(World(storage=storage, keys_folder=self.keys, clock=clock, real_clock=clock)))
            self.clocks.append(clock)
        await self.tick(start)

    async def end(self) -> None:
        for app in self.apps[1:]:
            await app.world.storage.close()

    async def live(self, changes: Set) -> None:
        for week in WEEKS:
            for step in STEPS:
                self.off[0] = changes.get((week, *step), self.off[0])
                await self.tick(moment(week, *step))
                if step in (ANSWERED, ANSWERED_LATE):
                    await self.press(week, LATE if step == ANSWERED_LATE else frozenset(PEOPLE) - LATE)

    async def tick(self, now: datetime) -> None:
        for clock, off in zip(self.clocks, self.off, strict=True):
            clock.jump(now + off)
        for app in self.apps:
            await app.tick()
            await app.graph.post_web.drain()

    async def press(self, week: int, people: frozenset[PersonId]) -> None:
        for number, person in enumerate(sorted(people)):
            app = self.apps[number % len(self.apps)]
            async with self.database.reading() as work:
                found = [each for each in await work.own_data.pulses_of(person) if each.week == FIRST + week]
            does: Sequence[Event] = [
                Opened(),
                *(Pressed(intent=Answer(pulse=each.id, code=AnswerCode("3"))) for each in found),
            ]
            await app.graph.inbox.receive(
                [
                    Inbound(
                        sender=Address(channel=WEB, value=f"at-{person}"),
                        update_id=f"{person}-{week}-{order}",
                        sequence=int(self.clocks[0].now().timestamp()),
                        event=event,
                    )
                    for order, event in enumerate(does)
                ]
            )
            await app.graph.inbox.work_off()


async def judge(database: Database) -> None:
    asked, weeks = rows_in(database, pulses), [FIRST + week for week in WEEKS]
    assert Counter((row["person"], row["week"]) for row in asked) == Counter(
        {(each, week): 1 for each in {row["person"] for row in asked} for week in weeks}
    )
    assert Counter((row["unit"], row["week"]) for row in rows_in(database, rounds)) == Counter(
        {(unit, week): 1 for unit in SIZES for week in weeks}
    )
    assert {(row["week"], row["finished"]) for row in rows_in(database, closed_weeks)} == {(w, True) for w in weeks}
    async with database.reading() as work:
        acts = Counter(each.act for each in await work.administration_log.entries())
    assert acts[AdministrationAct.WEEK_CLOSED] == len(WEEKS)
    states = {(row["person"] in LATE, row["state"]) for row in asked}
    assert states == {(True, PulseState.EXPIRED.value), (False, PulseState.ANSWERED.value)}
    assert (await VerifyPages(storage=database)()).faults == ()
    assert {row["state"] for row in rows_in(database, deliveries)} <= {"sent", "expired"}
    figures = {
        (row["week"], row["team"], row["n"], row["low"], row["high"]) for row in rows_in(database, participation_cells)
    }
    assert figures == {(week, *each) for week in weeks for each in ((WARD, 9, 7, 9), (CLINIC, 7, 5, 7))}


@pytest.mark.drill
@pytest.mark.postgres
@pytest.mark.parametrize("apart", [5, -180])
async def test_two_processes_whose_clocks_are_apart(postgres_storage: Database, tmp_path: Path, apart: int) -> None:
    two = Processes(postgres_storage, tmp_path, [RIGHT, timedelta(minutes=apart)])
    await two.begin()
    await two.live({})
    await judge(postgres_storage)
    await two.end()


@pytest.mark.drill
@POSTGRES_BY_DRILLS
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {(1, 1, 14): BEHIND},
        {(1, 6, 12): BEHIND, (2, 3, 12): RIGHT},
        {(1, 0, 12): AHEAD, (1, 1, 10): RIGHT},
        {(1, 3, 12): AHEAD, (1, 6, 9): RIGHT},
        {(1, 6, 9): AHEAD, (1, 7, 0): RIGHT},
    ],
    ids=["right", "back", "back for days", "ahead as it is asked", "ahead within", "ahead at the end"],
)
async def test_a_clock_that_is_set(open_database: Opener, tmp_path: Path, changes: Set) -> None:
    async with open_database() as database:
        one = Processes(database, tmp_path, [RIGHT])
        await one.begin()
        await one.live(changes)
        await judge(database)


@pytest.mark.parametrize("apart", [5, 180, 24 * 60])
async def test_a_link_lives_no_longer_than_it_says_and_clocks_are_apart(database: Database, apart: int) -> None:
    right, ahead = StillClock(), StillClock()
    ahead.advance(minutes=apart)
    async with database.writing() as work:
        await work.programmes.save(the_programme(), at=right.now())
        await work.rosters.save(the_roster(SIZES), at=right.now())
    offers, begins = (SignIn(storage=database, clock=each, entropy=SystemEntropy()) for each in (ahead, right))
    secret = await offers.offer(PersonId("boss"))
    assert secret is not None
    right.advance(minutes=apart)
    right.at += LINK_LIVES
    assert await begins.begin(secret) is None
