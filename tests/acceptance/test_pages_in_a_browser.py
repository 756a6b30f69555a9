"""The pages of somebody in a team and of a lead after a year, in a real browser: whoever reads them, and however.

With `ROUNDS_PICTURES=FOLDER` what was looked at is kept there as pictures.
"""

import gzip
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.adapters.channels.web.links import chat_path
from bot.adapters.channels.web.serving import serving
from bot.domain.identifiers import FlagId
from bot.domain.messaging.buttons import FlagPress, OnFlag
from bot.domain.messaging.documents import Paragraph
from bot.domain.messaging.inbound import Commanded, Inbound, Opened, Pressed
from bot.domain.messaging.messages import Button, MessageKind, message_of
from tests.acceptance.test_demo_in_a_browser import CHROMIUM, QUIET_FLAGS
from tests.adapters.channels.web.conftest import site
from tests.adapters.channels.web.test_chat import TOKEN, Site
from tests.support.messages import a_message
from tests.support.patience import PATIENCE, until
from tests.support.web_year import STATEMENT, a_clinician_s_year, a_lead_s_year

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.long,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]
__all__ = ["site"]

AXE = Path(__file__).parents[1] / "support/axe/axe.min.js.gz"
"""axe-core 4.11.0 by Deque Systems, under the Mozilla Public License 2.0, as it is published."""
PHONE, SMALLEST, SCREEN = (390, 844), (320, 568), (1280, 1024)
REASON = FlagPress(flag=FlagId("flag"), what=OnFlag.KNOWN_REASON)
TAKEN = ((Button(label="There is a known reason", intent=REASON),),)
AT_400_PERCENT = (320, 256)
"""What is left of a screen of 1280 by 1024 pixels."""

FOLDED_LOOKED_AT = 4
"""Of the messages of a year."""


@asynccontextmanager
async def chromium(site: Site) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Opens the page of the site's person in one browser."""
    async with serving(site.app, host="127.0.0.1", port=0) as root, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)

        async def opened(size: tuple[int, int], **how: object) -> Page:
            return await _opened(browser, root, size, **how)

        yield opened
        await browser.close()


async def _opened(browser: Browser, root: str, size: tuple[int, int], **how: object) -> Page:
    context = await browser.new_context(base_url=root, viewport={"width": size[0], "height": size[1]}, **how)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    page = await context.new_page()
    await page.goto(chat_path(TOKEN))
    return page


async def test_somebody_in_a_team_after_a_year(site: Site) -> None:
    number = await a_clinician_s_year(site)
    async with chromium(site) as opened:
        await without_a_script(opened, site, number)
        await a_bell_is_offered_once_after_the_first_answer(opened)
        await a_ring_shows_the_same_words_every_time(opened)
        page = await opened(PHONE)
        await picture(page, "team")
        await no_barrier_is_found(page)
        await nothing_is_cut_off(page)
        await headings_are_in_order(page)
        await everything_has_a_date(page)
        question = page.locator("li.message").first
        assert await question.locator("fieldset > legend").inner_text() == STATEMENT
        assert await tab_stops_to(page, question) <= 6
        await past_questions_are_one_line_each(page)
        await a_press_is_answered_where_it_was_made(page, site, question, number)
        await page.context.close()
        for size in (SMALLEST, AT_400_PERCENT):
            page = await opened(size)
            await nothing_is_cut_off(page)
            await the_menu_can_be_used(page)
            if size == AT_400_PERCENT:  # as wide as the smallest telephone
                await no_barrier_is_found(page)
            await page.context.close()
        await colours_and_motion_may_be_of_the_reader_s_choice(opened, "team")


async def test_a_lead_after_a_year(site: Site) -> None:
    number = await a_lead_s_year(site)
    async with chromium(site) as opened:
        page = await opened(PHONE)
        await picture(page, "lead")
        await no_barrier_is_found(page)
        await nothing_is_cut_off(page)
        await headings_are_in_order(page)
        await everything_has_a_date(page)
        newest = page.locator("li.message").first
        assert await newest.get_attribute("data-id") == str(number)
        await expect(newest.get_by_role("heading", level=2)).to_have_text("Acute medical unit: worth a conversation")
        assert await tab_stops_to(page, newest) <= 6
        await prints_as_a_document(page)
        await page.context.close()
        for size in (SMALLEST, AT_400_PERCENT):
            page = await opened(size)
            await nothing_is_cut_off(page)
            if size == AT_400_PERCENT:  # as wide as the smallest telephone
                await no_barrier_is_found(page)
            await page.context.close()
        await colours_and_motion_may_be_of_the_reader_s_choice(opened, "lead")
        await a_box_that_a_press_opens_is_in_sight(opened, site, number)
        await a_press_at_the_foot_of_a_long_message_shows_what_it_changed(opened, site, number)
        await without_a_script_it_is_where_the_page_opens(opened, site)


# --- what is looked at --------------------------------------------------------------------------------------------


async def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ROUNDS_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png")  # type: ignore[index]


