"""Somebody chooses their own language in the chat: at once, and for nobody else."""

from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.inbound import Command, Commanded
from bot.domain.messaging.messages import Message
from bot.domain.texts import say
from bot.ports import Storage
from tests.support.messages import words_of
from tests.support.ward import Ward

ANA = PersonId("ana")


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    held = Ward(storage, tmp_path)
    await held.furnish()
    return held


async def told(ward: Ward, who: str, wish: SelfPress | Command) -> Message:
    event = ward.press(who, wish, message="m-help") if isinstance(wish, SelfPress) else None
    update = event or ward.update(who, Commanded(command=wish))  # type: ignore[arg-type]
    await ward.do(update)
    message = (await ward.deliveries())[reply_key(await ward.taken_in(update))].message
    assert message is not None
    return message


def offered(message: Message, what: OnSelf) -> list[SelfPress]:
    intents = [button.intent for row in message.buttons for button in row]
    return [each for each in intents if isinstance(each, SelfPress) and each.what is what]


async def test_from_the_menu_to_the_new_language_and_to_the_next_message_in_it(ward: Ward) -> None:
    menu = await told(ward, "ana", Command.HELP)
    choice = await told(ward, "ana", *offered(menu, OnSelf.LANGUAGE))
    assert "English (United Kingdom)" in words_of(choice)
    welsh = [each for each in offered(choice, OnSelf.LANGUAGE) if each.locale == "cy"]
    said = await told(ward, "ana", *welsh)
    assert said.locale == "cy"
    assert "Cymraeg" in words_of(said)
    assert words_of(said).startswith(say("commands-language_chosen", "cy", language="").split(":")[0])
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "3"))
    assert (await ward.shown("ana")).locale == "cy", "her open question is redrawn in it"
    assert (await ward.shown("ben")).locale == "en-GB"
    assert (await told(ward, "ana", Command.HELP)).locale == "cy"


async def test_within_one_batch_what_comes_after_it_is_in_the_new_language(ward: Ward) -> None:
    choose = ward.press("ana", SelfPress(what=OnSelf.LANGUAGE, locale="cy"), message="m-help")
    after = ward.update("ana", Commanded(command=Command.PRIVACY))
    await ward.do(choose, after)
    said = (await ward.deliveries())[reply_key(await ward.taken_in(after))].message
    assert said is not None
    assert said.locale == "cy"


async def test_it_is_no_revision_and_stands_in_no_log(ward: Ward) -> None:
    """Files that a hospital applies every night are based on the newest revision."""
    async with ward.storage.reading() as work:
        before, roster = await work.revisions.newest(), await work.rosters.current()
        entries = await work.administration_log.entries()
    await told(ward, "ana", SelfPress(what=OnSelf.LANGUAGE, locale="cy"))
    async with ward.storage.reading() as work:
        assert await work.revisions.newest() == before
        assert await work.administration_log.entries() == entries
        now = await work.rosters.current()
    assert {each for each in now.people if now.people[each] != roster.people[each]} == {ANA}
    assert now.people[ANA].locale == "cy"
    assert (now.memberships, now.addresses) == (roster.memberships, roster.addresses)


async def test_a_language_that_there_is_none_of_leads_back_to_the_choice(ward: Ward) -> None:
    choice = await told(ward, "ana", SelfPress(what=OnSelf.LANGUAGE, locale="tlh"))
    assert len(offered(choice, OnSelf.LANGUAGE)) > 1
    async with ward.storage.reading() as work:
        person = await work.rosters.person(ANA)
    assert person is not None
    assert person.locale is None
