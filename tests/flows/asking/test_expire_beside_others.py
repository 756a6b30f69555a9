"""On PostgreSQL questions expire while somebody still answers, or while another process lets them expire, too."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import PersonId
from bot.flows.asking.expire_pulses import ExpirePulses
from storage.database import Database
from tests.support.waiting import somebody_waits
from tests.support.ward import TEAM, Ward

pytestmark = pytest.mark.postgres


async def silences(ward: Ward) -> dict[str, int]:
    async with ward.storage.reading() as work:
        people = (await work.rosters.current()).people
        return {person: (await work.rosters.consent(person)).unanswered for person in people}


async def test_an_answer_that_is_filed_in_the_last_moment_stays_one(postgres_storage: Database, tmp_path: Path) -> None:
    ward = Ward(postgres_storage, tmp_path)
    await ward.furnish()
    before = await silences(ward)
    pulse = await ward.pulse("ana")
    expire = ExpirePulses(storage=postgres_storage, seal=ward.seal_messages)
    async with postgres_storage.writing() as filing:
        await filing.pulses.save_many([replace(pulse, state=PulseState.ANSWERED, sequence=7)])
        expiring = asyncio.create_task(expire(now=ward.round.closes_at))
        await somebody_waits(postgres_storage)
    assert await expiring == len(TEAM) - 1
    assert (await ward.pulse("ana")).state is PulseState.ANSWERED
    assert await silences(ward) == {who: count + (who != "ana") for who, count in before.items()}


async def test_two_at_once_count_a_silence_once(postgres_storage: Database, tmp_path: Path) -> None:
    ward = Ward(postgres_storage, tmp_path)
    await ward.furnish()
    before = await silences(ward)
    expire = ExpirePulses(storage=postgres_storage, seal=ward.seal_messages)
    async with postgres_storage.writing() as beside:
        await beside.pulses.many_locked([(await ward.pulse("ana")).id])
        both = [asyncio.create_task(expire(now=ward.round.closes_at)) for _ in range(2)]
        await somebody_waits(postgres_storage)
    assert sum(await asyncio.gather(*both)) == len(TEAM)
    assert await silences(ward) == {who: count + 1 for who, count in before.items()}


async def test_who_is_excused_or_gone_in_the_last_moment_is_not_silent(
    postgres_storage: Database, tmp_path: Path
) -> None:
    ward = Ward(postgres_storage, tmp_path)
    await ward.furnish()
    before = await silences(ward)
    expire = ExpirePulses(storage=postgres_storage, seal=ward.seal_messages)
    async with postgres_storage.writing() as pausing:
        await pausing.pulses.excuse(PersonId("ana"), now=ward.round.opens_at)
        await pausing.own_data.forget(PersonId("ben"), answers=(), closed_through=ward.round.week)
        expiring = asyncio.create_task(expire(now=ward.round.closes_at))
        await somebody_waits(postgres_storage)
    assert await expiring == len(TEAM) - 2
    assert await expire(now=ward.round.closes_at) == 1, "hers is over, too"
    after = await silences(ward)
    assert {who: after[who] for who in TEAM[2:]} == {who: before[who] + 1 for who in TEAM[2:]}
    assert after["ana"] == before["ana"]
    assert after["ben"] in (0, before["ben"])


async def test_a_stop_of_the_last_moment_is_not_taken_back(postgres_storage: Database, tmp_path: Path) -> None:
    ward, ana = Ward(postgres_storage, tmp_path), PersonId("ana")
    await ward.furnish()
    async with postgres_storage.writing() as work:
        await work.rosters.count_unanswered([ana])
    expire = ExpirePulses(storage=postgres_storage, seal=ward.seal_messages)
    async with postgres_storage.writing() as stopping:
        stopped = replace(await stopping.rosters.consent(ana), stopped_at=ward.round.opens_at)
        await stopping.rosters.set_consent(ana, stopped)
        expiring = asyncio.create_task(expire(now=ward.round.closes_at))
        await somebody_waits(postgres_storage)
    assert await expiring == len(TEAM)
    async with postgres_storage.reading() as work:
        assert await work.rosters.consent(ana) == replace(stopped, weeks_between=4, unanswered=0)
