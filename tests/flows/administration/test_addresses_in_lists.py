"""Whoever gets another address by a list has a chat that is begun anew, which may be another's."""

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.identifiers import HeldWordsId, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import SealedWords
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.ports import UnitOfWork
from bot.repositories.prompts import HeldWords
from storage.database import Database
from tests.support.builders import a_programme, a_roster, no_faults
from tests.support.channels import WEB
from tests.support.clocks import StillClock

ROOT = Author(who=Actor.user("root"), source=RevisionSource.FILES)


async def test_an_address_that_a_list_gives_finds_nothing_of_what_was_said_before(sqlite_storage: Database) -> None:
    clock, ada, forgotten = StillClock(), PersonId("ada"), list[PersonId]()

    async def forget_drafts(_work: UnitOfWork, person: PersonId) -> None:
        forgotten.append(person)

    revise = ReviseProgramme(
        storage=sqlite_storage,
        clock=clock,
        entropy=SystemEntropy(),
        links=[WEB],
        fits=no_faults,
        forget_drafts=forget_drafts,
    )
    await revise(a_programme(), a_roster({"ada": "1", "ben": "2"}), author=ROOT)
    sealed = SealedWords(key=IsoWeek.parse("2026-W10"), body=b"sealed")
    async with sqlite_storage.writing() as work:
        for person in (ada, PersonId("ben")):
            held = HeldWords(id=HeldWordsId(person), person=person, sealed=sealed, asked_at=clock.now())
            await work.prompts.hold(held)
    await revise(a_programme(), a_roster({"ada": "3", "ben": "2"}), author=ROOT)
    async with sqlite_storage.reading() as work:
        assert await work.prompts.held(ada) is None
        assert await work.prompts.held(PersonId("ben")) is not None
    assert forgotten == [ada]
