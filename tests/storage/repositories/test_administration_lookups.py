"""What those who run Rounds do costs as little as it changes or shows, however many people there are."""

from dataclasses import replace
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.administration.revisions import Revision, RevisionParts
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Budget, Programme
from bot.flows.administration.revise_programme import ReviseProgramme
from storage.database import Database
from storage.sql.transaction import Transaction
from tests.storage.repositories.test_lookups import statements, steps
from tests.support.builders import T0, a_programme, a_roster, no_faults
from tests.support.channels import WEB
from tests.support.clocks import StillClock


async def test_whom_the_log_names_is_looked_up_by_number(sqlite_path: Path) -> None:
    """A page of the log is read in batches: each would read everybody whom the log has ever named."""
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    author = Author(who=Actor.person(PersonId("ann")), source=RevisionSource.CONSOLE)
    entry = LogEntry(at=T0, act=AdministrationAct.INVITED, author=author, words=LogWords(what="a code"))
    revision = Revision(number=1, at=T0, author=author, based_on=0)
    with statements() as asked:
        async with database.writing() as work:
            await work.administration_log.add([entry], token=bytes)
            await work.revisions.add(revision, RevisionParts(people={}), token=bytes)
            await work.administration_log.newest(since=T0, before=None, limit=9)
            await work.administration_log.entries()
            await work.revisions.recorded()
    await database.close()
    looked_up = {each for each in asked if each.startswith("SELECT") and "log_people" in each}
    assert len(looked_up) == 2, "by name, and by number"
    assert [step for each in looked_up for step in steps(sqlite_path, each) if step.startswith("SCAN log_people")] == []


async def test_a_change_of_the_programme_alone_writes_no_list(sqlite_path: Path) -> None:
    """Ten thousand people are not written anew because a schedule asks an hour later."""
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    revise = ReviseProgramme(storage=database, clock=StillClock(), entropy=SystemEntropy(), links=[WEB], fits=no_faults)
    author = Author(who=Actor.user("root"), source=RevisionSource.FILES)
    await revise(a_programme(), a_roster(["ann", "ben"]), author=author)

    async def written(programme: Programme, roster: Roster) -> set[str]:
        with statements() as asked:
            await revise(programme, roster, author=author)
        verbs = ("INSERT INTO", "UPDATE", "DELETE FROM")
        return {
            table
            for table in ("people", "memberships", "addresses", "codes", "programmes")
            if any(each.startswith(f"{verb} {table} ") for each in asked for verb in verbs)
        }

    moved = replace(a_programme(), budget=Budget(questions_per_week=1))
    assert await written(moved, a_roster(["ann", "ben"])) == {"programmes"}
    assert "people" in await written(moved, a_roster(["ann", "ben", "cem"]))
    await database.close()
