"""A question on a page counts as delivered when a person has had it before their eyes, and by nothing else."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from bot.adapters.channels.web.links import chat_path
from bot.adapters.channels.web.serving import serving
from bot.domain.messaging.inbound import Opened
from tests.acceptance.test_demo_in_a_browser import CHROMIUM, QUIET_FLAGS
from tests.adapters.channels.web.conftest import site
from tests.adapters.channels.web.test_chat import QUESTION_BUTTONS, TOKEN, Site
from tests.support.patience import PATIENCE, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]
__all__ = ["site"]


@pytest.fixture
async def page(site: Site) -> AsyncIterator[Page]:
    await site.post("One question, one tap.", buttons=QUESTION_BUTTONS)
    async with serving(site.app, host="127.0.0.1", port=0) as root, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        opened = await chromium.new_page(base_url=root)
        await opened.clock.install()
        await opened.goto(chat_path(TOKEN))
        yield opened
        await chromium.close()


def seen(site: Site) -> int:
    assert all(isinstance(update.event, Opened) for update in site.inbox.updates)
    return len(site.inbox.updates)


async def test_opening_reloading_and_going_back_are_not_seeing(site: Site, page: Page) -> None:
    await page.clock.run_for(5_000)
    await page.reload()
    await page.clock.run_for(5_000)
    await page.goto("/")
    await page.go_back()
    await page.clock.run_for(5_000)
    assert seen(site) == 0


async def test_ten_seconds_in_sight_or_a_touch_are_seeing_once(site: Site, page: Page) -> None:
    await page.clock.run_for(15_000)
    await until(lambda: seen(site) == 1)
    await page.clock.run_for(60_000)
    await page.keyboard.press("Tab")
    assert seen(site) == 1
    await site.post("Another one.", key="k2")
    await page.get_by_text("Another one.").wait_for(timeout=PATIENCE * 1000)
    assert seen(site) == 1
    await page.keyboard.press("Tab")
    await until(lambda: seen(site) == 2)


@pytest.fixture
async def bare_page(site: Site) -> AsyncIterator[Page]:
    """Without a script."""
    await site.post("One question, one tap.", buttons=QUESTION_BUTTONS)
    async with serving(site.app, host="127.0.0.1", port=0) as root, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        context = await chromium.new_context(base_url=root, java_script_enabled=False)
        yield await context.new_page()
        await chromium.close()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
async def test_without_a_script_ten_seconds_in_sight_are_seeing(site: Site, bare_page: Page, motion: str) -> None:
    await bare_page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    await stand_still(bare_page)
    await bare_page.goto(chat_path(TOKEN), wait_until="networkidle")
    assert seen(site) == 0
    await bare_page.goto("/")
    await stand_still(bare_page, speed=100)
    await bare_page.goto(chat_path(TOKEN))
    await until(lambda: seen(site) == 1)


async def test_without_a_script_a_touch_is_seeing(site: Site, bare_page: Page) -> None:
    await stand_still(bare_page)
    await bare_page.goto(chat_path(TOKEN))
    await bare_page.keyboard.press("Tab")
    await until(lambda: seen(site) == 1)
    await site.post("Another one.", key="k2")
    await bare_page.reload()
    await bare_page.get_by_text("Another one.").click()
    await until(lambda: seen(site) == 2)


async def stand_still(page: Page, *, speed: float = 0) -> None:
    """The clock by which the page's style knows how long it was in sight."""
    session = await page.context.new_cdp_session(page)
    await session.send("Animation.enable")
    await session.send("Animation.setPlaybackRate", {"playbackRate": speed})
