"""One flow changes the programme and the people: one transaction, each change named and kept."""

import asyncio
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogWords, RevisionSource
from bot.domain.administration.revisions import PersonSides, ProgrammeSides, ProgrammeState
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver
from bot.domain.organisation.leaving import Leaving
from bot.domain.organisation.people import (
    Address,
    Roster,
)
from bot.domain.programme.programme import Budget, Privacy, Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.programme.team_changes import merge_units, with_moved
from bot.flows.administration.revise_programme import (
    ManyLeave,
    MovedOn,
    NobodyLeft,
    PrivacyWeakened,
    Revised,
    ReviseProgramme,
    VersionNotRaised,
)
from bot.flows.administration.state import newest_state
from bot.flows.administration.undo_revision import UndoRevision
from storage.database import Database
from tests.support.builders import ICU, QUESTION, T0, a_programme, a_question, a_roster, no_faults
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import StillClock
from tests.support.patience import PATIENCE, until
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

BOT = Path(__file__).parents[3] / "bot"
AUTHOR = Author(who=Actor.user("root"), source=RevisionSource.FILES)


def reviser(storage: Database) -> ReviseProgramme:
    return ReviseProgramme(storage=storage, clock=StillClock(), entropy=SystemEntropy(), links=[WEB], fits=no_faults)


async def apply(
    storage: Database, programme: Programme, roster: Roster, *, dry_run: bool = False, based_on: int | None = None
) -> Revised:
    return await reviser(storage)(programme, roster, author=AUTHOR, based_on=based_on, dry_run=dry_run)


async def stored(storage: Database) -> tuple[Programme | None, Roster]:
    async with storage.reading() as work:
        return await work.programmes.current(), await work.rosters.current()


def reworded(version: int, text: str = "Other words.") -> Programme:
    return a_programme(questions=[a_question(version=version, text={"en-GB": text})])


async def refused(storage: Database, programme: Programme) -> Mapping[str, str]:
    with pytest.raises(VersionNotRaised) as caught:
        await apply(storage, programme, a_roster(["ada"]))
    return {question: str(mend) for question, mend in caught.value.mends.items()}


async def test_what_was_applied_is_what_is_stored(sqlite_storage: Database) -> None:
    applied = await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    assert str(applied.changes[0]) == "organisation: Riverside"
    assert str(applied.changes[-1]) == "person joins: ada (member of icu)"
    assert await stored(sqlite_storage) == (a_programme(), a_roster(["ada"]))


async def test_applying_the_same_again_changes_nothing(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster({"ada": "4711"}))
    assert (await apply(sqlite_storage, a_programme(), a_roster({"ada": "4711"}))).changes == ()


async def test_a_dry_run_says_the_same_and_writes_nothing(sqlite_storage: Database) -> None:
    planned = await apply(sqlite_storage, a_programme(), a_roster(["ada"]), dry_run=True)
    assert await stored(sqlite_storage) == (None, Roster(people={}, memberships=frozenset()))
    assert planned.changes == (await apply(sqlite_storage, a_programme(), a_roster(["ada"]))).changes


async def test_an_empty_address_never_clears_an_enrolled_one(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster({"ada": "4711"}))
    applied = await apply(sqlite_storage, a_programme(), a_roster(["ada", "ben"]))
    assert [str(change) for change in applied.changes] == ["person joins: ben (member of icu)"]
    _, roster = await stored(sqlite_storage)
    assert roster.addresses == {PersonId("ada"): Address(channel=TELEGRAM, value="4711")}


async def test_whoever_links_while_an_edit_is_being_saved_keeps_the_new_address(postgres_storage: Database) -> None:
    """SQLite has one writer at a time; on PostgreSQL somebody links between the reading and the writing."""
    await apply(postgres_storage, a_programme(), a_roster({"ada": "4711", "ben": "4712"}))
    async with postgres_storage.writing() as work:
        await work.revisions.claim()
        before = await newest_state(work)
        async with postgres_storage.writing() as other:
            await other.rosters.enrol(PersonId("ada"), Address(channel=TELEGRAM, value="99"), at=StillClock().now())
        edited = a_roster({"ada": "4711", "ben": "5000", "cat": "4713"})
        await reviser(postgres_storage).within(work, before, a_programme(), edited, author=AUTHOR)
    _, roster = await stored(postgres_storage)
    assert {person: each.value for person, each in roster.addresses.items()} == {
        "ada": "99",
        "ben": "5000",
        "cat": "4713",
    }


async def test_whoever_leaves_is_kept_for_history(sqlite_storage: Database) -> None:
    await apply(
        sqlite_storage, a_programme(units=[("icu", "Intensive care"), ("amu", "Acute")]), a_roster(["ada", "ben"])
    )
    await apply(sqlite_storage, a_programme(), a_roster(["ben"]))
    async with sqlite_storage.reading() as work:
        assert await work.rosters.person(PersonId("ada")) is not None
        assert await work.programmes.unit_name(UnitId("amu")) == "Acute"
        assert [member.person.id for member in (await work.rosters.team([ICU]))[ICU]] == ["ben"]


