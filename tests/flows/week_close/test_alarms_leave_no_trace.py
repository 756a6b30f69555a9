"""Two hospitals in which the same people answer in the same weeks and say other things: in one the detector sees two
teams fall. Nobody may be told of it, so whoever has the database and no key sees the same bytes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from bot.domain.detector.port import BlockWeek, DetectorMemory, TeamWeek, WeekResult, watch
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.units import Unit
from bot.domain.programme.programme import Programme
from storage.database import Database
from storage.schema.tables import metadata
from tests.flows.week_close.test_close_week_crashes import Failing
from tests.support.records import all_rows
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Says, Weeks, monday_after, the_programme

SURGERY, THEATRE = UnitId("surgery"), UnitId("theatre")
SIZES = {WARD: 6, CLINIC: 6, THEATRE: 5}
"""The ward and the clinic are counted together; the theatre is too small for any figure."""
WEEKS, FALLS = 13, 9
SEALED = {
    "answers": frozenset({"body"}),
    "team_workings": frozenset({"sealed"}),
    "organisation_workings": frozenset({"sealed"}),
}
"""All that is made of answers. Everything else in the database lies open."""


class Numbered:
    """The same chance for both: no two tokens alike, and none that depends on anything but its place."""

    def __init__(self) -> None:
        self._numbers = count()

    def token(self, size: int) -> bytes:
        number, out = next(self._numbers), b""
        while len(out) < size:
            out += sha256(f"{number}/{len(out)}".encode()).digest()
        return out[:size]


class Heeded:
    """The shipped detector, and a note of its alarms."""

    def __init__(self) -> None:
        self.alarms: list[tuple[IsoWeek, UnitId]] = []

    def __call__(
        self,
        week: IsoWeek,
        teams: Sequence[TeamWeek],
        *,
        organisation: DetectorMemory,
        block: BlockWeek,
        false_flags_per_team_year: float,
        minimum_group: int,
    ) -> WeekResult:
        result = watch(
            week,
            teams,
            organisation=organisation,
            block=block,
            false_flags_per_team_year=false_flags_per_team_year,
            minimum_group=minimum_group,
        )
        found = zip(teams, result.teams, strict=True)
        self.alarms += [(week, team.team) for team, each in found if each.alarm is not None]
        return result


def of_two_divisions() -> Programme:
    programme = the_programme()
    more = (Unit(id=SURGERY, name="Surgery"), Unit(id=THEATRE, name="Theatre", parent=SURGERY))
    organisation = replace(programme.organisation, units=(*programme.organisation.units, *more))
    [weekly] = programme.schedules
    return replace(programme, organisation=organisation, schedules=(replace(weekly, units=(MEDICINE, SURGERY)),))


def says_the_same(_week: IsoWeek, _number: int) -> str:
    return "4"


def falls(week: IsoWeek, _number: int) -> str:
    """Still "agree" in the words that are told."""
    return "4" if week < FIRST + FALLS else "3"


STEADY: Mapping[UnitId, Says] = dict.fromkeys(SIZES, says_the_same)
FALLING: Mapping[UnitId, Says] = {**STEADY, WARD: falls, THEATRE: falls}


async def lived(
    database: Database, folder: Path, says: Mapping[UnitId, Says]
) -> tuple[Mapping[str, object], frozenset[UnitId]]:
    """All that lies open, of what is sealed its length, and the teams of which an alarm stands; the last week ends a
    quarter and is cut off while its releases wait for the ledger."""
    heeded, last = Heeded(), FIRST + WEEKS - 1
    weeks = Weeks(database, folder, detector=heeded, entropy=Numbered())
    await weeks.furnish(SIZES, of_two_divisions())
    await weeks.run(WEEKS - 1, says)
    await weeks.play(last, says)
    with pytest.raises(StorageUnavailable):
        await weeks.closing(Failing(database, 3), heeded, chunk=1)(now=monday_after(last))
    async with database.reading() as work:
        assert await work.weeks.pending_releases(last)
    cut_off = {f"{name}, cut off": rows for name, rows in open_bytes(database).items()}
    assert await weeks.closing(database, heeded, chunk=1)(now=monday_after(last)) == [last]
    return {**cut_off, **open_bytes(database)}, frozenset(team for week, team in heeded.alarms if week == last)


def open_bytes(database: Database) -> Mapping[str, object]:
    return {
        table.name: [
            {name: len(value) if name in SEALED.get(table.name, ()) else value for name, value in row.items()}
            for row in all_rows(database, table)
        ]
        for table in metadata.sorted_tables
    }


@pytest.mark.drill
@pytest.mark.long
@pytest.mark.parametrize(
    "open_database",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.drill])],
    indirect=True,
)
async def test_no_open_byte_depends_on_whether_an_alarm_stood(
    open_database: Callable[[], AbstractAsyncContextManager[Database]], tmp_path: Path
) -> None:
    async with open_database() as database:
        steady, none = await lived(database, tmp_path / "steady", STEADY)
    async with open_database() as database:
        falling, alarmed = await lived(database, tmp_path / "falling", FALLING)
    assert none == frozenset()
    assert alarmed == {WARD, THEATRE}
    assert [table for table, rows in steady.items() if falling[table] != rows] == []
