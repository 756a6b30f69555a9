"""What somebody has a right to, asked for in their own chat: a file for them alone, and to be forgotten."""

import json
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, Source
from bot.domain.identifiers import AnswerCode, DeliveryKey, PersonId, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, OnSelf, SelfPress
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.inbound import Command, Commanded, Inbound
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.administration.rights.erased_ids import ErasedIds
from bot.flows.operations.take_backup import TakeBackup
from bot.flows.own_page.export_person import ExportPerson
from bot.ports import Unsure
from bot.repositories.tombstones import Stone
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from tests.support.backups import unheard
from tests.support.builders import a_roster, after, no_faults
from tests.support.channels import TELEGRAM, WEB
from tests.support.everywhere import dumped
from tests.support.messages import words_of
from tests.support.own_rights import OWN_PAGE
from tests.support.ward import Ward

ANA, BEN = PersonId("ana"), PersonId("ben")
ROOT = Author(who=Actor.user("root"), source=Source.SHELL)
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


async def told(ward: Ward, update: Inbound) -> Message:
    await ward.do(update)
    key = DeliveryKey(f"n:{update.sender.channel}:{update.update_id}")
    message = (await ward.deliveries())[key].message
    assert message is not None
    return message


def offered(message: Message) -> list[OnSelf]:
    return [each.intent.what for row in message.buttons for each in row if isinstance(each.intent, SelfPress)]


async def wants_file(ward: Ward, who: str = "ana") -> None:
    await ward.do(ward.on_self(who, OnSelf.FILE, message=""))
    await ward.rights.send.send_next()


# --- the file -------------------------------------------------------------------------------------------------------


async def test_it_is_said_where_a_file_would_lie_before_it_is_sent(ward: Ward) -> None:
    message = await told(ward, ward.update("ana", Commanded(command=Command.MYDATA)))
    assert offered(message) == [OnSelf.FILE]
    said = words_of(message)
    for words in ("Your own answers", "key is destroyed", "stays in this chat", OWN_PAGE):
        assert words in said
    assert ward.rights.platform.files == [], "nothing is sent before that"


async def test_the_file_holds_what_the_export_holds_and_the_own_answers(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "4"))
    await wants_file(ward)
    ((to, name, body, words),) = ward.rights.platform.files
    assert (to, name) == (CHAT, "rounds-my-data-2026-03-03.json")
    assert "No copy" in words
    file = json.loads(body)
    assert [each["answer"] for each in file["answers"]] == ["Agree"]
    export = ExportPerson(storage=ward.storage, clock=ward.clock, entropy=SystemEntropy())
    written = await export(ANA, author=ROOT)
    assert written is not None
    exported = [each for each in json.loads(written)["kept"] if each["table"] not in OF_THE_LOG]
    assert [each for each in file["kept"] if each["table"] not in OF_THE_LOG] == exported
    assert exported


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


async def test_a_file_that_may_not_have_arrived_is_said_to_be_so(ward: Ward) -> None:
    ward.rights.platform.fault = Unsure("time-out")
    await wants_file(ward)
    said = [each for each in (await ward.deliveries()).values() if each.message and "arrived" in words_of(each.message)]
    assert [each.person for each in said] == [ANA]
    assert TELEGRAM in ward.seen.woken
    ward.rights.platform.fault = None
    await wants_file(ward)
    assert len(ward.rights.platform.files) == 1


async def test_who_reads_the_pages_is_led_to_their_own(database: Database, tmp_path: Path) -> None:
    ward = Ward(database, tmp_path)
    await ward.furnish(["ana"], channel=WEB)
    for command in (Command.MYDATA, Command.FORGET):
        message = await told(ward, ward.update("ana", Commanded(command=command), channel=WEB))
        assert message.buttons == ()
        assert OWN_PAGE in words_of(message)


# --- being forgotten ------------------------------------------------------------------------------------------------


async def forgets(ward: Ward) -> str:
    """What is said at the end."""
    before = len(ward.seen.greeted)
    await ward.do(ward.on_self("ana", OnSelf.FORGET_NOW, message=""))
    ((to, message),) = ward.seen.greeted[before:]
    assert to == CHAT
    return words_of(message)


async def test_it_is_asked_first_and_says_what_goes_and_what_stays(ward: Ward) -> None:
    message = await told(ward, ward.update("ana", Commanded(command=Command.FORGET)))
    assert offered(message) == [OnSelf.FORGET_NOW, OnSelf.KEEP]
    said = words_of(message)
    assert said.index("What goes") < said.index("What stays") < said.index("invited again")
    assert "nothing has changed" in words_of(await told(ward, ward.on_self("ana", OnSelf.KEEP, message="")))
    async with ward.storage.reading() as work:
        assert await work.rosters.at_address(CHAT) is not None
    assert ward.rights.stones.placed_at(ANA, Stone.FORGOTTEN) is None


async def test_in_the_middle_of_a_round_all_goes_at_once_and_nothing_more_comes(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "4"))
    assert "you are forgotten" in await forgets(ward)
    assert ward.rights.stones.placed_at(ANA, Stone.FORGOTTEN) is not None
    assert await ward.codes() == {"ben": "4"}
    async with ward.storage.reading() as work:
        assert await work.rosters.at_address(CHAT) is None
        assert (await work.rosters.consent(ANA)).joined_at is None
        assert not await work.administration_log.entries(), "it stands in no log"
    assert _for_ana(await ward.deliveries()) == []


