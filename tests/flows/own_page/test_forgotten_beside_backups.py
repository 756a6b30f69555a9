"""Somebody is forgotten or erased while a backup is written: it holds all of them, and no restore brings them back."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.flows.operations.take_backup import TakeBackup
from bot.flows.own_page.forget_own import Forgetting
from bot.ports import Progress
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from storage.schema.tables import metadata
from tests.support.backups import NOW, ask, restore, unheard
from tests.support.erasing import ROOT, Rights
from tests.support.everywhere import ADDRESS, ZOE, dumped, put_everywhere
from tests.support.own_pages import opened_anew

Act = Callable[[Rights], Coroutine[Any, Any, None]]


async def forgets(rights: Rights) -> None:
    assert await rights.forget(ZOE) is Forgetting.DONE


async def erases(rights: Rights) -> None:
    assert await rights.erase(ZOE, author=ROOT) is not None


def hers_in(backup: Path) -> Counter[str]:
    return Counter(
        table
        for table in metadata.tables
        for row in ask(backup, f"SELECT * FROM {table}")  # noqa: S608 - names of ours
        if any(word in str(row) for word in (ZOE, ADDRESS))
    )


@pytest.mark.drill
@pytest.mark.parametrize("at", [2, 40])
@pytest.mark.parametrize("act", [forgets, erases])
async def test_it_holds_all_of_them_and_no_restore_brings_them_back(
    database: Database, tmp_path: Path, act: Act, at: int
) -> None:
    rights, loop, told = Rights(database, tmp_path), asyncio.get_running_loop(), list[str]()
    await rights.furnish()
    put_everywhere(database)

    def meanwhile(table: str, _done: int, _in_all: int) -> None:
        told.append(table)
        if len(told) == at:
            rights.clock.advance(minutes=1)
            asyncio.run_coroutine_threadsafe(act(rights), loop).result(40)

    async def take(name: str, progress: Progress) -> Counter[str]:
        taking = TakeBackup(backups=DatabaseBackups(database), clock=rights.clock)
        await asyncio.to_thread(taking, tmp_path / name, progress=progress)
        return hers_in(tmp_path / name)

    before = await take("before", unheard)
    assert await take("beside", meanwhile) == before
    assert len(told) >= at
    after = await take("after", unheard)
    assert after.total() < before.total()
    for name in ("before", "beside"):
        async with opened_anew(tmp_path / f"{name}.db") as anew:
            restored = restore(anew, tmp_path / name, at=NOW, keys=tmp_path / "keys")
            assert (restored.forgotten, restored.erased) == ((1, 0) if act is forgets else (0, 1))
            assert ADDRESS.encode() not in dumped(anew)
            async with anew.reading() as work:
                assert await work.rosters.address_of(ZOE) is None
                assert ((await work.rosters.person(ZOE)) is None) is (act is erases)
