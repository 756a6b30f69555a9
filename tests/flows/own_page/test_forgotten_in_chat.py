"""To be forgotten, asked for in one's own chat: all goes at once, and what is said of it is true."""

from pathlib import Path

import pytest

from bot.adapters.channels.registry import longest_text
from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import AnswerCode, MessageRef, PersonId, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, OnSelf
from bot.domain.messaging.inbound import Command, Commanded, Started
from bot.domain.organisation.people import Address
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.administration.rights.erased_ids import ErasedIds
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.inbox.batch import open_to_look
from bot.flows.operations.take_backup import TakeBackup
from bot.ports import UnitOfWork
from bot.repositories.tombstones import Stone
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from tests.support.backups import unheard
from tests.support.builders import a_roster, after, no_faults
from tests.support.channels import TELEGRAM
from tests.support.messages import words_of
from tests.support.own_asks import ANA, BEN, for_ana, offered, told
from tests.support.own_rights import WardRights
from tests.support.ward import Ward

ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)
CHAT = Address(channel=TELEGRAM, value="at-ana")


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> Ward:
    held = Ward(database, tmp_path)
    await held.furnish(["ana", "ben"])
    return held


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
    assert message.buttons[0][0].label == "Forget me now", "what only asks is called otherwise"
    said = words_of(message)
    assert said.index("What goes") < said.index("What stays") < said.index("invited again")
    assert "nothing has changed" in words_of(await told(ward, ward.on_self("ana", OnSelf.KEEP, message="")))
    async with ward.storage.reading() as work:
        assert await work.rosters.at_address(CHAT) is not None
    assert ward.rights.stones.placed_at(ANA, Stone.FORGOTTEN) is None


async def test_the_question_says_that_it_is_done_and_can_be_pressed_no_more(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.FORGET_NOW, message="asked"))
    ((_, message),) = ward.seen.greeted
    assert (offered(message), ward.seen.replaced) == ([], [MessageRef("asked")])
    await ward.do(ward.on_self("ana", OnSelf.KEEP, message="older"))
    assert "nothing to keep" in words_of(ward.seen.greeted[-1][1])


async def test_whose_file_is_on_its_way_is_forgotten_after_it_has_come(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.FILE, message=""), ward.on_self("ana", OnSelf.FORGET_NOW, message="asked"))
    ((_, message),) = ward.seen.greeted
    assert "still on its way" in words_of(message)
    assert offered(message) == [OnSelf.FORGET_NOW, OnSelf.KEEP]
    await ward.rights.send.send_next()
    assert len(ward.rights.platform.files) == 1
    assert "you are forgotten" in await forgets(ward)


@pytest.mark.parametrize("is_joined_first", [True, False])
@pytest.mark.parametrize(("chat", "said"), [("at-new", "you are forgotten"), ("at-else", "nothing was forgotten")])
async def test_together_with_an_own_new_invitation_what_is_said_is_true(
    database: Database, tmp_path: Path, chat: str, said: str, is_joined_first: bool
) -> None:
    ward, new = Ward(database, tmp_path), PersonId("new")
    await ward.furnish(["new"])
    presses = [
        ward.update(chat.removeprefix("at-"), Started(code="right")),
        ward.on_self("new", OnSelf.FORGET_NOW, message="asked"),
    ]
    await ward.do(*(presses if is_joined_first else presses[::-1]))
    ((to, message),) = [each for each in ward.seen.greeted if "forgotten" in words_of(each[1])]
    assert (to.value, said in words_of(message)) == ("at-new", True)
    async with ward.storage.reading() as work:
        now = await work.rosters.address_of(new)
    assert (now and now.value) == (None if chat == "at-new" else chat)


async def test_whatever_fails_they_are_told_that_they_are_not_forgotten(ward: Ward) -> None:
    async def fails(_work: UnitOfWork, _person: PersonId) -> None:
        raise RuntimeError("of ours")

    rights = WardRights(
        ward.storage,
        ward.folder,
        clock=ward.clock,
        answers=LivingAnswers(open_epoch=ward.open_epoch, sealer=ward.sealer),
        seal=ward.seal_messages,
        destroy_notes=fails,
        queue=ward.seen,
        greet=ward.seen.greet,
    )
    update = ward.on_self("ana", OnSelf.FORGET_NOW, message="asked")
    async with ward.storage.reading() as work:
        batch = await open_to_look(work, CHAT, now=ward.clock.now(), seal=ward.seal_messages, longest_text=longest_text)
        await rights.in_chat.forget(batch, update, batch.people[CHAT])
    for act in batch.afterwards:
        await act()
    ((_, message),) = ward.seen.greeted
    assert "Some of it may be gone" in words_of(message), "the tombstone stands already"
    assert offered(message) == [OnSelf.FORGET_NOW, OnSelf.KEEP]


async def test_files_are_cleaned_again_until_nobody_is_in_the_way(ward: Ward) -> None:
    tries: list[bool | Exception] = [StorageUnavailable("gone for now"), False, True]

    async def clean_files() -> bool:
        became = tries.pop(0)
        if isinstance(became, Exception):
            raise became
        return became

    await forgets(ward)
    with pytest.raises(StorageUnavailable):
        await ward.rights.forget.clean(clean_files)
    for _ in range(4):
        await ward.rights.forget.clean(clean_files)
    assert tries == []


async def test_in_the_middle_of_a_round_all_goes_at_once_and_nothing_more_comes(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "4"))
    assert "you are forgotten" in await forgets(ward)
    assert ward.rights.stones.placed_at(ANA, Stone.FORGOTTEN) is not None
    assert await ward.codes() == {"ben": "4"}
    async with ward.storage.reading() as work:
        assert await work.rosters.at_address(CHAT) is None
        assert (await work.rosters.consent(ANA)).joined_at is None
        assert not await work.administration_log.entries(), "it stands in no log"
    assert await for_ana(ward) == []


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
    assert await for_ana(ward) == []


async def test_what_came_together_with_it_goes_as_well(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_self("ana", OnSelf.FORGET_NOW, message=""), ward.tap("ana", "4"))
    assert await ward.codes() == {}
    assert await for_ana(ward) == []


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
    assert "not forgotten yet" in await forgets(ward)
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
    async with ward.storage.writing() as work:
        await work.rosters.revoke(ANA)
    assert await imported("newest") == 1, "also when their invitation was revoked after that"


@pytest.mark.drill
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
