"""`rounds rota import` takes in a file, or nothing of it with one line for each row that is wrong."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.cli.ending import exit_code_of
from bot.cli.rota import run_rota_import
from bot.domain.identifiers import PersonId
from bot.domain.rota.shifts import RotaSource
from bot.flows.administration.rota.import_rota import ImportRota
from storage.database import Database
from tests.support.builders import T0, a_programme, a_roster
from tests.support.clocks import StillClock

HEADINGS = "person_id,starts,ends,kind\n"


async def imported(storage: Database, file: Path, *, dry_run: bool = False) -> tuple[int, str]:
    out = StringIO()
    console = Console(file=out, width=200)
    load = ImportRota(storage=storage, clock=StillClock(T0), entropy=SystemEntropy())
    work = run_rota_import(file, leave_out=False, dry_run=dry_run, load=load, database=storage, out=console)
    return int(await exit_code_of(work, err=console)), out.getvalue()


@pytest.fixture
async def ward(sqlite_storage: Database) -> Database:
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ann", "ben"]), at=T0)
    return sqlite_storage


async def kept(storage: Database) -> list[PersonId]:
    async with storage.reading() as work:
        return sorted(await work.rotas.whole([PersonId("ann"), PersonId("ben")], RotaSource.IMPORT))


async def test_a_file_is_taken_in_and_told_by_counts(ward: Database, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    file.write_text(f"{HEADINGS}ann,{T0:%Y-%m-%d} 07:30,20:00,LD\nben,{T0:%Y-%m-%d},{T0:%Y-%m-%d},A/L\n")
    assert await imported(ward, file, dry_run=True) == (
        0,
        f"2 shifts of 2 people, {T0:%Y-%m-%d} to {T0:%Y-%m-%d}\n2 people's shifts would be changed\n",
    )
    assert await kept(ward) == []
    code, said = await imported(ward, file)
    assert (code, said.splitlines()[-1]) == (0, "2 people's shifts are changed")
    assert await kept(ward) == ["ann", "ben"]


@pytest.mark.drill
async def test_rows_that_are_wrong_are_one_line_each_and_nothing_is_taken_in(ward: Database, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    file.write_text(f"{HEADINGS}ann,2026-03-03 07:30,20:00,LD\nzoe,2026-03-03 07:30,20:00,LD\nben,soon,20:00,?\n")
    code, said = await imported(ward, file)
    assert code == 2
    assert said.splitlines() == [
        f'{file}:3: person_id: nobody on the list has the id "zoe"',
        f'{file}:4: kind: "?" is no kind of shift; write one of day, late, night, on_call, leave, off, training',
    ]
    assert await kept(ward) == []


async def test_a_file_of_another_time_or_none_is_said_in_one_line(ward: Database, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    assert (await imported(ward, file))[0] == 2
    file.write_text(f"{HEADINGS}ann,2020-03-03 07:30,20:00,LD\n")
    assert await imported(ward, file) == (2, f"{file}: nothing of it lies between yesterday and eight weeks ahead\n")
