"""Saving a long list: its page says how far it is, begins nothing twice, and tells of a restart in the middle."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.adapters.console.upload import may_go_on
from bot.domain.organisation.people import Channel
from bot.ports import UnitOfWork, WorkQueue
from storage.database import Database
from tests.support.builders import T0, after
from tests.support.consoles import Browser, Hospital, a_hospital, served
from tests.support.patience import PATIENCE
from tests.support.uploads import CHANGES, SAVED, UPLOAD, bring, names, save

SAVING = f"{UPLOAD}/saving"
HARDLY_WAITING = 0.05
"""Seconds."""
LIST = "person_id,name,unit,role\nwim,Wim Ward,ward,member\n9001,Zoe New,ward,member\n"


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    """Whose pages wait for nothing."""
    async with a_hospital(sqlite_storage, tmp_path, told_within=HARDLY_WAITING) as opened:
        yield opened


async def until_saved(browser: Browser) -> None:
    async with asyncio.timeout(PATIENCE):
        while browser.page.url.path != SAVED:
            await browser.get(SAVING)
            await asyncio.sleep(0.05)


async def revisions(hospital: Hospital) -> int:
    async with hospital.storage.reading() as work:
        return len(await work.revisions.recorded())


@pytest.mark.drill
async def test_the_page_says_how_far_it_is_and_a_second_press_begins_nothing(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await bring(ada, LIST)
        before, pressed = await revisions(hospital), ada.hidden()
        async with hospital.storage.writing():  # so that what is saved has to wait
            await save(ada)
            assert ada.page.url.path == SAVING
            assert int(ada.page.headers["refresh"]) > 0
            assert "http-equiv" not in ada.page.text
            assert re.search(r'aria-current="step">Wait for whatever else is being written: <b>now</b>', ada.text)
            assert "2 changes of people are on their way" in ada.text
            assert "Compare the list with the people of now: done" in ada.text
            await ada.post(CHANGES, pressed, token=False)
            assert ada.page.url.path == SAVING
            assert (await ada.get(ada.page.url.path)).status_code == 200
        await until_saved(ada)
        assert "Saved as revision" in ada.text
        await ada.post(CHANGES, pressed, token=False)
        assert ada.page.url.path == SAVED
    assert await revisions(hospital) == before + 1
    assert (await names(hospital))["wim"] == "Wim Ward"


async def test_a_restart_in_the_middle_saves_nothing_and_the_page_says_so(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(a_hospital(sqlite_storage, tmp_path, told_within=HARDLY_WAITING))
        ada = await stack.enter_async_context(first.browser("ada"))
        await bring(ada, LIST)
        before = await names(first)
        async with first.storage.writing():
            await save(ada)
            assert ada.page.url.path == SAVING
            cookies = ada.client.cookies
            await stack.aclose()  # while it waits
        async with served(sqlite_storage, tmp_path, told_within=HARDLY_WAITING) as again, again.browser() as browser:
            browser.client.cookies = cookies
            await browser.get(SAVING)
            assert "nothing of the list was saved" in browser.text
            assert await names(again) == before
            await browser.get(CHANGES)
            await save(browser)
            await until_saved(browser)
            assert (await names(again))["9001"] == "Zoe New"


async def test_what_the_rules_say_against_it_is_shown_and_nothing_is_half_saved(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await bring(ada, LIST)
        before = await names(hospital)
        async with hospital.storage.writing() as work:
            await save(ada)
            assert ada.page.url.path == SAVING
            await _take_off(work, "wim")
        async with asyncio.timeout(PATIENCE):
            while "Somebody has changed" not in ada.text:
                await ada.get(ada.page.url.raw_path.decode())
                await asyncio.sleep(0.05)
        assert (await names(hospital)).keys() == before.keys() - {"wim"}


@pytest.mark.drill
async def test_a_page_of_another_process_says_that_it_is_being_saved_and_then_what_came_of_it(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    several: WorkQueue = _Quiet()
    async with (
        a_hospital(sqlite_storage, tmp_path, told_within=HARDLY_WAITING, queue=several) as first,
        served(sqlite_storage, tmp_path, told_within=HARDLY_WAITING, queue=several) as second,
        first.browser("ada") as ada,
        second.browser() as elsewhere,
    ):
        elsewhere.client.cookies = ada.client.cookies
        for changed in (True, False):
            await bring(ada, LIST)
            async with first.storage.writing() as work:
                await save(ada)
                address = ada.page.url.raw_path.decode()
                await elsewhere.get(address)
                assert "The list is being saved" in elsewhere.text
                assert 'aria-current="step"' not in elsewhere.text, "it does not know how far the other one is"
                assert int(elsewhere.page.headers["refresh"]) > 0
                if changed:
                    await _take_off(work, "wim")
            async with asyncio.timeout(PATIENCE):
                while "The list is being saved" in elsewhere.text:
                    await elsewhere.get(address)
                    await asyncio.sleep(0.05)
            assert ("Somebody has changed" if changed else "Saved as revision") in elsewhere.text


class _Quiet:
    """Of a queue that other processes would hear."""

    async def wake(self, channel: Channel) -> None:
        """Nothing is sent here."""


async def _take_off(work: UnitOfWork, person: str) -> None:
    roster, programme = await work.rosters.current(), await work.programmes.current()
    assert programme is not None
    people = {identity: each for identity, each in roster.people.items() if identity != person}
    members = frozenset(each for each in roster.memberships if each.person != person)
    await work.programmes.save(programme, at=T0)
    await work.rosters.save(type(roster)(people=people, memberships=members), at=T0)


async def test_where_nothing_is_saved_the_page_leads_back(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(SAVING)
        assert ada.page.url.path == UPLOAD


def test_another_process_is_believed_to_go_on_for_two_minutes() -> None:
    begun = int(T0.timestamp())
    assert may_go_on(str(begun), after(seconds=119))
    assert not may_go_on(str(begun), after(seconds=120))
    assert may_go_on(str(begun + 1), T0), "the other clock may be ahead"
    assert not may_go_on(str(begun + 120), T0)
    for odd in ("", "x", "-1", "9" * 30, "²"):
        assert not may_go_on(odd, T0)
