"""Two hospitals in which other people, and not as many, were heard in some weeks, though within the same bands. Once no
answer of those weeks can live any more, whoever has either database sees the same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.disclosure.bands import band_of
from bot.domain.identifiers import AnswerCode, UnitId
from bot.domain.indicators.packed_habits import NO_PARTICIPATION_HABITS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Pressed
from storage.codecs.unit_states import decode_unit_state, encode_unit_state
from storage.database import Database
from storage.schema.tables import metadata
from tests.storage.test_no_moment_of_a_press import MONDAY, Life
from tests.storage.test_words_on_disk import Opener
from tests.support.databases import POSTGRES_BY_SOAK
from tests.support.records import all_rows
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

SIZES = {WARD: 10, CLINIC: 7}
CANT_SAY = AnswerCode("cs")
DIFFERENT = 2
"""Weeks in which the two differ; in all later ones everybody is heard in both."""
Heard = Mapping[UnitId, range]
"""By their numbers, in the order in which they answer."""
SOME: Heard = {WARD: range(6), CLINIC: range(3)}
OTHERS: Heard = {WARD: range(9, 2, -1), CLINIC: range(6, 2, -1)}
ALL: Heard = {unit: range(size) for unit, size in SIZES.items()}

# --- all that may differ ------------------------------------------------------------------------------------------

SEALED = {"answers": {"body"}, "team_workings": {"sealed"}, "organisation_workings": {"sealed"}}
"""Of these the length is compared: of living keys, which open nothing of the weeks that differ."""
REMEMBERED = {"unit_states", "organisation_states"}
"""What the detector remembers of participation is kept until 16 months after somebody leaves the list; all else of a
state is compared."""
NUMBERED = {"deliveries"}
"""The number of a row tells how many rows of the whole hospital there ever were before it."""


@dataclass
class OfTheMoment:
    """Chance that depends on the clock alone, and on how much of it was drawn since the clock moved."""

    clock: ShiftedClock
    _drawn: "dict[str, count[int]]" = field(default_factory=dict)

    def token(self, size: int) -> bytes:
        moment = str(self.clock.now())
        number, out = next(self._drawn.setdefault(moment, count())), b""
        while len(out) < size:
            out += sha256(f"{moment}/{number}/{len(out)}".encode()).digest()
        return out[:size]


def tuesday(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday() + timedelta(days=1), time(14), tzinfo=UTC)


async def lived(database: Database, folder: Path, heard: Heard) -> Mapping[str, Sequence[object]]:
    """Through the last week in which an answer of the weeks that differ may live, and through its closing."""
    programme, first = the_programme(), IsoWeek.of(MONDAY.date())
    async with database.writing() as work:
        await work.programmes.save(programme, at=MONDAY)
        await work.rosters.save(the_roster(SIZES), at=MONDAY)
    clock = ShiftedClock(start=MONDAY, speed=0)
    world = World(storage=database, keys_folder=folder, clock=clock, real_clock=clock, entropy=OfTheMoment(clock))
    life = Life(database=database, app=App(world), clock=clock)
    weeks = DIFFERENT + programme.weeks_of_life + 1
    for step in range(weeks):
        await life.until(tuesday(first + step), every=timedelta(hours=12))
        for unit, members in (heard if step < DIFFERENT else ALL).items():
            for who in (f"{unit}-m{number}" for number in members):
                await life.does(who, Pressed(intent=Answer(pulse=await life.pulse(who), code=CANT_SAY)))
    await life.until(tuesday(first + weeks), every=timedelta(hours=12))
    async with database.reading() as work:
        assert await work.weeks.newest_closed() == first + weeks - 1
    return {
        table.name: [seen(table.name, row) for row in all_rows(database, table)] for table in metadata.sorted_tables
    }


def seen(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as somebody sees it who has no key."""
    found = {name: len(value) if name in SEALED.get(table, ()) else value for name, value in row.items()}
    if table in NUMBERED:
        del found["id"]
    if table in REMEMBERED:
        state = decode_unit_state(bytes(found["state"]))
        assert encode_unit_state(state) == bytes(found["state"])
        found["state"] = encode_unit_state(replace(state, habits=NO_PARTICIPATION_HABITS))
    return found


@POSTGRES_BY_SOAK
@pytest.mark.drill
@pytest.mark.long
async def test_who_was_heard_is_in_no_byte_once_no_answer_of_those_weeks_lives(
    open_database: Opener, tmp_path: Path
) -> None:
    for unit, size in SIZES.items():
        assert band_of(len(SOME[unit]), size) == band_of(len(OTHERS[unit]), size)
        assert len(SOME[unit]) != len(OTHERS[unit])
    async with open_database() as database:
        some = await lived(database, tmp_path / "some", SOME)
    async with open_database() as database:
        others = await lived(database, tmp_path / "others", OTHERS)
    assert all(some[each] for each in ("participation_cells", "digests", "web_messages", "deliveries", "unit_states"))
    assert {table: different(rows, others[table]) for table, rows in some.items() if others[table] != rows} == {}


def different(some: Sequence[Any], others: Sequence[Any]) -> object:
    """For whoever reads that it fails: how many rows, or the first of them."""
    if len(some) != len(others):
        return len(some), len(others)
    return next((one, other) for one, other in zip(some, others, strict=True) if one != other)
