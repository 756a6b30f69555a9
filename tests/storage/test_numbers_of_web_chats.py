"""The numbers that stand in somebody's own page tell nothing of what others did meanwhile."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.inbound import Typed
from tests.storage.test_words_on_disk import LEAD, MEMBER, OTHER, Chats, Opener
from tests.support.freezing import freeze
from tests.support.leads import TUESDAY, a_digest
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster


@pytest.fixture
async def chats(open_database: Opener, tmp_path: Path) -> AsyncIterator[Chats]:
    async with open_database() as database:
        async with database.writing() as work:
            await work.programmes.save(the_programme(), at=TUESDAY)
            await work.rosters.save(the_roster({WARD: 6, CLINIC: 2}), at=TUESDAY)
            await freeze(work, [a_digest(the_programme().organisation)])
        clock = ShiftedClock(start=TUESDAY, speed=0)
        yield Chats(
            database=database, app=App(World(storage=database, keys_folder=tmp_path / "keys", clock=clock)), clock=clock
        )


async def asks_for_help(chats: Chats) -> int:
    await chats.does(MEMBER, Typed(text="help"))
    number, _ = (await chats.chat(MEMBER))[-1]
    return number


async def test_own_numbers_go_on_as_if_nobody_else_had_done_anything(chats: Chats) -> None:
    await asks_for_help(chats)
    numbers = [await asks_for_help(chats), await asks_for_help(chats)]
    await chats.draft("Second trolley for the night")
    for words in ("help", "raise", "help"):
        await chats.does(OTHER, Typed(text=words))
    await chats.press(OTHER, SelfPress(what=OnSelf.PAUSE_2_WEEKS))
    await chats.press(LEAD, SelfPress(what=OnSelf.STOP_NOW))
    numbers.append(await asks_for_help(chats))
    alone, beside_others = numbers[1] - numbers[0], numbers[2] - numbers[1]
    assert alone == beside_others > 0
    assert numbers[2] < 2**53
    async with chats.database.reading() as work:
        kept = await work.own_data.rows_of(PersonId(MEMBER), since=None)
    assert kept["deliveries"].rows
    assert not any("id" in row for name in ("deliveries", "web_messages") for row in kept[name].rows)
