"""A hospital with its console, for all tests of this folder."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from storage.database import Database
from tests.support.builders import T0
from tests.support.consoles import SURGERY, Browser, Hospital, a_hospital, a_hospital_s_roster


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    async with a_hospital(sqlite_storage, tmp_path) as opened:
        yield opened


@pytest.fixture
async def whole(hospital: Hospital) -> AsyncIterator[Browser]:
    """Ada, who administers everything here."""
    roster = a_hospital_s_roster()
    more = frozenset({Membership(person=PersonId("ada"), unit=SURGERY, role=Role.ADMINISTRATOR)})
    async with hospital.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=roster.memberships | more), at=T0)
    async with hospital.browser("ada") as browser:
        yield browser
