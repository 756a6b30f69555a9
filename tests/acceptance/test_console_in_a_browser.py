"""The console in a real browser: without a script, by keyboard, on the smallest telephone, for everybody's eyes."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Locator, Page, ViewportSize, async_playwright

from bot.domain.digests.frozen_digest import Recipients
from bot.domain.digests.team_text import write_page
from bot.domain.identifiers import PersonId
from storage.database import Database
from tests.acceptance.test_demo_in_a_browser import CHROMIUM, QUIET_FLAGS
from tests.acceptance.test_pages_in_a_browser import (
    SMALLEST,
    headings_are_in_order,
    no_barrier_is_found,
    nothing_is_cut_off,
)
from tests.support.builders import after
from tests.support.consoles import ICU, Hospital, a_hospital
from tests.support.freezing import freeze
from tests.support.own_pages import says
from tests.support.pages import AT, CHART, WEEK, a_flagged_page
from tests.support.patience import PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    async with a_hospital(sqlite_storage, tmp_path) as opened:
        yield opened


async def test_an_administrator_makes_a_schedule_by_keyboard_without_a_script(hospital: Hospital) -> None:
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
        await reach(page, "Continue")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/admin")
        await page.goto("/admin/new-schedule")
        await page.get_by_label("Name of the schedule").fill("second")
        await page.get_by_label("Willow Ward").check()
        await page.get_by_label("Wednesday").check()
        await reach(page, "Show what changes")
        await page.keyboard.press("Enter")
        summary = page.get_by_role("alert")
        assert "At what time: Please fill this in" in await summary.inner_text()
        await summary.get_by_role("link").first.click()
        await page.get_by_label("At what time").fill("11:15")
        await reach(page, "Show what changes")
        await page.keyboard.press("Enter")
        await reach(page, "Save")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/admin/schedules?saved=1")
        cookies = await context.cookies()
        await context.close()
        context = await browser.new_context(
            base_url=hospital.root, viewport={"width": SMALLEST[0], "height": SMALLEST[1]}
        )
        await context.add_cookies(cookies)  # type: ignore[arg-type]
        page = await context.new_page()
        for at in (
            "",
            "/schedules",
            "/schedules/weekly-pulse/pause",
            "/new-schedule",
            "/people",
            "/people/wim",
            "/log",
            "/questions",
            "/questions/pers-int-1",
            "/teams",
            "/teams/icu/posts",
            "/teams/icu/posts/new/seat",
            "/teams/icu/merge",
            "/teams/icu/split",
            "/teams/icu/leads/nursing_lead",
        ):
            await page.goto(f"/admin{at}")
            await nothing_is_cut_off(page)
            await headings_are_in_order(page)
            await no_barrier_is_found(page)
        schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
        for scheme in schemes:
            await page.emulate_media(color_scheme=scheme)
            await page.goto("/admin/new-schedule")
            await press(page, page.get_by_role("button", name="Show what changes"))
            await nothing_is_cut_off(page)
            await no_barrier_is_found(page)
        await browser.close()


async def test_teams_are_merged_and_the_log_is_taken_along_on_the_smallest_telephone_by_keyboard(
    hospital: Hospital,
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        smallest: ViewportSize = {"width": SMALLEST[0], "height": SMALLEST[1]}
        context = await browser.new_context(base_url=hospital.root, java_script_enabled=False, viewport=smallest)
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(await hospital.link("ada"))
        await reach(page, "Continue")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/admin")
        await page.goto("/admin/teams/icu/merge")
        for name, value in (("week", "2026-03-09"), ("reason", "One floor")):
            await page.locator(f"[name={name}]").fill(value)
        await page.locator("[name=into]").select_option("ward")
        await reach(page, "Show what changes")
        await page.keyboard.press("Enter")
        await page.get_by_text("What will change").first.wait_for()
        await nothing_is_cut_off(page)
        await reach(page, "Save")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/admin/teams?saved=1")
        await page.goto("/admin/log")
        await nothing_is_cut_off(page)
        await reach(page, "Download as a file")
        async with page.expect_download() as download:
            await page.keyboard.press("Enter")
        saved = await (await download.value).path()
        assert "One floor" in saved.read_text("utf-8")
        await browser.close()


async def test_a_lead_reads_a_unit_s_page_on_the_smallest_telephone(hospital: Hospital) -> None:
    digest = replace(
        write_page(replace(a_flagged_page(), unit=ICU), at=AT, chart=CHART),
        recipients=Recipients(readers=frozenset({PersonId("leo")})),
    )
    async with hospital.storage.writing() as work:
        await freeze(work, [digest, replace(digest, week=WEEK - 1)])
    hospital.clock.at = after(days=8)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        page = await browser.new_page(base_url=hospital.root, viewport={"width": SMALLEST[0], "height": SMALLEST[1]})
        page.set_default_timeout(PATIENCE * 1000)
        await page.goto(await hospital.link("leo"))
        await page.get_by_role("button", name="Continue").click()
        await page.wait_for_url("**/units/icu")
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            await page.get_by_text("Details", exact=True).click()
            await nothing_is_cut_off(page)
            await headings_are_in_order(page)
            await no_barrier_is_found(page)
        await page.get_by_role("link", name="Week to 1 March 2026").click()
        await page.wait_for_url("**/units/icu?week=2026-W09")
        await browser.close()


async def test_somebody_pauses_reads_and_goes_on_their_own_page_by_keyboard_without_a_script(
    hospital: Hospital, tmp_path: Path
) -> None:
    await says(hospital, tmp_path, PersonId("mem"), "3")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        smallest: ViewportSize = {"width": SMALLEST[0], "height": SMALLEST[1]}
        context = await browser.new_context(base_url=hospital.root, java_script_enabled=False, viewport=smallest)
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(await hospital.link("mem"))
        await reach(page, "Continue")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/units/icu")
        await reach(page, "Your own page")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/me")
        await reach(page, "Pause until a day")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/me/pause")
        await page.get_by_label("The last day of your pause").fill("2026-03-20")
        await reach(page, "Pause")
        await page.keyboard.press("Enter")
        await page.get_by_text("Paused until the end of Friday 20 March").wait_for()
        await page.goto("/me")
        assert not await page.get_by_text("Agree", exact=True).count()
        await reach(page, "Show my answers")
        await page.keyboard.press("Enter")
        await page.get_by_text("Agree", exact=True).wait_for()
        await reach(page, "Hide my answers")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/me")
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download my data").click()
        assert (await download.value).suggested_filename == "rounds-my-data-2026-03-03.json"
        cookies = await context.cookies()
        await context.close()
        context = await browser.new_context(base_url=hospital.root, viewport=smallest)
        await context.add_cookies(cookies)  # type: ignore[arg-type]
        page = await context.new_page()
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            for at in ("", "/pause", "/details", "/forget"):
                await page.goto(f"/me{at}")
                await seen_by_everybody(page)
            await page.goto("/me")
            await page.get_by_text("One question", exact=True).click()
            await seen_by_everybody(page)
            await press(page, page.get_by_role("button", name="Show my answers"))
            await seen_by_everybody(page)
            await page.goto("/me")
            again = page.get_by_role("button", name="Start again")
            await press(page, again.or_(page.get_by_role("button", name="Less often")).first)
            await seen_by_everybody(page)
        await browser.close()


async def seen_by_everybody(page: Page) -> None:
    await nothing_is_cut_off(page)
    await headings_are_in_order(page)
    await no_barrier_is_found(page)


async def press(page: Page, button: Locator) -> None:
    """What comes after this looks at the page that the button leads to, and not at what is there on the way."""
    async with page.expect_navigation():
        await button.click()


async def reach(page: Page, name: str) -> None:
    """Go on by the tab key until the button has the focus."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.locator(f':focus:has-text("{name}")').count():
            return
    raise AssertionError(f"no way to {name} by keyboard")
