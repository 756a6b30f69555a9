"""The file of one's own data, asked for in one's own chat: for them alone, sent once, and kept nowhere."""

import json
from pathlib import Path

import pytest
import structlog

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.administration.sign_in import SignInOrigin
from bot.domain.errors import StorageUnavailable
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.inbound import Command, Commanded, Pressed
from bot.domain.organisation.people import Address
from bot.flows.own_page.export_person import ExportPerson
from bot.ports import ShutOut, Unreachable, Unsure
from storage.database import Database
from tests.support.builders import after
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.everywhere import dumped
from tests.support.messages import words_of
from tests.support.own_asks import ANA, BEN, for_ana, offered, told
from tests.support.own_rights import OWN_PAGE
from tests.support.ward import Ward

ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)
CHAT = Address(channel=TELEGRAM, value="at-ana")
OF_THE_LOG = {"administration_log", "log_people", "log_words"}


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> Ward:
    held = Ward(database, tmp_path)
    await held.furnish(["ana", "ben"])
    return held


def database_of(ward: Ward) -> Database:
    assert isinstance(ward.storage, Database)
    return ward.storage


async def wants_file(ward: Ward, who: str = "ana") -> None:
    await ward.do(ward.on_self(who, OnSelf.FILE, message=""))
    await ward.rights.send.send_next()


async def test_it_is_said_where_a_file_would_lie_before_it_is_sent(ward: Ward) -> None:
    message = await told(ward, ward.update("ana", Commanded(command=Command.MYDATA)))
    assert offered(message) == [OnSelf.FILE]
    said = words_of(message)
    for words in ("Your own answers", "key is destroyed", "stays in this chat", OWN_PAGE):
        assert words in said
    assert ward.rights.platform.files == [], "nothing is sent before that"


@pytest.mark.drill
async def test_the_file_holds_what_a_whole_copy_holds_and_the_own_answers(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "4"))
    await wants_file(ward)
    ((to, name, body, words),) = ward.rights.platform.files
    assert (to, name) == (CHAT, "rounds-my-data-2026-03-03.json")
    assert "No copy" in words
    file = json.loads(body)
    assert [each["answer"] for each in file["answers"]] == ["Agree"]
    export = ExportPerson(storage=ward.storage, clock=ward.clock, entropy=SystemEntropy())
    written = await export(ANA, author=ROOT, is_whole=True)
    assert written is not None
    exported = [each for each in json.loads(written.file)["kept"] if each["table"] not in OF_THE_LOG]
    (messages,) = [each["rows"] for each in exported if each["table"] == "deliveries"]
    messages.remove(next(row for row in messages if row["key"].startswith("wc:")))  # says that it was made
    assert [each for each in file["kept"] if each["table"] not in OF_THE_LOG] == exported
    assert exported


@pytest.mark.drill
async def test_nothing_of_the_file_stays_in_the_database(ward: Ward) -> None:
    await wants_file(ward)
    ((_, _, body, _),) = ward.rights.platform.files
    title = json.loads(body)["title"]
    assert "ana" in title.lower()
    assert title.encode() not in dumped(database_of(ward))
    assert b"what_it_is" not in dumped(database_of(ward))


async def test_whoever_presses_twice_gets_one_and_may_ask_again(ward: Ward) -> None:
    await ward.do(*(ward.on_self("ana", OnSelf.FILE, message="") for _ in range(2)))
    await ward.rights.send.send_next()
    assert len(ward.rights.platform.files) == 1
    await wants_file(ward)
    assert len(ward.rights.platform.files) == 2


async def test_a_chat_that_became_another_s_meanwhile_gets_nothing(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.FILE, message=""))
    async with ward.storage.writing() as work:
        await work.rosters.revoke(ANA)
        await work.rosters.enrol(BEN, CHAT, at=after(days=1))
    await ward.rights.send.send_next()
    assert ward.rights.platform.files == []


@pytest.mark.drill
@pytest.mark.parametrize("fault", [Unsure("time-out"), RuntimeError("of ours"), StorageUnavailable("gone for now")])
async def test_a_file_that_may_not_have_arrived_is_said_to_be_so(ward: Ward, fault: Exception) -> None:
    ward.rights.platform.fault = fault
    await wants_file(ward)
    said = [each for each in (await ward.deliveries()).values() if each.message and "arrived" in words_of(each.message)]
    assert [each.person for each in said] == [ANA]
    assert TELEGRAM in ward.seen.woken
    ward.rights.platform.fault = None
    await wants_file(ward)
    assert len(ward.rights.platform.files) == 1


async def test_nothing_is_said_to_whoever_is_forgotten_while_their_file_is_on_its_way(ward: Ward) -> None:
    """By another process, on their own page: this one refuses it meanwhile."""

    async def forgotten_elsewhere() -> None:
        async with ward.storage.writing() as work:
            await work.own_data.forget(ANA, answers=(), closed_through=None)

    ward.rights.platform.meanwhile, ward.rights.platform.fault = forgotten_elsewhere, Unsure("time-out")
    await wants_file(ward)
    assert await for_ana(ward) == []


@pytest.mark.drill
async def test_whoever_shuts_the_bot_out_makes_no_line(ward: Ward) -> None:
    for fault, lines in ((ShutOut(), 0), (Unreachable(), 0), (Unsure(), 1)):
        ward.rights.platform.fault = fault
        with structlog.testing.capture_logs() as logs:
            await wants_file(ward)
        assert [each["event"] for each in logs] == ["delivery_failed"] * lines, (
            "as of any message: that somebody asked for it is in no line"
        )


async def test_what_the_log_says_about_colleagues_goes_through_no_provider(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        entries = [
            LogEntry(
                at=ward.clock.now(),
                act=AdministrationAct.ROSTER,
                author=Author(who=Actor.person(ANA), source=RevisionSource.CONSOLE),
                words=LogWords(what=f"{about} is a lead now"),
                about=Actor.person(about),
            )
            for about in (ANA, BEN)
        ]
        await work.administration_log.add(entries, token=SystemEntropy().token)
    await wants_file(ward)
    ((_, _, body, _),) = ward.rights.platform.files
    on_page = await ward.rights.write(ANA, SignInOrigin.ACCOUNT)
    assert on_page is not None
    assert b"ben is a lead now" in on_page
    assert b"ana is a lead now" in body
    assert b"ben is a lead now" not in body
    assert b"from your own page" in body
    assert b"from your own page" not in on_page


async def test_where_a_file_cannot_be_deleted_that_is_said_before_and_the_page_comes_first(
    database: Database, tmp_path: Path
) -> None:
    ward = Ward(database, tmp_path)
    await ward.furnish(["ana"], channel=SLACK)
    said = words_of(await told(ward, ward.update("ana", Commanded(command=Command.MYDATA), channel=SLACK)))
    assert said.index(OWN_PAGE) < said.index("you cannot delete it")
    await ward.do(ward.update("ana", Pressed(intent=SelfPress(what=OnSelf.FILE)), channel=SLACK))
    await ward.rights.send.send_next()
    ((_, _, _, beside),) = ward.rights.platform.files
    assert "you can delete it" not in beside


async def test_who_reads_the_pages_is_led_to_their_own(database: Database, tmp_path: Path) -> None:
    ward = Ward(database, tmp_path)
    await ward.furnish(["ana"], channel=WEB)
    for command in (Command.MYDATA, Command.FORGET):
        message = await told(ward, ward.update("ana", Commanded(command=command), channel=WEB))
        assert message.buttons == ()
        assert OWN_PAGE in words_of(message)
