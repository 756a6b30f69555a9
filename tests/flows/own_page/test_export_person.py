"""The file that a hospital makes of somebody: what administrators may know, or a whole copy of which they are told."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.messaging.buttons import Answer, OnSelf, SelfPress
from bot.domain.messaging.inbound import Blocked, Pressed
from bot.flows.own_page.export_person import ExportedPerson, ExportPerson
from bot.ports import Clock, Storage
from storage.database import Database
from tests.adversary.lives import TOGGLER, Life, Span, Toggle, events
from tests.support.builders import a_roster
from tests.support.channels import TELEGRAM
from tests.support.databases import sqlite_copy
from tests.support.everywhere import ZOE, put_everywhere
from tests.support.messages import words_of
from tests.support.own_asks import ANA, for_ana
from tests.support.ward import Ward

ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)
DONE: dict[str, Toggle] = {
    "silent": events(),
    "answered": lambda pulse: [Pressed(intent=Answer(pulse=pulse, code=AnswerCode("3")))],
    "stopped": events(Pressed(intent=SelfPress(what=OnSelf.STOP_NOW))),
    "paused": events(Pressed(intent=SelfPress(what=OnSelf.PAUSE_4_WEEKS))),
    "asked less often": events(Pressed(intent=SelfPress(what=OnSelf.EVERY_2_WEEKS))),
    "shut the bot out": events(Blocked()),
}


class Chance:
    """The same in each of two lives: what is compared is what they did."""

    def __init__(self) -> None:
        self._random = Random(7)

    def token(self, size: int) -> bytes:
        return self._random.randbytes(size)


async def exported(storage: Storage, clock: Clock, person: PersonId, *, is_whole: bool = False) -> ExportedPerson:
    export = ExportPerson(storage=storage, clock=clock, entropy=Chance())
    found = await export(person, author=ROOT, is_whole=is_whole)
    assert found is not None
    return found


def tables(file: bytes) -> set[str]:
    return {each["table"] for each in json.loads(file)["kept"]}


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> Ward:
    held = Ward(database, tmp_path)
    await held.furnish(["ana", "ben"])
    return held


async def test_the_file_tells_nothing_of_what_somebody_did(ward: Ward) -> None:
    files = [await exported_of_ana(ward)]
    for update in (
        ward.tap("ana", "3"),
        ward.on_self("ana", OnSelf.PAUSE_4_WEEKS, message=""),
        ward.on_self("ana", OnSelf.STOP_NOW, message=""),
    ):
        await ward.do(update)
        files.append(await exported_of_ana(ward))
    assert files == [files[0]] * 4
    assert tables(files[0]) >= {"people", "addresses", "memberships"}
    assert "by “mydata” in your chat" in files[0].decode()


async def exported_of_ana(ward: Ward) -> bytes:
    """Without the log, in which each file has an entry."""
    written = json.loads((await exported(ward.storage, ward.clock, ANA)).file)
    kept = [each for each in written["kept"] if "log" not in each["table"]]
    return json.dumps(written | {"kept": kept}, ensure_ascii=False).encode()


@pytest.mark.drill
async def test_files_of_lives_that_differ_in_what_somebody_did_are_the_same_bytes(
    tmp_path: Path, sqlite_template: Path
) -> None:
    files: dict[str, tuple[bytes, bytes]] = {}
    for name, toggle in DONE.items():
        (tmp_path / name).mkdir()
        async with sqlite_copy(sqlite_template, tmp_path / name) as database:
            life = await Life.begin(database, tmp_path / name / "keys", Span(weeks=range(3), pressed=1))
            await life.go_on(toggle=toggle)
            file = (await exported(database, life.clock, TOGGLER)).file
            whole = (await exported(database, life.clock, TOGGLER, is_whole=True)).file
            files[name] = (file, whole)
    assert {file for file, _ in files.values()} == {files["silent"][0]}
    assert len({whole for _, whole in files.values()}) == len(DONE), "what is compared does differ"


@pytest.mark.drill
async def test_of_all_tables_only_those_are_told_that_administrators_may_know(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish([], roster=a_roster({ZOE: f"at-{ZOE}"}, channel=TELEGRAM))
    put_everywhere(sqlite_storage)
    kept = json.loads((await exported(sqlite_storage, ward.clock, ZOE)).file)["kept"]
    assert {each["table"] for each in kept} == {
        *("people", "addresses", "memberships", "codes", "flag_replies", "help_replies", "loop_actions"),
        *("administration_log", "log_people", "log_words"),
    }
    columns = {name for each in kept for row in each["rows"] for name in row}
    assert not columns & {"joined_at", "paused_until", "stopped_at", "away_until", "weeks_between", "unanswered"}


async def test_whoever_is_copied_whole_is_told_and_it_has_its_own_name_in_the_log(ward: Ward) -> None:
    await exported(ward.storage, ward.clock, ANA)
    assert await for_ana(ward) == []
    found = await exported(ward.storage, ward.clock, ANA, is_whole=True)
    assert found.has_chat
    assert "pulses" in tables(found.file)
    (told,) = await for_ana(ward)
    assert told.message is not None
    assert "a whole copy" in words_of(told.message)
    async with ward.storage.reading() as work:
        said = [entry.words.what for entry in await work.administration_log.entries() if entry.words]
    assert said[-2:] == [
        "what is kept of a person exported: ana",
        "all that is kept of a person exported, also whether they answered: ana",
    ]


async def test_whoever_stopped_is_told_too_and_whoever_has_no_chat_cannot_be(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.STOP_NOW, message=""))
    before = len(await for_ana(ward))
    assert (await exported(ward.storage, ward.clock, ANA, is_whole=True)).has_chat
    assert len(await for_ana(ward)) == before + 1
    async with ward.storage.writing() as work:
        await work.rosters.revoke(ANA)
    ward.clock.advance(minutes=1)
    assert not (await exported(ward.storage, ward.clock, ANA, is_whole=True)).has_chat


async def test_whoever_has_left_the_list_is_not_said_to_get_a_message(ward: Ward) -> None:
    before = await for_ana(ward)
    async with ward.storage.writing() as work:
        roster = await work.rosters.current()
        people = {each: person for each, person in roster.people.items() if each != ANA}
        listed = frozenset(each for each in roster.memberships if each.person != ANA)
        await work.rosters.save(replace(roster, people=people, memberships=listed), at=ward.clock.now())
        assert await work.rosters.address_of(ANA) is not None
    assert not (await exported(ward.storage, ward.clock, ANA, is_whole=True)).has_chat
    assert await for_ana(ward) == before
