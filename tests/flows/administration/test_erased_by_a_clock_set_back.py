"""Somebody is erased, readmitted and erased again by a clock that was ahead and is set back in between."""

from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import AdministrationAct
from bot.flows.administration.revise_programme import ErasedComeBack
from bot.flows.administration.rights.erased_ids import ErasedIds, ReadmitPerson
from bot.flows.operations.take_backup import TakeBackup
from bot.flows.own_page.forget_own import Forgetting
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from tests.support.backups import NOW, restore, unheard
from tests.support.erasing import ROOT, Rights
from tests.support.everywhere import ZOE
from tests.support.own_pages import opened_anew


@pytest.fixture
async def rights(database: Database, tmp_path: Path) -> Rights:
    """She was erased, and the clock has been set back by an hour since."""
    rights = Rights(database, tmp_path)
    await rights.furnish()
    await rights.erase(ZOE, author=ROOT)
    rights.clock.advance(minutes=-60)
    return rights


async def readmit(rights: Rights) -> bool:
    readmits = ReadmitPerson(
        storage=rights.storage, tombstones=rights.stones, clock=rights.clock, entropy=SystemEntropy()
    )
    return await readmits(ZOE, author=ROOT)


async def comes_again(rights: Rights) -> None:
    programme, _ = await rights.now()
    await rights.revise(programme, rights.roster(), author=ROOT)


async def test_whoever_is_readmitted_may_come_again_at_once(rights: Rights) -> None:
    assert await readmit(rights)
    assert not await readmit(rights)
    await comes_again(rights)
    async with rights.storage.reading() as work:
        acts = [each.act for each in await work.administration_log.entries()]
        (member,) = await work.rosters.memberships_of(ZOE)
        assert (await work.rosters.team([member.unit]))[member.unit][-1].person.id == ZOE
    assert acts.count(AdministrationAct.READMITTED) == 1
    assert member.since == rights.clock.now(), "as somebody new"


async def test_whoever_is_erased_again_stays_erased(rights: Rights, tmp_path: Path) -> None:
    await readmit(rights)
    await comes_again(rights)
    rights.clock.advance(minutes=5)
    TakeBackup(backups=DatabaseBackups(rights.storage), clock=rights.clock)(tmp_path / "b", progress=unheard)
    rights.clock.advance(minutes=5)
    assert await rights.erase(ZOE, author=ROOT) is not None
    with pytest.raises(ErasedComeBack):
        await comes_again(rights)
    async with opened_anew(tmp_path / "b.db") as anew:
        assert restore(anew, tmp_path / "b", at=NOW, keys=tmp_path / "keys").erased == 1
        async with anew.reading() as work:
            assert await work.rosters.person(ZOE) is None


async def test_whoever_asks_to_be_forgotten_then_is_known_to_have_asked(rights: Rights) -> None:
    await readmit(rights)
    await comes_again(rights)
    assert await rights.forget(ZOE) is Forgetting.DONE
    assert ErasedIds(tombstones=rights.stones).forgotten([ZOE]).keys() == {ZOE}
