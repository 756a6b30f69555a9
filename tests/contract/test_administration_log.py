"""What every storage promises about the log of administration and the revisions."""

from dataclasses import replace

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.administration.revisions import (
    PersonRow,
    PersonSides,
    ProgrammeSides,
    Revision,
    RevisionParts,
)
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Person, Role
from bot.ports import Storage
from tests.support.builders import ICU, QUESTION, T0, a_programme, a_question, a_roster, after
from tests.support.channels import TELEGRAM

TOKEN = SystemEntropy().token
ADA = PersonId("ada")
AUTHOR = Author(who=Actor.person(ADA), source=RevisionSource.CONSOLE)
ROOT = Author(who=Actor.user("ada"), source=RevisionSource.SHELL)
ENTRY = LogEntry(
    at=T0,
    act=AdministrationAct.ROSTER,
    author=AUTHOR,
    words=LogWords(what="person joins", after="ben", units=frozenset({ICU})),
    about=Actor.person(PersonId("ben")),
    revision=3,
)


async def added(storage: Storage, *entries: LogEntry) -> None:
    async with storage.writing() as work:
        await work.administration_log.add(entries, token=TOKEN)


@pytest.mark.drill
async def test_entries_are_kept_in_order_even_if_they_are_alike(storage: Storage) -> None:
    later = replace(ENTRY, at=after(hours=1), author=ROOT, about=None, revision=None)
    alone = replace(later, author=None, act=AdministrationAct.DIGEST_SHOWN)
    entries = [ENTRY, ENTRY, later, alone]
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ada", "ben"]), at=T0)
    await added(storage, *entries[:2])
    await added(storage, *entries[2:])
    async with storage.reading() as work:
        assert list(await work.administration_log.entries()) == entries
        assert list(await work.administration_log.entries(since=after(hours=1))) == entries[2:]
        assert list(await work.administration_log.entries(revisions=[2, 3])) == entries[:2]
        assert list(await work.administration_log.entries(revisions=[])) == []
        newest = await work.administration_log.newest(since=T0, before=None, limit=3)
        assert [entry for _, entry in newest] == [alone, later, ENTRY]
        before = newest[1][0]
        older = await work.administration_log.newest(since=T0, before=before, limit=3)
        assert [entry for _, entry in older] == [ENTRY, ENTRY]
        assert list(await work.administration_log.newest(since=after(hours=1), before=before, limit=3)) == []


async def test_the_last_of_an_act_is_the_newest_moment(storage: Storage) -> None:
    backups = [
        replace(ENTRY, at=after(hours=hour), act=AdministrationAct.BACKED_UP, about=None, revision=None)
        for hour in (5, 2)
    ]
    await added(storage, ENTRY, *backups)
    async with storage.reading() as work:
        assert await work.administration_log.last(AdministrationAct.BACKED_UP) == after(hours=5)
        assert await work.administration_log.last(AdministrationAct.RESTORED) is None


async def test_a_revision_is_read_back_with_all_that_it_changed(storage: Storage) -> None:
    before = PersonRow(person=Person(id=ADA, name="Ada", channel=TELEGRAM), roles=frozenset({(ICU, Role.MEMBER)}))
    moved = PersonSides(before=before, after=replace(before, roles=frozenset({(ICU, Role.CHAMPION)})))
    tagged = a_programme(questions=[a_question(QUESTION, tags=frozenset({"b", "a"}))])
    first = Revision(number=1, at=T0, author=ROOT, based_on=0)
    second = Revision(number=2, at=after(hours=1), author=AUTHOR, based_on=1, undoes=1)
    parts = {
        1: RevisionParts(programme=ProgrammeSides(before=None, after=tagged), people={}),
        2: RevisionParts(people={ADA: moved, PersonId("ben"): PersonSides(before=before, after=None)}),
    }
    async with storage.writing() as work:
        await work.revisions.claim()
        for revision in (first, second):
            await work.revisions.add(revision, parts[revision.number], token=TOKEN)
    async with storage.reading() as work:
        assert list(await work.revisions.recorded()) == [first, second]
        assert {number: await work.revisions.parts(number) for number in (1, 2)} == parts
        assert await work.revisions.parts(3) is None


async def test_every_saved_programme_has_the_next_number(storage: Storage) -> None:
    async with storage.reading() as work:
        assert await work.revisions.newest() == 0
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.programmes.save(a_programme(), at=T0)
        assert await work.revisions.newest() == 2
