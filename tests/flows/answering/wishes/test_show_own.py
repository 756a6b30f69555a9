"""What somebody sees of themselves in their own chat, and nobody else does."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.inbound import Command, Commanded
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.domain.programme.programme import StaffHelp
from bot.flows.answering.wishes.show_own import ANSWERS_OF
from bot.ports import Storage
from tests.support.builders import a_programme
from tests.support.channels import TELEGRAM
from tests.support.messages import words_of
from tests.support.ward import Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    held = Ward(storage, tmp_path)
    await held.furnish(programme=replace(a_programme(), help=StaffHelp(text="Staff support, extension 4400")))
    return held


async def said(ward: Ward, who: str, what: OnSelf) -> Message:
    update = ward.press(who, SelfPress(what=what), message="m-help")
    await ward.do(update)
    message = (await ward.deliveries())[reply_key(await ward.taken_in(update))].message
    assert message is not None
    return message


async def test_the_menu_of_the_chat_leads_to_how_one_is_asked_and_to_help_for_staff(ward: Ward) -> None:
    await ward.do(ward.update("ana", Commanded(command=Command.HELP)))
    offered = [
        button.intent
        for each in (await ward.deliveries()).values()
        if each.message is not None
        for row in each.message.buttons
        for button in row
    ]
    assert SelfPress(what=OnSelf.ME) in offered
    words = words_of(await said(ward, "ana", OnSelf.ME))
    for told in ("usual pace", "between 09:00 and 20:00", "Telegram", "Staff support, extension 4400"):
        assert told in words
    await ward.do(ward.on_self("ana", OnSelf.PAUSE_1_WEEK))
    assert "You have paused until the end of" in words_of(await said(ward, "ana", OnSelf.ME))


async def test_own_answers_are_shown_to_their_person_alone(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    words = words_of(await said(ward, "ana", OnSelf.ANSWERS))
    assert "Wording of pers-int-1." in words
    assert "Agree" in words
    assert "You have given no answer" in words_of(await said(ward, "ben", OnSelf.ANSWERS))


async def test_older_answers_and_those_from_before_the_chat_was_linked_are_not_told(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "4"))
    ward.clock.advance(days=2)
    async with ward.storage.writing() as work:
        await work.rosters.enrol(PersonId("ana"), Address(channel=TELEGRAM, value="at-another"), at=ward.clock.now())
    assert "You have given no answer" in words_of(await said(ward, "another", OnSelf.ANSWERS))
    assert "Strongly agree" in words_of(await said(ward, "ben", OnSelf.ANSWERS))
    ward.clock.advance(days=(ANSWERS_OF + timedelta(days=1)).days)
    assert "You have given no answer" in words_of(await said(ward, "ben", OnSelf.ANSWERS))


async def test_without_a_key_it_is_said_that_answers_cannot_be_opened(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    for key in (ward.folder / "keys").glob("*.key"):
        key.unlink()
    assert "cannot be opened at the moment" in words_of(await said(ward, "ana", OnSelf.ANSWERS))
