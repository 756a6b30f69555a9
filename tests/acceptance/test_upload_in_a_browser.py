"""A messy list from HR, brought by an administrator in a real browser, without a script; for everybody's eyes."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from storage.database import Database
from tests.acceptance.test_demo_in_a_browser import CHROMIUM, QUIET_FLAGS
from tests.acceptance.test_pages_in_a_browser import (
    SCREEN,
    SMALLEST,
    headings_are_in_order,
    no_barrier_is_found,
    nothing_is_cut_off,
    picture,
)
from tests.support.consoles import Hospital, a_hospital
from tests.support.patience import PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]
MESSY = """Workforce report 2 March;;;;;;
Employee No;Surname;Forename;Ward;Position;Email;Start Date
wim;Ward-Smith;Wim;intensive care;Staff nurse;wim@example.org;02/03/2026
MEM;;Mem;INTENSIVE CARE;Staff nurse;;
1044;Ward;Zoë;Willow Ward;Doctor;zoe@example.org;46083
1045;O'Hara;Siân;Willow Ward;Doctor;sian@example.org;31/02/2026
1046;Obi;Ada;Wilow Ward;Doctor;;
"""


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    async with a_hospital(sqlite_storage, tmp_path) as opened:
        yield opened


@asynccontextmanager
async def signed_in(hospital: Hospital) -> AsyncIterator[tuple[Browser, Page]]:
    """Ada's page, in a browser without scripts; and the browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        context = await browser.new_context(
            base_url=hospital.root,
            java_script_enabled=False,
            viewport={"width": SMALLEST[0], "height": SMALLEST[1]},
        )
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(await hospital.link("ada"))
        await page.get_by_role("button", name="Continue").click()
        yield browser, page
        await browser.close()


async def looked_at(browser: Browser, page: Page, name: str) -> None:
    """The words that are shown, where axe can run; on the smallest telephone and on a screen, light and dark."""
    await page.wait_for_load_state()
    shown = await page.content()
    for size in (SMALLEST, SCREEN):
        context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme="dark")
        context.set_default_timeout(PATIENCE * 1000)
        again = await context.new_page()
        await again.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html"))
        await again.goto(page.url)
        await nothing_is_cut_off(again)
        await headings_are_in_order(again)
        if size == SMALLEST:
            await no_barrier_is_found(again)
            await again.emulate_media(color_scheme="light")
            await no_barrier_is_found(again)
        await picture(again, name)
        await context.close()


async def test_a_messy_list_is_brought_mended_and_saved_without_a_script(hospital: Hospital) -> None:
    async with signed_in(hospital) as (browser, page):
        await page.goto("/admin/people")
        await page.get_by_role("link", name="Upload from HR").click()
        await looked_at(browser, page, "upload")
        await bring(page, MESSY)
        assert await page.get_by_label("Employee No").input_value() == "person_id"
        assert await page.get_by_label("Position").input_value() == ""
        await looked_at(browser, page, "columns")
        await page.get_by_role("button", name="Show what changes").click()
        await page.get_by_role("heading", name="Are these the same people?").wait_for()
        await looked_at(browser, page, "questions")
        await page.get_by_label("The same; keep the id that was there first").check()
        await page.get_by_role("button", name="Show what changes").click()
        await page.get_by_text('"Wilow Ward" is no unit of the programme; did you mean').wait_for()
        await looked_at(browser, page, "faults")
        mended = MESSY.replace("Wilow", "Willow").replace("31/02/2026", "28/02/2026").replace("MEM", "mem")
        await page.get_by_role("link", name="Another file").click()
        await bring(page, mended)
        await page.get_by_label("People who are not in this file leave").check()
        await page.get_by_role("button", name="Show what changes").click()
        await page.get_by_role("heading", name="2 people leave").wait_for()
        await looked_at(browser, page, "plan")
        await page.get_by_role("button", name="Save").click()
        await page.get_by_text("Saved as revision").wait_for()
        await looked_at(browser, page, "saved")
        await page.reload()
        await page.get_by_text("Saved as revision").wait_for()


async def bring(page: Page, text: str) -> None:
    await page.get_by_label("File with the list").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    await page.get_by_role("button", name="Read the file").click()
    await page.get_by_role("heading", name="Which column is what?").wait_for()
