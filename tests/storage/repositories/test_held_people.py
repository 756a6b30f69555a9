"""On PostgreSQL nobody is erased while something is filed that they did, and what comes meanwhile finds nobody."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.domain.identifiers import PersonId, chance_id
from bot.domain.organisation.people import Address
from storage.database import Database
from tests.adversary.lives import SIZES
from tests.support.channels import WEB
from tests.support.waiting import somebody_waits
from tests.support.weeks import the_roster

pytestmark = pytest.mark.postgres

ANA = PersonId("ward-m0")
HERE = Address(channel=WEB, value="at-ward-m0")
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
async def listed(postgres_storage: Database) -> Database:
    async with postgres_storage.writing() as work:
        await work.rosters.save(the_roster(SIZES), at=NOW)
    return postgres_storage


async def erase(database: Database) -> None:
    async with database.writing() as work:
        assert await work.rosters.to_erase(ANA) is not None
        await work.own_data.erase(ANA, under=chance_id(lambda size: b"e" * size), at=NOW)


async def test_an_erasure_waits_for_what_is_being_filed(listed: Database) -> None:
    async with listed.writing() as filing:
        found, _ = await filing.rosters.listed_at([HERE], held=True)
        assert HERE in found
        async with listed.writing() as beside:
            assert HERE in (await beside.rosters.listed_at([HERE], held=True))[0], "two may file at once"
        erasing = asyncio.create_task(erase(listed))
        done, _ = await asyncio.wait({erasing}, timeout=0.3)
        assert not done
    await erasing


async def test_what_comes_during_an_erasure_finds_nobody(listed: Database) -> None:
    async def file() -> bool:
        async with listed.writing() as filing:
            return HERE in (await filing.rosters.listed_at([HERE], held=True))[0]

    async with listed.writing() as work:
        assert await work.rosters.to_erase(ANA) is not None
        filing = asyncio.create_task(file())
        done, _ = await asyncio.wait({filing}, timeout=0.3)
        assert not done
        await work.own_data.erase(ANA, under=chance_id(lambda size: b"e" * size), at=NOW)
    assert not await filing


async def test_whoever_is_being_erased_is_not_held_and_nobody_waits(listed: Database) -> None:
    other = PersonId("ward-m1")
    async with listed.writing() as erasing:
        assert await erasing.rosters.to_erase(ANA) is not None
        async with listed.writing() as beside:
            assert await beside.rosters.hold([ANA, other, PersonId("nobody")]) == {other}
        await erasing.own_data.erase(ANA, under=chance_id(lambda size: b"e" * size), at=NOW)
    async with listed.writing() as beside:
        assert await beside.rosters.hold([ANA, other]) == {other}


async def test_an_erasure_waits_for_who_holds_its_person(listed: Database) -> None:
    async with listed.writing() as holding:
        assert await holding.rosters.hold([ANA]) == {ANA}
        async with listed.writing() as beside:
            assert await beside.rosters.hold([ANA]) == {ANA}, "two may hold at once"
            await beside.rosters.set_consent(ANA, await beside.rosters.consent(ANA))
        erasing = asyncio.create_task(erase(listed))
        await somebody_waits(listed)
    await erasing