async def test_what_is_typed_or_pressed_afterwards_is_a_stranger_s(ward: Ward) -> None:
    await forgets(ward)
    assert (await ward.pulse("ana")).excused, "what is open counts as after a stop"
    old = [
        ward.words("ana", "Is anybody there?"),
        ward.tap("ana", "3"),
        ward.on_pulse("ana", OnPulse.MORE),
        ward.press("ana", Answer(pulse=PulseId("gone"), code=AnswerCode("1"))),
        ward.on_self("ana", OnSelf.FILE),
        ward.on_self("ana", OnSelf.FORGET_NOW),
        ward.update("ana", Commanded(command=Command.MYDATA)),
    ]
    before = len(ward.seen.greeted)
    await ward.do(*old)
    greeted = ward.seen.greeted[before:]
    assert len(greeted) == len(old)
    assert {to for to, _ in greeted} == {CHAT}
    assert len({words_of(message) for _, message in greeted}) == 1
    assert await ward.codes() == {}
    assert _for_ana(await ward.deliveries()) == []


async def test_what_came_together_with_it_goes_as_well(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_self("ana", OnSelf.FORGET_NOW, message=""), ward.tap("ana", "4"))
    assert await ward.codes() == {}
    assert _for_ana(await ward.deliveries()) == []


async def test_while_a_week_is_being_closed_it_counts_as_before_and_then_goes(ward: Ward) -> None:
    week = ward.round.week
    await ward.do(ward.tap("ana", "3"))
    async with ward.storage.writing() as work:
        await work.weeks.claim(week, at=ward.clock.now())
    assert "you are forgotten" in await forgets(ward)
    assert await ward.codes() == {}
    async with ward.storage.writing() as work:
        await work.weeks.finish(week)
        await work.own_data.forget_participation(week)
        assert await work.own_data.pulses_of(ANA) == []
        assert await work.own_data.pulses_of(BEN) != []


async def test_where_a_key_is_missing_nothing_is_forgotten_and_it_is_said(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    keys = list((ward.folder / "keys").glob("*.key"))
    for key in keys:
        key.rename(key.with_suffix(".aside"))
    assert "Nothing was changed" in await forgets(ward)
    async with ward.storage.reading() as work:
        assert await work.rosters.at_address(CHAT) is not None
    for key in keys:
        key.with_suffix(".aside").rename(key)
    assert await ward.codes() == {"ana": "3"}


async def test_a_list_that_gives_the_address_again_brings_nobody_back(ward: Ward) -> None:
    tombs = ErasedIds(tombstones=ward.rights.stones)
    revise = ReviseProgramme(
        storage=ward.storage,
        clock=ward.clock,
        entropy=SystemEntropy(),
        links=[],
        fits=no_faults,
        erased=tombs,
        forgotten=tombs.forgotten,
    )
    async with ward.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None

    async def imported(address: str) -> int:
        roster = a_roster({"ana": address, "ben": "at-ben"}, channel=TELEGRAM)
        return len((await revise(programme, roster, author=ROOT)).changes)

    await forgets(ward)
    assert await imported("at-ana") == 0
    async with ward.storage.writing() as work:
        assert await work.rosters.address_of(ANA) is None
        await work.rosters.enrol(ANA, Address(channel=TELEGRAM, value="new"), at=after(days=1))
    assert await imported("newer") == 1, "they have joined again by themselves"
    async with ward.storage.reading() as work:
        assert await work.rosters.address_of(ANA) == Address(channel=TELEGRAM, value="newer")


async def test_no_byte_of_where_they_are_reached_or_what_they_said_is_left(
    sqlite_storage: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """But for their place on the list, which is the hospital's."""
    chat, note = "at-ana-marmalade", b"at-ana-marmalade"
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish(roster=a_roster({"ana": chat, "ben": "at-ben"}, channel=TELEGRAM))
    await ward.do(ward.tap("ana-marmalade", "3", pulse="pulse-ana"))
    await ward.do(ward.words("ana-marmalade", "orange-canary in confidence", reply_to="m-ana"))
    assert note in _files(tmp_path)
    await ward.do(ward.on_self("ana-marmalade", OnSelf.FORGET_NOW, message=""))
    await ward.rights.forget.clean(sqlite_storage.forget_deleted)
    TakeBackup(backups=DatabaseBackups(sqlite_storage), clock=ward.clock)(tmp_path / "after.backup", progress=unheard)
    logged = "".join(capfd.readouterr()).encode()
    for found in (_files(tmp_path), (tmp_path / "after.backup").read_bytes(), logged):
        assert note not in found
        assert b"orange-canary" not in found
    for stone in (tmp_path / "keys").iterdir():
        assert b"ana" not in stone.name.encode()
    assert await ward.answers() == {}


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("rounds.db*"))


def _for_ana(deliveries: object) -> list[DeliveryKind]:
    assert isinstance(deliveries, dict)
    return [each.kind for each in deliveries.values() if isinstance(each, Delivery) and each.person == ANA]
