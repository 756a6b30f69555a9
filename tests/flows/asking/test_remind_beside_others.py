"""On PostgreSQL people are reminded while somebody still answers."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.asking.pulses import PulseState
from bot.flows.asking.remind import RemindUnanswered
from storage.database import Database
from tests.support.builders import after
from tests.support.delivery_states import delivery_states
from tests.support.waiting import somebody_waits
from tests.support.ward import TEAM, Ward

pytestmark = pytest.mark.postgres

NOW = after(hours=25)


async def a_ward(storage: Database, folder: Path) -> Ward:
    ward = Ward(storage, folder)
    await ward.furnish()
    async with storage.writing() as work:
        due = [replace(await ward.pulse(who), remind_at=after(hours=24)) for who in TEAM]
        await work.pulses.save_many(due)
    return ward


async def reminders(ward: Ward) -> int:
    async with ward.storage.reading() as work:
        return (await delivery_states(work)).get("due", 0)


async def test_nobody_is_reminded_whose_answer_is_filed_just_then(postgres_storage: Database, tmp_path: Path) -> None:
    ward = await a_ward(postgres_storage, tmp_path)
    remind = RemindUnanswered(storage=postgres_storage)
    async with postgres_storage.writing() as filing:
        await filing.pulses.save_many([replace(await ward.pulse("ana"), state=PulseState.ANSWERED, sequence=7)])
        reminding = asyncio.create_task(remind(now=NOW))
        await somebody_waits(postgres_storage)
    assert await reminding == len(TEAM) - 1
    assert await reminders(ward) == len(TEAM) - 1
    assert not (await ward.pulse("ana")).reminded
