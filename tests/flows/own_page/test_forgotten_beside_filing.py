"""On PostgreSQL somebody is forgotten while something is filed that they did: neither stands in the other's way."""

import asyncio
from pathlib import Path

import pytest

from bot.flows.own_page.forget_own import Forgetting
from storage.database import Database
from tests.support.own_asks import ANA
from tests.support.waiting import somebody_waits
from tests.support.ward import Ward

pytestmark = pytest.mark.postgres


async def test_forgetting_waits_for_filing_before_it_holds_anything(postgres_storage: Database, tmp_path: Path) -> None:
    ward = Ward(postgres_storage, tmp_path)
    await ward.furnish(["ana", "ben"])
    asked = await ward.pulse("ana")
    async with postgres_storage.writing() as filing:
        await filing.inbox.pending(limit=1)
        await filing.rosters.set_consent(ANA, await filing.rosters.consent(ANA))
        forgetting = asyncio.create_task(ward.rights.forget(ANA))
        await somebody_waits(postgres_storage)
        assert asked.id in await filing.pulses.many_locked([asked.id]), "and nobody had to be ended for it"
    assert await forgetting is Forgetting.DONE
