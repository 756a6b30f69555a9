"""On PostgreSQL somebody is erased beside whatever runs: nobody is ended for it, and it comes to its end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.errors import RowUnavailable
from bot.domain.organisation.people import Address
from bot.domain.programme.programme import Guardian
from bot.flows.inbox.take_away import take_away
from bot.flows.raising.raise_on_page import RaiseOnPage
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.builders import ICU, T0
from tests.support.channels import TELEGRAM
from tests.support.erasing import BEN, ROOT, Rights
from tests.support.everywhere import ZOE
from tests.support.waiting import somebody_waits

pytestmark = pytest.mark.postgres
HERS = Address(channel=TELEGRAM, value=f"at-{ZOE}")
Act = Callable[[UnitOfWork], Awaitable[object]]


@pytest.fixture
async def rights(postgres_storage: Database, tmp_path: Path) -> Rights:
    rights = Rights(postgres_storage, tmp_path)
    await rights.furnish()
    return rights


async def file(work: UnitOfWork) -> None:
    await work.inbox.pending(limit=1)
    await hold(work)


async def hold(work: UnitOfWork) -> None:
    assert HERS in (await work.rosters.listed_at([HERS], held=True))[0]


async def change_pulses(work: UnitOfWork) -> None:
    assert await work.pulses.many_locked([each.id for each in await work.own_data.pulses_of(ZOE)])


@pytest.mark.parametrize("holds", [file, hold, change_pulses])
async def test_whoever_holds_something_of_them_may_still_write_to_the_log(rights: Rights, holds: Act) -> None:
    entry = LogEntry(at=T0, act=AdministrationAct.EXPORTED, author=ROOT, words=LogWords(what="exported"))
    async with rights.storage.writing() as beside:
        await holds(beside)
        erasing = asyncio.create_task(rights.erase(ZOE, author=ROOT))
        await somebody_waits(rights.storage)
        await beside.administration_log.add([entry], token=SystemEntropy().token)
    erased = await erasing
    assert erased is not None
    async with rights.storage.reading() as work:
        assert await work.rosters.person(ZOE) is None


async def test_what_can_never_be_had_is_given_up_in_the_end(rights: Rights) -> None:
    tries: list[UnitOfWork] = []

    async def change(work: UnitOfWork) -> None:
        tries.append(work)
        await change_pulses(work)

    async with rights.storage.writing() as beside:
        await change_pulses(beside)
        with pytest.raises(RowUnavailable):
            await take_away(rights.storage, change, tries=2)
    assert len(tries) == 2
    await take_away(rights.storage, change)


async def test_nothing_is_raised_by_whoever_is_being_erased(rights: Rights) -> None:
    notes, (programme, roster) = rights.ward.notes, await rights.now()
    guarded = replace(programme, guardians=(Guardian(person=BEN, units=(ICU,)),))
    await rights.revise(guarded, roster, author=ROOT)
    page = RaiseOnPage(storage=rights.storage, notes=notes, raising=rights.ward.raising, clock=rights.clock)
    raiser = await page.raiser(roster.people[ZOE])
    choice = raiser.choices[0]
    async with rights.storage.writing() as work:
        assert await work.rosters.to_erase(ZOE) is not None
        assert not await page.send(raiser, choice.to, choice.unit, "The door sticks.", page="first")
        assert not notes.are_any
    assert await page.send(raiser, choice.to, choice.unit, "The door sticks.", page="first")
    assert notes.are_any
