"""Who joins a team, or moves with one, counts from the next block, and not before four weeks."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Membership, Role
from bot.flows.proof.verify_pages import VerifyPages
from bot.ports import Storage
from tests.support.weeks import CLINIC, FIRST, WARD, Weeks, the_programme

MOVER = PersonId(f"{CLINIC}-m8")


@pytest.mark.drill
async def test_a_team_that_moved_and_a_person_who_moved_wait_for_four_weeks(storage: Storage, tmp_path: Path) -> None:
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish({WARD: 8, CLINIC: 9})
    await weeks.run(2)
    thursday = datetime.combine((FIRST + 2).monday() + timedelta(days=3), time(12), tzinfo=UTC)
    programme = the_programme()
    units = tuple(replace(unit, parent=None) if unit.id == CLINIC else unit for unit in programme.organisation.units)
    async with storage.writing() as work:
        moved = replace(programme, organisation=replace(programme.organisation, units=units))
        await work.programmes.save(moved, at=thursday)
        roster = await work.rosters.current()
        left, came = (Membership(person=MOVER, unit=unit, role=Role.MEMBER) for unit in (CLINIC, WARD))
        await work.rosters.save(replace(roster, memberships=(roster.memberships - {left}) | {came}), at=thursday)
    await weeks.run(7, first=FIRST + 2)

    async def colleagues(week: IsoWeek) -> dict[UnitId, int]:
        async with storage.reading() as work:
            atoms = await work.cells.atoms(week)
        assert atoms is not None
        return {atom.teams[0]: len(atom.colleagues) for atom in atoms.atoms}

    assert await colleagues(FIRST + 3) == {WARD: 8, CLINIC: 9}, "what was cut stays for its block"
    assert await colleagues(FIRST + 4) == {WARD: 8}, "hardly two weeks after the moves"
    assert await colleagues(FIRST + 8) == {WARD: 9, CLINIC: 8}
    assert (await VerifyPages(storage=storage)()).faults == ()
