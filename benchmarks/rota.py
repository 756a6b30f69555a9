"""What a rota brings, and what it costs.

`python -m benchmarks.rota` plays four weeks of rounds for 1,000 made-up people with usual rotas and prints how many of
the questions fall on a worked shift, with their rotas known and without; twice the same for the same seed.
`--planning` plans one round of 10,000 people, once without rotas and once with, in one run, and prints the ratio of
processor time; it exits 1 when rotas cost more than `MOST` times as much.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.past_year import OPENS, found
from benchmarks.planning import NoCron
from bot.domain.batches import batches
from bot.domain.programme.programme import QuietHours
from bot.domain.rota.moments import first_moment, is_off_duty
from bot.domain.rota.shifts import WORKED, Rota, RotaSource, Shift, ShiftKind, Span
from bot.flows.asking.plan_rounds import PlanRounds
from bot.ports import Storage
from storage.database import Database

MOST = 2.0
PEOPLE, WEEKS, ZONE, SEED = 1_000, 4, "Europe/London", 1
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday; London keeps UTC until the end of the month."""
OPEN = timedelta(hours=120)
_DAY = timedelta(days=1)
_ROTATING = "DD--NN---DDD--NNN-----DD---"
"""Days and nights of twelve hours, as on many wards."""
_EARLY_LATE = "EEL--LLE-OEE-LL--NN----"
_HOURS = {
    "D": (ShiftKind.DAY, 7.5, 12.5),
    "E": (ShiftKind.DAY, 7.5, 7.5),
    "L": (ShiftKind.LATE, 13, 8),
    "N": (ShiftKind.NIGHT, 19.5, 12.5),
    "O": (ShiftKind.ON_CALL, 8, 24),
    "W": (ShiftKind.DAY, 8, 9),
}


def a_rota(chance: Random, weeks: int = WEEKS) -> Rota:
    """Of one person: 45 % rotating long days and nights, 20 % earlies and lates, 25 % weekdays, 10 % part-time; a tenth
    is on leave in any week."""
    kind, start = chance.random(), chance.randrange(100)
    days = (weeks + 1) * 7
    shifts: list[Shift] = []
    leave = {week for week in range(weeks + 1) if chance.random() < 0.1}
    for day in range(-1, days):
        here = FIRST + day * _DAY
        if day // 7 in leave:
            shifts.append(Shift(starts=here, ends=here + _DAY, kind=ShiftKind.LEAVE))
            continue
        if kind < 0.45:
            code = _ROTATING[(start + day) % len(_ROTATING)]
        elif kind < 0.65:
            code = _EARLY_LATE[(start + day) % len(_EARLY_LATE)]
        elif kind < 0.9:
            code = "W" if day % 7 < 5 else "-"
        else:
            code = "W" if day % 7 in (start % 5, (start + 2) % 5) else "-"
        if code in _HOURS:
            what, hour, length = _HOURS[code]
            starts = here + timedelta(hours=hour)
            shifts.append(Shift(starts=starts, ends=starts + timedelta(hours=length), kind=what))
    return Rota.of(shifts, [Span(starts=FIRST - _DAY, ends=FIRST + days * _DAY)])


def _where(rota: Rota, at: datetime) -> str:
    if is_off_duty(rota, at):
        return "off duty"
    return "on shift" if any(each.starts <= at < each.ends and each.kind in WORKED for each in rota.shifts) else "else"


def _questions(chance: Random) -> Iterator[tuple[Rota, Span]]:
    for _ in range(PEOPLE):
        rota = a_rota(chance)
        for week in range(WEEKS):
            opens = FIRST + timedelta(weeks=week, days=1, hours=10)
            yield rota, Span(starts=opens, ends=opens + OPEN)


def simulate() -> dict[str, Counter[str]]:
    """Where questions fall, by whether rotas are known; `unasked` are rounds without a moment at work."""
    places: dict[str, Counter[str]] = {"without a rota": Counter(), "with a rota": Counter()}
    for rota, span in _questions(Random(SEED)):
        for name, known in (("without a rota", None), ("with a rota", rota)):
            at = first_moment(known, span, quiet=QuietHours(), zone=ZONE)
            places[name]["unasked" if at is None else _where(rota, at)] += 1
    return places


async def planning(people: int) -> float:
    """Processor time with rotas over that without, of the same round in two databases."""
    spent = [await _planned(people, with_rotas=with_rotas) for with_rotas in (False, True)]
    return spent[1] / spent[0]


async def _planned(people: int, *, with_rotas: bool) -> float:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'rounds.db'}")
        await database.migrate()
        await found(database, people, weeks=1)
        plan = PlanRounds(storage=database, recurrence=NoCron())
        await plan(now=OPENS - timedelta(seconds=1))
        if with_rotas:
            await _give_rotas(database)
        started, processor = time.perf_counter(), time.process_time()
        planned = await plan(now=OPENS)
        wall, processor = time.perf_counter() - started, time.process_time() - processor
        await database.close()
    name = "with" if with_rotas else "without"
    print(f"{name} rotas: {planned.questions} questions, {processor:.2f} s of processor time, {wall:.2f} s")
    return processor


async def _give_rotas(storage: Storage) -> None:
    chance, moved = Random(SEED), OPENS - (FIRST + timedelta(days=1, hours=10))
    async with storage.reading() as work:
        everybody = sorted((await work.rosters.current()).people)
    for some in batches(everybody, 500):
        given = {person: _later(a_rota(chance), moved) for person in some}
        async with storage.writing() as work:
            await work.rotas.put(RotaSource.IMPORT, given)


def _later(rota: Rota, by: timedelta) -> Rota:
    shifts = [Shift(starts=each.starts + by, ends=each.ends + by, kind=each.kind) for each in rota.shifts]
    return Rota.of(shifts, [Span(starts=each.starts + by, ends=each.ends + by) for each in rota.known])


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--planning", action="store_true")
    asked.add_argument("--people", type=int, default=10_000)
    given = asked.parse_args()
    if given.planning:
        ratio = asyncio.run(planning(given.people))
        print(f"ratio {ratio:.2f} (at most {MOST:g})")
        return 0 if ratio <= MOST else 1
    for name, places in simulate().items():
        put = places.total() - places["unasked"]
        shares = ", ".join(f"{100 * places[each] / put:.1f} % {each}" for each in ("on shift", "off duty", "else"))
        print(f"{name}: {put} questions, {shares}; {places['unasked']} rounds without one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
