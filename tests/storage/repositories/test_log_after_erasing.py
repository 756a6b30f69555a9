"""What somebody began before they were erased, and ended after it, names nobody in the log of administration."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import (
    ERASED,
    Actor,
    AdministrationAct,
    Author,
    LogEntry,
    LogWords,
    RevisionSource,
)
from bot.domain.identifiers import PersonId, chance_id
from bot.ports import Storage, UnitOfWork
from storage.database import Database
from tests.adversary.lives import SIZES
from tests.support.weeks import the_roster

ANA, BEN = PersonId("ward-m0"), PersonId("ward-m1")
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOKEN = SystemEntropy().token


def entry(who: PersonId, about: PersonId) -> LogEntry:
    return LogEntry(
        at=NOW,
        act=AdministrationAct.INVITED,
        author=Author(who=Actor.person(who), source=RevisionSource.CONSOLE),
        about=Actor.person(about),
        words=LogWords(what="invited", after=f"of {about}"),
    )


async def erase(work: UnitOfWork) -> None:
    await work.own_data.erase(ANA, under=chance_id(lambda size: b"e" * size), at=NOW)


async def said(storage: Storage) -> list[tuple[Actor | None, Actor | None, str]]:
    async with storage.reading() as work:
        return [
            (each.author.who if each.author else None, each.about, each.words.after if each.words else "")
            for each in await work.administration_log.entries()
        ]


async def furnish(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.rosters.save(the_roster(SIZES), at=NOW)


async def test_an_act_that_ends_after_the_erasure_names_nobody(sqlite_storage: Database) -> None:
    await furnish(sqlite_storage)
    async with sqlite_storage.writing() as work:
        await erase(work)
    async with sqlite_storage.writing() as work:
        await work.administration_log.add([entry(ANA, BEN), entry(BEN, ANA)], token=TOKEN)
    ben = Actor.person(BEN)
    assert await said(sqlite_storage) == [(ERASED, ben, f"of {BEN}"), (ben, ERASED, "")]


@pytest.mark.postgres
async def test_an_act_that_waits_for_the_erasure_names_nobody(postgres_storage: Database) -> None:
    await furnish(postgres_storage)

    async def act() -> None:
        async with postgres_storage.writing() as beside:
            assert await beside.rosters.known([ANA]) == {ANA}
            begun.set()
            await beside.administration_log.add([entry(BEN, ANA)], token=TOKEN)

    begun = asyncio.Event()
    async with postgres_storage.writing() as work:
        await work.revisions.claim()
        acting = asyncio.create_task(act())
        await begun.wait()
        await erase(work)
    await acting
    assert await said(postgres_storage) == [(Actor.person(BEN), ERASED, "")]
