"""The calendar, health and a list that is being saved, in a real browser without a script; for everybody's eyes."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.channels.telegram import TELEGRAM
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from storage.database import Database
from tests.acceptance.test_console_in_a_browser import reach
from tests.acceptance.test_demo_in_a_browser import CHROMIUM
from tests.acceptance.test_upload_in_a_browser import bring, looked_at, signed_in
from tests.support.builders import T0
from tests.support.consoles import SURGERY, Hospital, a_hospital, a_hospital_s_roster

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]
LIST = "person_id;name;unit;role\n9001;Zoe New;ward;member\n"


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    """Ada administers everything."""
    async with a_hospital(sqlite_storage, tmp_path) as opened:
        roster = a_hospital_s_roster()
        more = frozenset({Membership(person=PersonId("ada"), unit=SURGERY, role=Role.ADMINISTRATOR)})
        async with opened.storage.writing() as work:
            await work.rosters.save(replace(roster, memberships=roster.memberships | more), at=T0)
        yield opened


async def test_quiet_weeks_bank_holidays_and_a_change_over_by_keyboard(hospital: Hospital) -> None:
    async with signed_in(hospital) as (browser, page):
        await page.get_by_role("link", name="Calendar").click()
        await looked_at(browser, page, "calendar-empty")
        await reach(page, "Add quiet weeks")
        await page.keyboard.press("Enter")
        await page.get_by_label("From").fill("2026-03-16")
        await page.get_by_label("Up to and including").fill("2026-03-08")
        await page.get_by_label("Medicine").check()
        await page.get_by_label("Reason").fill("National staff survey opens")
        await reach(page, "Show what changes")
        await page.keyboard.press("Enter")
        await page.get_by_role("alert").get_by_role("link").first.click()
        await looked_at(browser, page, "quiet-weeks-faults")
        await page.get_by_label("Up to and including").fill("2026-03-25")
        await reach(page, "Show what changes")
        await page.keyboard.press("Enter")
        await page.get_by_text("2026-W13").wait_for()
        await looked_at(browser, page, "quiet-weeks-plan")
        await reach(page, "Save")
        await page.keyboard.press("Enter")
        await page.get_by_text("Saved").first.wait_for()
        await page.get_by_role("link", name="Add the bank holidays of England").click()
        await looked_at(browser, page, "bank-holidays")
        await page.get_by_label("Surgery").check()
        await page.get_by_role("button", name="Show what changes").click()
        await page.get_by_role("button", name="Save").click()
        await page.get_by_role("link", name="Add a change-over").click()
        await looked_at(browser, page, "change-over")
        await page.get_by_label("What changes").select_option("rota")
        await page.get_by_label("Or every year, in").select_option("August")
        await page.get_by_label("Theatre 1").check()
        await page.get_by_label("Reason").fill("The new rota")
        await page.get_by_role("button", name="Show what changes").click()
        await page.get_by_role("button", name="Save").click()
        await page.get_by_text("Every August").first.wait_for()
        await looked_at(browser, page, "calendar")
        await page.get_by_role("link", name="Take away the quiet week").first.click()
        await page.get_by_text("quiet week taken out").wait_for()
        await page.get_by_role("button", name="Save").click()
        await page.get_by_text("Saved").first.wait_for()


async def test_health_and_its_trouble(hospital: Hospital) -> None:
    sending = Part(kind=PartKind.SENDING, channel=TELEGRAM)
    hospital.health.troubled(sending, Trouble(kind=TroubleKind.ACCOUNT_REFUSED))
    async with signed_in(hospital) as (browser, page):
        await looked_at(browser, page, "overview-troubled")
        await page.get_by_role("link", name="More about how Rounds is").click()
        await page.get_by_role("heading", name="Last troubles since the start").wait_for()
        await looked_at(browser, page, "health")
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Download for IT").click()
        assert (await download.value).suggested_filename == "rounds-health-2026-03-03.json"


async def test_a_list_that_is_being_saved_looks_again_by_itself(sqlite_storage: Database, tmp_path: Path) -> None:
    async with (
        a_hospital(sqlite_storage, tmp_path, told_within=0.05) as hospital,
        signed_in(hospital) as (browser, page),
    ):
        await page.goto("/admin/upload-people")
        await bring(page, LIST)
        await page.get_by_role("button", name="Show what changes").click()
        async with hospital.storage.writing():
            await page.get_by_role("button", name="Save").click()
            await page.get_by_role("heading", name="The list is being saved").wait_for()
            await looked_at(browser, page, "saving")
        await page.get_by_text("Saved as revision").wait_for()