async def no_barrier_is_found(page: Page) -> None:
    """By axe, with all of its rules, in what stands in sight and the newest of what is folded: the rest of a year is of
    the same elements, and takes minutes."""
    await page.evaluate(gzip.decompress(AXE.read_bytes()).decode())
    found = await page.evaluate(
        """async (past) => {
             const rules = Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, { enabled: true }]));
             const { violations } = await axe.run({ include: [["html"]], exclude: [[past]] }, { rules });
             return violations.map((each) => [each.id, each.nodes.map((node) => node.html)]);
           }""",
        f"#past > li:nth-child(n + {FOLDED_LOOKED_AT + 1})",
    )
    assert found == []


async def nothing_is_cut_off(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def headings_are_in_order(page: Page) -> None:
    levels = await page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


async def everything_has_a_date(page: Page) -> None:
    assert await page.locator("li.message").count() == await page.locator("li.message time[datetime]").count()


async def past_questions_are_one_line_each(page: Page) -> None:
    past = page.locator("#past > li.message")
    assert await past.count() > 30
    assert await page.locator("#past > li.message > details[open]").count() == 0
    lines = await page.locator("#past summary").all_inner_texts()
    assert any("24 February 2026" in line and "Statement number 1." in line for line in lines)
    closed = page.locator("#past > li.message", has_text="Statement number 3.")
    await closed.locator("summary").click()
    await expect(closed).to_contain_text("This question has closed.")
    assert await closed.get_by_role("button").count() == 0


async def tab_stops_to(page: Page, message: Locator) -> int:
    """How often Tab is pressed from the top of the page until the focus is in the message."""
    await page.evaluate("document.activeElement.blur()")
    handle = await message.element_handle()
    for stops in range(1, 60):
        await page.keyboard.press("Tab")
        if await page.evaluate("message => message.contains(document.activeElement)", handle):
            return stops
    raise AssertionError("it cannot be reached")


async def a_press_is_answered_where_it_was_made(page: Page, site: Site, question: Locator, number: int) -> None:
    await question.get_by_role("button", name="Agree", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(question.get_by_role("status")).to_have_text("Up to date.")
    await site.edit(number, a_message("Thank you. Recorded."))
    answered = page.locator(f"#m{number}")
    await expect(answered).to_contain_text("Thank you. Recorded.")
    assert await answered.evaluate("message => message.contains(document.activeElement)")


async def a_box_that_a_press_opens_is_in_sight(opened: Callable[..., Awaitable[Page]], site: Site, number: int) -> None:
    page = await opened(PHONE)
    button = page.locator(f"#m{number}").get_by_role("button", name="I will reply to the team")
    await button.scroll_into_view_if_needed()
    await button.click()
    await expect(page.locator(f"#m{number}").get_by_role("status").first).to_have_text("Up to date.")
    await site.edit(number, a_message("The nursing lead has taken this. " * 60, buttons=TAKEN))
    await expect(page.locator(f"#m{number}")).to_contain_text("has taken this")
    await site.post("Please write what the team should read.", key="box", asks_reply=True)
    box = page.get_by_role("textbox", name="Your words")
    await expect(box).to_be_focused()
    await expect(box).to_be_in_viewport()
    await box.press_sequentially("We talk about it")
    await site.post("Something new that nobody pressed for.", key="news")
    await expect(page.get_by_text("nobody pressed for")).to_be_visible()
    await expect(box).to_be_focused()
    await expect(page.locator("li.message", has=box).locator(".told")).to_have_text("")
    await page.context.close()


async def a_press_at_the_foot_of_a_long_message_shows_what_it_changed(
    opened: Callable[..., Awaitable[Page]], site: Site, number: int
) -> None:
    page = await opened(PHONE)
    digest = page.locator(f"#m{number}")
    await digest.get_by_role("button", name="There is a known reason").click()
    await expect(digest.get_by_role("status").first).to_have_text("Up to date.")
    lines = tuple(Paragraph(words=f"Line {line} of many.") for line in range(90))
    changed = message_of(MessageKind.ANSWER, "en-GB", (Paragraph(words="✓ Noted."), *lines), buttons=TAKEN)
    await site.edit(number, changed)
    await expect(digest.get_by_text("✓ Noted.")).to_be_focused()
    await expect(digest.get_by_text("✓ Noted.")).to_be_in_viewport()
    await page.context.close()


async def without_a_script_it_is_where_the_page_opens(opened: Callable[..., Awaitable[Page]], site: Site) -> None:
    page = await opened(PHONE, java_script_enabled=False)
    numbers: list[int] = []

    async def asks_for_words(updates: Sequence[Inbound]) -> None:
        if any(isinstance(each.event, Pressed) for each in updates):  # not because the page was in sight meanwhile
            numbers.append(await site.post("And the reason?", key="box-2", asks_reply=True))

    site.inbox.then = asks_for_words
    await page.get_by_role("button", name="There is a known reason").first.click()
    await expect(page.get_by_text("And the reason?")).to_be_visible()
    await expect(page).to_have_url(re.compile(f"#m{numbers[0]}$"))
    await expect(page.get_by_text("And the reason?")).to_be_in_viewport()
    await page.context.close()


async def the_menu_can_be_used(page: Page) -> None:
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    buttons = page.locator("details.menu button")
    for at in range(await buttons.count()):
        await page.keyboard.press("Tab")
        await expect(buttons.nth(at)).to_be_focused()
        await expect(buttons.nth(at)).to_be_in_viewport(ratio=0.9)
    await page.keyboard.press("Escape")
    assert await page.locator("details.menu[open]").count() == 0
    assert await page.evaluate("document.activeElement.tagName") == "SUMMARY"


async def prints_as_a_document(page: Page) -> None:
    await page.emulate_media(media="print")
    for gone in (page.locator(".menu"), page.locator("li.message button").first, page.locator("#past")):
        await expect(gone).to_be_hidden()
    await expect(page.get_by_role("heading", level=2).first).to_be_visible()
    await picture(page, "print")
    await page.emulate_media(media="screen")


async def colours_and_motion_may_be_of_the_reader_s_choice(opened: Callable[..., Awaitable[Page]], name: str) -> None:
    page = await opened(PHONE, forced_colors="active", reduced_motion="reduce", color_scheme="dark")
    await picture(page, f"{name}-forced")
    await no_barrier_is_found(page)
    moving = await page.evaluate("document.getAnimations().length")
    assert moving == 0
    edges = await page.eval_on_selector_all(
        "button, summary",
        "all => all.filter(each => each.offsetParent).map(each => getComputedStyle(each).outlineStyle)",
    )
    assert edges
    await page.context.close()


async def without_a_script(opened: Callable[..., Awaitable[Page]], site: Site, number: int) -> None:
    page = await opened(PHONE, java_script_enabled=False)
    question = page.locator("li.message").first
    await question.get_by_role("button", name="Agree", exact=True).click()
    await expect(question.get_by_role("status")).to_have_text("Up to date.")
    assert [type(each.event) for each in site.inbox.acts] == [Pressed]
    assert isinstance(site.inbox.updates[0].event, Opened), "whoever presses has the page before their eyes"
    assert page.url.endswith(f"#m{number}")
    await page.locator("details.menu summary").click()
    await page.get_by_role("button", name="Help").click()
    await expect(page.locator("#status")).to_have_text("Up to date.")
    assert [type(each.event) for each in site.inbox.acts] == [Pressed, Commanded]
    await page.context.close()


async def a_bell_is_offered_once_after_the_first_answer(opened: Callable[..., Awaitable[Page]]) -> None:
    page = await opened(PHONE)
    bell = page.locator("#bell")
    is_refused = await page.evaluate("Notification.permission") == "denied"  # by a browser without a screen
    await expect(bell).to_be_hidden() if is_refused else await expect(bell).to_be_visible()
    await page.evaluate(
        """() => {
             document.getElementById("bell").hidden = false;
             Notification.requestPermission = async () => "denied";
             Object.defineProperty(Notification, "permission", { get: () => "denied" });
           }"""
    )
    await bell.get_by_role("button", name="Yes, please").click()
    await expect(page.locator("#rings")).to_contain_text("You can allow them in its settings")
    await page.evaluate("document.getElementById('bell').hidden = false")
    await no_barrier_is_found(page)
    await picture(page, "bell")
    await bell.get_by_role("button", name="No, thank you").click()
    await expect(bell).to_be_hidden()
    await expect(page.locator("#rings")).to_contain_text("by its bookmark")
    await page.reload()
    await expect(page.locator("li.message").first).to_be_visible()
    await expect(bell).to_be_hidden()
    await page.context.close()


async def a_ring_shows_the_same_words_every_time(opened: Callable[..., Awaitable[Page]]) -> None:
    page = await opened(PHONE)
    await page.context.grant_permissions(["notifications"])
    client = await page.context.new_cdp_session(page)
    known: list[str] = []
    client.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(each["registrationId"] for each in event["registrations"]),
    )
    await client.send("ServiceWorker.enable")
    await page.evaluate(
        """async (path) => {
             await navigator.serviceWorker.register(`${path}/bell.js`, { scope: path });
             await navigator.serviceWorker.ready;
           }""",
        chat_path(TOKEN),
    )
    await until(lambda: known)
    root = await page.evaluate("location.origin")
    for _ in range(2):
        push = {"origin": root, "registrationId": known[0], "data": ""}
        await client.send("ServiceWorker.deliverPushMessage", push)
    # While the second takes the place of the first there is none for a moment.
    shown = await page.evaluate(
        """async () => {
             const bell = await navigator.serviceWorker.ready;
             for (;;) {
               const all = await bell.getNotifications();
               if (all.length) return all.map((each) => [each.title, each.body]);
               await new Promise((later) => setTimeout(later, 50));
             }
           }"""
    )
    assert shown == [["Rounds", "Something new is on your page."]]
    await page.context.close()
