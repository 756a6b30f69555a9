"""Who asks for the console in their own chat: those whom a page of it is for get a link, all others a polite line."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.inbound import MENU, Command, Commanded
from bot.domain.organisation.people import Membership, Role
from bot.ports import Storage
from tests.support.builders import ICU, T0
from tests.support.messages import words_of
from tests.support.ward import CONSOLE_LINK, Ward


async def told(ward: Ward, person: str) -> str:
    update = ward.update(person, Commanded(command=Command.CONSOLE))
    await ward.do(update)
    message = (await ward.deliveries())[DeliveryKey(f"n:telegram:{update.update_id}")].message
    assert message is not None
    return words_of(message)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
async def test_those_with_a_page_get_a_link_and_nobody_else(storage: Storage, tmp_path: Path, role: Role) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    said = await told(ward, "ana")
    assert "for those who run Rounds" in said
    assert CONSOLE_LINK not in said
    async with storage.writing() as work:
        roster = await work.rosters.current()
        held = roster.memberships | {Membership(person=PersonId("ana"), unit=ICU, role=role)}
        await work.rosters.save(replace(roster, memberships=held), at=T0)
    assert CONSOLE_LINK in await told(ward, "ana")


def test_what_is_for_administrators_stands_in_nobody_else_s_menu() -> None:
    assert set(MENU) == set(Command) - {Command.CONSOLE, Command.ADMIN}
