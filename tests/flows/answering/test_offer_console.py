"""Who asks for their pages in their own chat gets a link that signs them in."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.inbound import MENU, Command, Commanded
from bot.domain.organisation.people import Membership, Role
from bot.ports import Storage
from tests.support.builders import ICU, T0
from tests.support.messages import words_of
from tests.support.routes import CONSOLE_LINK
from tests.support.ward import Ward


async def told(ward: Ward, person: str) -> str:
    update = ward.update(person, Commanded(command=Command.CONSOLE))
    await ward.do(update)
    message = (await ward.deliveries())[reply_key(await ward.taken_in(update))].message
    assert message is not None
    return words_of(message)


@pytest.mark.drill
@pytest.mark.parametrize("role", Role)
async def test_everybody_on_the_list_gets_a_link(storage: Storage, tmp_path: Path, role: Role) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    async with storage.writing() as work:
        roster = await work.rosters.current()
        held = roster.memberships | {Membership(person=PersonId("ana"), unit=ICU, role=role)}
        await work.rosters.save(replace(roster, memberships=held), at=T0)
    assert CONSOLE_LINK in await told(ward, "ana")


def test_what_is_for_administrators_stands_in_nobody_else_s_menu() -> None:
    assert set(MENU) == set(Command) - {Command.CONSOLE, Command.ADMIN, Command.NUDGE}, "champions have a button"
