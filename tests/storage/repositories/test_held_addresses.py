"""On PostgreSQL whoever waits for an address that is being changed has what was given meanwhile, and holds it."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from storage.database import Database
from tests.support.builders import T0, a_programme, a_roster
from tests.support.channels import TELEGRAM
from tests.support.waiting import somebody_waits

pytestmark = pytest.mark.postgres
ANN, BEN = PersonId("ann"), PersonId("ben")
OLD, NEW, NEXT = (Address(channel=TELEGRAM, value=value) for value in ("1", "2", "3"))


@pytest.mark.parametrize("given", [{}, {BEN: NEW}])
async def test_a_new_row_in_the_place_of_one_is_found_and_held(
    postgres_storage: Database, given: Mapping[PersonId, Address]
) -> None:
    async with postgres_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": OLD.value, "ben": "9"}), at=T0)
    has_locked, may_end = asyncio.Event(), asyncio.Event()

    async def waits() -> Mapping[PersonId, Address]:
        async with postgres_storage.writing() as work:
            held = await work.rosters.lock_addresses(given, others=[ANN])
            has_locked.set()
            await may_end.wait()
        return held

    async def moves_on() -> None:
        async with postgres_storage.writing() as work:
            await work.rosters.enrol(ANN, NEXT, at=T0)

    async with postgres_storage.writing() as work:
        await work.rosters.lock_addresses({ANN: NEW})
        waiting = asyncio.create_task(waits())
        await somebody_waits(postgres_storage)
        await work.rosters.enrol(ANN, NEW, at=T0)
    await has_locked.wait()
    moving = asyncio.create_task(moves_on())
    done, _ = await asyncio.wait({moving}, timeout=0.3)
    assert not done
    may_end.set()
    assert (await waiting)[ANN] == NEW
    await moving
    async with postgres_storage.reading() as work:
        assert await work.rosters.address_of(ANN) == NEXT
