"""How long it takes to remind 20,000 people, to let 20,000 questions expire and to close 1,000 rounds, on SQLite.

Nobody has answered, and every fourth has been silent three times before, so this time they are asked less often and
told so. Prints seconds (wall, and processor time of this process), the longest write transaction and the longest stall
of the event loop for each step; exits 1 when a transaction takes longer than 0.2 s. `--people N` takes a smaller
hospital, `--history W` so many weeks of being asked before.
"""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import timedelta

from benchmarks.past_year import OPENS, WEEK, found, units_for
from benchmarks.planning import NoCron, Stopwatch, stalls
from bot.domain.asking.pulses import Pulse
from bot.domain.batches import batches
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Consent
from bot.flows.asking.close_rounds import CloseRounds
from bot.flows.asking.expire_pulses import PATIENCE, ExpirePulses
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.asking.remind import RemindUnanswered
from storage.database import Database
from tests.support.channels import TELEGRAM
from tests.support.sealing import seal_messages

LONGEST_S = 0.2
_BATCH_SIZE = 1000


async def step(name: str, watch: Stopwatch, call: Awaitable[object]) -> bool:
    """Whether no transaction of it took too long."""
    watch.writes.clear()
    longest = [0.0]
    heart = asyncio.ensure_future(stalls(longest))
    started, processor = time.perf_counter(), time.process_time()
    done = await call
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    heart.cancel()
    print(
        f"{name} {done}: {seconds:.2f} s ({processor:.2f} s of processor here), "
        f"longest transaction {max(watch.writes) * 1000:.0f} ms of {len(watch.writes)}, "
        f"longest stall of the loop {longest[0] * 1000:.0f} ms"
    )
    return max(watch.writes) <= LONGEST_S


async def asked(database: Database, people: int) -> list[Pulse]:
    """Plan the round and take everybody's question as sent."""
    planner = PlanRounds(storage=database, recurrence=NoCron())
    await planner(now=OPENS - timedelta(seconds=1))
    await planner(now=OPENS)
    week = IsoWeek.of(OPENS.date())
    async with database.reading() as work:
        rounds = [
            round_.id for later in (0, 1) for round_ in await work.rounds.closing_in(week + later, units_for(people))
        ]
        pulses = [pulse for pulse in await work.pulses.of_rounds(rounds) if pulse.sent_at is None]
    for some in batches(pulses, _BATCH_SIZE):
        async with database.writing() as work:
            await work.pulses.mark_sent([pulse.id for pulse in some], channel=TELEGRAM, at=OPENS)
            for pulse in some[::4]:
                silent = Consent(joined_at=OPENS - 60 * WEEK, unanswered=PATIENCE - 1)
                await work.rosters.set_consent(pulse.person, silent)
    return pulses


async def run(people: int, history: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rounds.db")
        await database.migrate()
        await found(database, people, weeks=history)
        pulses = await asked(database, people)
        gc.collect()
        gc.freeze()  # as `rounds run` does once it is started
        watch = Stopwatch(inner=database)
        seal = seal_messages()
        remind_at = max(pulse.remind_at for pulse in pulses if pulse.remind_at is not None)
        over = max(pulse.closes_at for pulse in pulses)
        fine = [
            await step("reminders", watch, RemindUnanswered(storage=watch)(now=remind_at)),
            await step("expired", watch, ExpirePulses(storage=watch, seal=seal)(now=over)),
            await step("rounds closed", watch, CloseRounds(storage=watch)(now=over)),
        ]
        await database.close()
    return all(fine)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--history", type=int, default=4, help="weeks asked before")
    chosen = options.parse_args()
    return 0 if asyncio.run(run(chosen.people, chosen.history)) else 1


if __name__ == "__main__":
    sys.exit(main())