async def test_a_wording_changed_under_its_version_is_refused_before_anything_is_written(
    sqlite_storage: Database,
) -> None:
    await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    assert await refused(sqlite_storage, reworded(1)) == {
        QUESTION: "text changed under version 1; raise the version to 2, which starts a new baseline"
    }
    assert await stored(sqlite_storage) == (a_programme(), a_roster(["ada"]))


async def test_a_new_version_keeps_the_old_wording_and_versions_only_rise(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    applied = await apply(sqlite_storage, reworded(2), a_roster(["ada"]))
    assert [str(change) for change in applied.changes] == [
        "question pers-int-1: version 1 -> version 2, with a new baseline"
    ]
    async with sqlite_storage.reading() as work:
        wordings = await work.programmes.wordings([QuestionRef(id=QUESTION, version=version) for version in (1, 2)])
    assert sorted(each.text["en-GB"] for each in wordings.values()) == ["Other words.", "Wording of pers-int-1."]
    assert await refused(sqlite_storage, a_programme()) == {
        QUESTION: "1 is lower than 2, which is in use; raise it to 3"
    }


async def test_a_retired_question_comes_back_only_with_the_words_it_had(sqlite_storage: Database) -> None:
    def beside(question: Question | None) -> Programme:
        return a_programme(questions=[a_question("other"), *([question] if question else [])])

    await apply(sqlite_storage, beside(a_question()), a_roster(["ada"]))
    await apply(sqlite_storage, beside(None), a_roster(["ada"]))
    assert QUESTION in await refused(sqlite_storage, beside(a_question(text={"en-GB": "Other words."})))
    await apply(sqlite_storage, beside(a_question()), a_roster(["ada"]))
    assert (await stored(sqlite_storage))[0] == beside(a_question())


async def test_a_programme_that_storage_refuses_leaves_everything_as_it_was(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    clash = a_roster({"ada": "4711", "ben": "4712"})
    broken = replace(clash, people={PersonId("ada"): clash.people[PersonId("ada")]})
    with pytest.raises(Exception, match=r"\S"):
        await apply(sqlite_storage, reworded(2), broken)
    assert await stored(sqlite_storage) == (a_programme(), a_roster(["ada"]))


async def test_every_change_is_kept_as_a_revision_and_one_entry_of_the_log(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    twice = replace(a_programme(), budget=Budget(questions_per_week=1))
    done = await apply(sqlite_storage, twice, a_roster(["ben"]), based_on=1)
    assert done.number == 2
    async with sqlite_storage.reading() as work:
        entries = await work.administration_log.entries(revisions=[2])
        revisions, parts = await work.revisions.recorded(), await work.revisions.parts(2)
    assert [(each.act, each.about and each.about.name, str(each.words)) for each in entries] == [
        (AdministrationAct.PROGRAMME, None, "budget questions_per_week: 2 -> 1"),
        (AdministrationAct.ROSTER, "ben", "person joins: ben (member of icu)"),
        (AdministrationAct.ROSTER, "ada", "person leaves: ada (member of icu)"),
    ]
    assert entries[1].words == LogWords(what="person joins", after="ben (member of icu)", units=frozenset({ICU}))
    assert {each.author for each in entries} == {AUTHOR}
    assert [(each.number, each.based_on, each.author) for each in revisions] == [(1, 0, AUTHOR), (2, 1, AUTHOR)]
    assert parts is not None
    assert parts.programme == ProgrammeSides(before=a_programme(), after=twice)
    ada, ben = (parts.people[PersonId(name)] for name in ("ada", "ben"))
    assert (ada.after, ben.before) == (None, None)
    assert ada.before is not None
    assert ben == PersonSides(
        before=None,
        after=replace(ada.before, person=replace(ada.before.person, id=PersonId("ben"), name=ben.after.person.name))
        if ben.after
        else None,
    )


async def test_what_is_based_on_an_older_revision_is_refused_and_said_what_moved(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    await apply(sqlite_storage, a_programme(), a_roster(["ada", "ben"]))
    for dry_run in (True, False):
        with pytest.raises(MovedOn) as caught:
            await apply(sqlite_storage, a_programme(), a_roster(["cat"]), based_on=1, dry_run=dry_run)
        assert (caught.value.based_on, caught.value.newest) == (1, 2)
        assert [str(entry.words) for entry in caught.value.moved] == ["person joins: ben (member of icu)"]
    assert (await stored(sqlite_storage))[1].people.keys() == {"ada", "ben"}


async def test_what_changes_nothing_may_be_based_on_anything(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(), a_roster(["ada"]))
    assert await apply(sqlite_storage, a_programme(), a_roster(["ada"]), based_on=7) == Revised(
        leaving=Leaving(), changes=(), number=1
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Privacy(minimum_group=6), Privacy(), "minimum_group would fall from 6 to 5"),
        (Privacy(minimum_team=9), Privacy(minimum_team=8), "minimum_team would fall from 9 to 8"),
        (Privacy(minimum_group_comments=12), Privacy(), "minimum_group_comments would fall from 12 to 10"),
        (Privacy(), Privacy(answers_live_blocks=3), "answers would live for 19 weeks instead of 14"),
    ],
)
async def test_privacy_is_never_weakened(sqlite_storage: Database, before: Privacy, after: Privacy, words: str) -> None:
    await apply(sqlite_storage, replace(a_programme(), privacy=before), a_roster(["ada"]))
    with pytest.raises(PrivacyWeakened, match=words):
        await apply(sqlite_storage, replace(a_programme(), privacy=after), a_roster(["ada"]))
    assert (await stored(sqlite_storage))[0] == replace(a_programme(), privacy=before)


async def test_privacy_may_be_made_stronger(sqlite_storage: Database) -> None:
    loose, strict = Privacy(answers_live_blocks=3), Privacy(minimum_group=6, minimum_team=9)
    await apply(sqlite_storage, replace(a_programme(), privacy=loose), a_roster(["ada"]))
    await apply(sqlite_storage, replace(a_programme(), privacy=strict), a_roster(["ada"]))
    assert (await stored(sqlite_storage))[0] == replace(a_programme(), privacy=strict)


async def test_many_leave_only_when_their_number_is_known_and_all_never(sqlite_storage: Database) -> None:
    everybody = [f"p{number}" for number in range(12)]
    await apply(sqlite_storage, a_programme(), a_roster(everybody))
    some = a_roster(everybody[:8])
    revise = reviser(sqlite_storage)
    assert len((await revise(a_programme(), some, author=AUTHOR, dry_run=True)).leaving.people) == 4
    for number in (None, 3):
        with pytest.raises(ManyLeave):
            await revise(a_programme(), some, author=AUTHOR, leave=number)
    with pytest.raises(NobodyLeft):
        await revise(a_programme(), a_roster([]), author=AUTHOR, leave=12)
    assert (await revise(a_programme(), some, author=AUTHOR, leave=4)).number == 2


@pytest.mark.drill
async def test_everybody_else_is_served_while_the_rules_are_checked(sqlite_storage: Database) -> None:
    begun, served = threading.Event(), threading.Event()

    def fits(_before: ProgrammeState, _programme: Programme, _roster: Roster) -> Sequence[str]:
        begun.set()
        return () if served.wait(timeout=PATIENCE) else ["nobody else was served meanwhile"]

    author = replace(AUTHOR, source=RevisionSource.CONSOLE)
    revise = ReviseProgramme(
        storage=sqlite_storage, clock=StillClock(), entropy=SystemEntropy(), links=[WEB], fits=fits
    )
    async with asyncio.TaskGroup() as group:
        saving = group.create_task(revise(a_programme(), a_roster(["ada"]), author=author))
        await until(begun.is_set)
        served.set()
    assert saving.result().number == 1


def test_nothing_else_saves_the_programme_or_the_people() -> None:
    saving = re.compile(r"\b(programmes|rosters)\.save\(")
    found = {path.name for path in BOT.rglob("*.py") if saving.search(path.read_text("utf-8"))}
    assert found == {"revise_programme.py"}


async def test_actions_of_a_team_that_is_merged_go_to_the_one_that_goes_on(storage: Database) -> None:
    before, held, into = the_programme(), the_roster({WARD: 4, CLINIC: 3}), WARD
    await apply(storage, before, held)
    action = Action(
        id=ActionId("a"), unit=CLINIC, raised_by=PersonId("clinic-nurse"), raised_at=T0, state=ActionState.OPEN
    )
    async with storage.writing() as work:
        await work.loop.save_action(action)
    step = ChangeOver(kind=ChangeKind.MERGER, units=(into,), reason="One floor", when=IsoWeek.parse("2026-W20"))
    after = replace(merge_units(before, CLINIC, into), change_overs=(step,))
    await apply(storage, after, with_moved(held, CLINIC, into), dry_run=True)
    async with storage.reading() as work:
        assert await work.loop.open_actions([CLINIC]) == [action], "only looked at"
    await apply(storage, after, with_moved(held, CLINIC, into))
    async with storage.reading() as work:
        assert await work.loop.open_actions([CLINIC, into]) == [replace(action, unit=into, moved_from=(CLINIC,))]
    undo = UndoRevision(storage=storage, revise=reviser(storage))
    async with storage.reading() as work:
        merged = await work.revisions.newest()
    await undo(merged, author=AUTHOR)
    async with storage.reading() as work:
        assert await work.loop.open_actions([CLINIC, into]) == [action], "the merger is undone"
