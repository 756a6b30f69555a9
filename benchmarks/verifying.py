"""Checking every page of a year: how long `VerifyPages` takes for 300 teams, and how much memory.

A made-up hospital is played for 52 weeks through the product's own closing of weeks and kept in a SQLite file; then its
pages are computed again from cells. Exits 1 when a page is not what its cells say, or if it takes more than a minute
of CPU time.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.certificates.kept_week import KeptWeek, week_evidence
from bot.flows.proof.verify_pages import VerifyPages
from storage.database import Database
from tests.adversary.histories import a_year
from tests.adversary.kept import keep
from tests.adversary.play import play

MOST_SECONDS = 60


async def measure(teams: int, folder: Path) -> int:
    path = folder / "rounds.db"
    database = Database(f"sqlite:///{path}")
    await database.migrate()
    started = time.perf_counter()
    played = play(a_year(1, teams=teams // 2), certified=True)
    await keep(played, database)
    made, megabytes = time.perf_counter() - started, path.stat().st_size / 1e6
    print(f"{len(played.tree.microsystems)} teams, 52 weeks: made in {made:.0f} s, {megabytes:.0f} MB")
    async with database.reading() as work:
        weeks = await work.certificates.weeks()
    async with database.reading() as work:
        kept = [await work.certificates.kept(week, units) for week, units in weeks.items()]
    async with database.writing() as work:
        await work.administration_log.add([closed(each) for each in kept], token=token_bytes)
    del kept
    started, cpu = time.perf_counter(), time.process_time()
    check = await VerifyPages(storage=database)()
    seconds, spent = time.perf_counter() - started, time.process_time() - cpu
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{check.examined} pages verified in {seconds:.1f} s ({spent:.1f} s of CPU), at most {mib:.0f} MiB")
    print(*check.faults[:20], sep="\n")
    await database.close()
    return 1 if check.faults or spent > MOST_SECONDS else 0


def closed(week: KeptWeek) -> LogEntry:
    """As the log says that it was."""
    return LogEntry(
        at=datetime(2026, 12, 1, tzinfo=UTC),
        act=AdministrationAct.WEEK_CLOSED,
        author=None,
        words=LogWords(what="week closed", after=str(week.week)),
        evidence=week_evidence(week),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=300, help="in two divisions; making 300 takes some minutes")
    with tempfile.TemporaryDirectory() as made:
        sys.exit(asyncio.run(measure(parser.parse_args().teams, Path(made))))
