"""What a digest says of posts, seats and leads that are missing."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.organisation.people import Profession
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.ports import Storage
from tests.support.messages import details_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Weeks, the_programme

SIZES = {WARD: 14, CLINIC: 6}


@pytest.mark.drill
async def test_structure_is_said_once_a_quarter_and_a_missing_lead_always(storage: Storage, tmp_path: Path) -> None:
    lead = RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=WARD, profession=Profession.DOCTOR, since=FIRST.monday())
    seat = GovernanceSeat(title="Chief executive", kind=SeatKind.CHIEF_EXECUTIVE)
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES, replace(the_programme(), leadership_roles=(lead,), governance_seats=(seat,)))
    await weeks.run(2)
    first = await weeks.digest(WARD, FIRST)
    assert "Co-leads: Not named yet: operational lead (" in details_of(first)
    assert "Posts: Clinical lead (doctor) since January 2026" in details_of(first)
    above = details_of(await weeks.digest(MEDICINE, FIRST))
    assert "operational lead: 2 of 2" in above
    assert "Board: The only seat is empty" in above
    later, then = [details_of(await weeks.digest(unit, FIRST + 1)) for unit in (WARD, MEDICINE)]
    assert not any(word in f"{later}{then}" for word in ("Posts:", "Board:", "Teams without all of"))
    assert "Co-leads: Not named yet: operational lead (" in later
