"""Applying the files: one transaction, each change named, history kept."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import (
    Address,
    Roster,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.flows.operations.apply_programme import (
    Applied,
    ApplyProgramme,
    VersionNotRaised,
)
from storage.database import Database
from tests.support.builders import ICU, QUESTION, a_programme, a_question, a_roster
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import StillClock


async def apply(storage: Database, programme: Programme, roster: Roster, *, dry_run: bool = False) -> Applied:
    return await ApplyProgramme(storage=storage, clock=StillClock(), links=[WEB])(programme, roster, dry_run=dry_run)


async def stored(storage: Database) -> tuple[Programme | None, Roster]:
    async with storage.reading() as work:
        return await work.programmes.current(), await work.rosters.current()


def reworded(version: int, text: str = "Other words.") -> Programme:
    return a_programme(questions=[a_question(version=version, text={"en-GB": text})])


async def refused(storage: Database, programme: Programme) -> Mapping[str, str]:
    with pytest.raises(VersionNotRaised) as caught:
        await apply(storage, programme, a_roster(["ada"]))
    return caught.value.mends  # type: ignore[return-value]


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


async def test_whoever_leaves_is_kept_for_history(sqlite_storage: Database) -> None:
    await apply(sqlite_storage, a_programme(units=[("icu", "Intensive care"), ("amu", "Acute")]), a_roster(["ada"]))
    await apply(sqlite_storage, a_programme(), a_roster([]))
    async with sqlite_storage.reading() as work:
        assert await work.rosters.person(PersonId("ada")) is not None
        assert await work.programmes.unit_name(UnitId("amu")) == "Acute"
        assert (await work.rosters.team([ICU])).get(ICU, ()) in ((), [])


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
