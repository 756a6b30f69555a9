"""The demo as a newcomer meets it, in a real browser: answer a question, read a digest, look at its chart."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support.patience import PATIENCE
from tests.support.ports import reserved_port

CHROMIUM = shutil.which("chromium")
QUIET_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAST_WEEKS = 10
"""A shorter past than the demo's own keeps the test quick, and the teams of the page have learnt for their eight weeks;
everything else is the same."""
START = (
    "from rich.console import Console; from bot.cli.stopping import StopSignals; from bot.demo.run import run_demo; "
    "from bot.cli.ending import exit_code_of; "
    "run = lambda: run_demo(port={port}, speed=7 * 24 * 60, out=Console(), past_weeks={weeks}); "
    "demo = lambda: exit_code_of(run(), err=Console()); "
    "raise SystemExit(StopSignals(stopped=0).run(demo))"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.long,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The demo in a process of its own, with its past behind it."""
    with reserved_port() as port:
        process = subprocess.Popen([sys.executable, "-c", START.format(port=port, weeks=PAST_WEEKS)])
        root = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(root, process)
            yield root
        finally:
            process.terminate()
            assert process.wait(timeout=PATIENCE) == 0


def wait_until_ready(root: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10 * PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the demo ended by itself"
        try:
            with urllib.request.urlopen(f"{root}/demo/state", timeout=PATIENCE) as answer:  # noqa: S310 - our own loopback
                if b'"ready":true' in answer.read():
                    return
        except (urllib.error.URLError, TimeoutError):
            pass
        time.sleep(0.3)
    raise AssertionError("the demo's past took too long")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE * 1000)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def page(browser: Browser, demo: str) -> Page:
    opened = browser.new_page(viewport={"width": 1400, "height": 1000})
    opened.set_default_timeout(PATIENCE * 1000)
    opened.goto(demo)
    expect(opened.locator("#phones[data-ready=yes]")).to_be_visible()
    return opened


def chat(page: Page, title: str) -> FrameLocator:
    return page.frame_locator(f'iframe[title*="{title}"]')


@contextmanager
def standing_clock(page: Page) -> Iterator[None]:
    """The demo's time stands while the block runs.

    A reply lives for a day, which is a second at the demo's highest speed: a busy machine may need longer to draw one.
    What fell due before the clock stood still arrives before the block begins.
    """
    page.get_by_role("button", name="Pause").click()
    go_on = page.get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    try:
        wait_until_nothing_arrives(page)
        yield
    finally:
        go_on.click()
        expect(page.get_by_role("button", name="Pause")).to_be_visible()


@contextmanager
def standing_clock_once_in_sight(page: Page, wanted: Locator) -> Iterator[None]:
    """The demo's time stands while the block runs, and what is wanted is in sight.

    What came a fortnight ago is folded away, perhaps between seeing it and stopping the clock; then the next one is
    waited for. Questions are answered meanwhile, for the clock waits a minute at each.
    """
    deadline = time.monotonic() + 10 * PATIENCE
    while time.monotonic() < deadline:
        answer_what_is_open(page)
        if not wanted.is_visible():
            page.wait_for_timeout(300)
            continue
        with standing_clock(page):
            if wanted.is_visible():
                yield
                return
    raise AssertionError("it never came in sight")


def wait_until_nothing_arrives(page: Page) -> None:
    """Until no chat has changed for three seconds; one that is loaded anew just then has."""

    def states() -> list[list[str]] | None:
        drawn = "messages => messages.map(each => `${each.dataset.id} ${each.dataset.state}`)"
        try:
            return [each.locator("li.message").evaluate_all(drawn) for each in page.frames[1:]]
        except PlaywrightError:
            return None

    before, quiet = states(), 0
    while quiet < 3:
        page.wait_for_timeout(1000)
        now = states()
        before, quiet = now, quiet + 1 if now == before and now is not None else 0


@contextmanager
def quick_clock(page: Page) -> Iterator[None]:
    """The demo's time runs at its highest speed while the block runs; for an open question it waits at any speed."""
    speed = page.get_by_label("Speed")
    usual = speed.input_value()
    speed.select_option("10")
    yield
    speed.select_option(usual)


def answer_what_is_open(page: Page) -> None:
    you = chat(page, "You")
    agree = you.get_by_role("button", name="Agree", exact=True)
    while agree.count():
        number = you.locator("li.message", has=agree).first.get_attribute("data-id")
        one = you.locator(f'li.message[data-id="{number}"]').get_by_role("button", name="Agree", exact=True)
        one.click()
        expect(one).to_have_count(0)


def test_a_newcomer_answers_a_question_and_sees_it_recorded(page: Page) -> None:
    you = chat(page, "You")
    question = you.locator("li.message", has=you.get_by_role("button", name="Strongly agree")).first
    with quick_clock(page):  # the next one may be a week away
        expect(question).to_be_visible()
    question.get_by_role("button", name="Agree", exact=True).click()
    # A reminder may be under way at this moment; then the answer stands in its copy, the only one that can be changed.
    answered = you.locator("li.message", has=you.get_by_role("button", name="Change")).first
    expect(answered).to_contain_text("Thank you. Recorded")
    expect(answered).not_to_contain_text("Strongly")  # the answer is not left on the screen


def test_a_lead_reads_a_digest_and_opens_its_chart(page: Page) -> None:
    answer_what_is_open(page)  # else the clock waits a minute before the digest comes
    lead = chat(page, "A lead: nursing lead")
    digest = lead.locator("li.message", has=lead.locator("details.more")).first
    expect(digest).to_contain_text("Surgical ward 4: nothing needs you")
    with standing_clock(page):
        number = digest.get_attribute("data-id")  # something newer may come before it even now, on a busy machine
        digest = lead.locator(f'li.message[data-id="{number}"]')
        digest.locator("summary", has_text="Details and chart").click()
        expect(digest.get_by_role("heading", name="Surgical ward 4: details")).to_be_visible()
        expect(digest.get_by_role("img", name="heard now")).to_be_visible()
        digest.locator("summary", has_text="The chart’s figures").click()
        expect(digest.get_by_role("columnheader", name="Heard, of ten colleagues")).to_be_visible()


def test_five_cards_say_whose_phones_they_are_and_what_to_try(page: Page) -> None:
    cards = page.locator("section.phone")
    expect(cards).to_have_count(5)
    titles = (
        *("You, a nurse on", "A lead: nursing lead of", "A sponsor: the medical director", "A champion: a peer on"),
        "A guardian: outside the teams",
    )
    for number, title in enumerate(titles):
        card = cards.nth(number)
        expect(card.get_by_role("heading", level=2)).to_contain_text(title)
        assert all(words.strip() for words in card.locator(".tries li").all_inner_texts())
        assert card.locator(".tries li").count() == 2


def test_an_administrator_s_card_opens_the_console(page: Page) -> None:
    with standing_clock(page), page.expect_popup(timeout=PATIENCE * 1000) as opened:
        page.get_by_role("link", name="Open the console").click()
    console = opened.value
    console.get_by_role("button", name="Continue").click()
    expect(console.get_by_role("heading", name="Overview")).to_be_visible(timeout=60_000)
    expect(console.get_by_text("All is well")).to_be_visible(timeout=60_000)
    console.close()


def test_the_switch_draws_the_payloads_of_slack_and_telegram(page: Page) -> None:
    answer_what_is_open(page)
    with standing_clock(page):
        for channel in ("Slack", "Telegram"):
            page.get_by_label(channel).check()
            lead = chat(page, "A lead: nursing lead")
            newest = lead.locator("li.message", has=lead.get_by_role("button", name="Start an action")).first
            expect(newest).to_be_visible()
            sent = json.loads(newest.locator(".payload pre").text_content() or "")
            drawn = " ".join((newest.locator(".drawn").text_content() or "").split())
            for words in texts_of(sent):
                assert " ".join(words.split()) in drawn
            details = newest.get_by_role("button", name="Details and chart")
            if details.count() == 0:  # by now the week is flagged: details stand under More
                continue
            details.click()
            expect(lead.locator("li.message", has_text="Surgical ward 4: details").first).to_be_visible()
        page.get_by_label("Web page").check()
        expect(chat(page, "You").get_by_role("heading", name="Rounds", exact=True).first).to_be_visible()


def test_the_champion_has_a_nudge_with_three_buttons(page: Page) -> None:
    theirs = chat(page, "A champion")
    another = theirs.get_by_role("button", name="Another one").first
    with standing_clock_once_in_sight(page, another):
        another.click()
        nudge = theirs.locator("li.message", has_text="Five minutes this week").first
        expect(nudge.get_by_role("button", name="Done")).to_be_visible()


def texts_of(sent: dict[str, Any]) -> Iterator[str]:
    """The words of a steady digest as either payload has them."""
    if "blocks" not in sent:
        yield str(sent.get("text") or sent["caption"])
    for block in sent.get("blocks", ()):
        text = block.get("text")
        yield from [text["text"]] if text else ()
        yield from (each["text"] for each in block.get("elements", ()) if each["type"] == "plain_text")


def test_the_clock_can_be_paused_and_sped_up(page: Page) -> None:
    pause = page.get_by_role("button", name="Pause")
    pause.click()
    go_on = page.get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    answer_what_is_open(page)  # the clock waits a minute for a visitor who has a question
    stood = page.locator("#now").inner_text()
    page.wait_for_timeout(1200)
    assert page.locator("#now").inner_text() == stood
    speed = page.get_by_label("Speed")
    usual = speed.input_value()
    speed.select_option("10")
    go_on.click()
    expect(page.locator("#now")).not_to_have_text(stood, timeout=2 * PATIENCE * 1000)  # another question may have come
    speed.select_option(usual)


def test_a_chat_works_by_keyboard_and_at_four_hundred_percent(browser: Browser, page: Page) -> None:
    address = page.locator("iframe").first.get_attribute("src")
    root = page.url.rstrip("/")
    with standing_clock(page):
        reads_help_by_keyboard(browser, f"{root}{address}")


def reads_help_by_keyboard(browser: Browser, address: str) -> None:
    small = browser.new_page(viewport={"width": 320, "height": 480})  # 1280 px at 400 %
    small.set_default_timeout(PATIENCE * 1000)
    small.goto(address)
    assert small.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small.keyboard.press("Tab")
    assert small.evaluate("document.activeElement.textContent") == "Go to your newest message"
    small.keyboard.press("Tab")
    assert small.evaluate("document.activeElement.tagName") == "SUMMARY"
    small.keyboard.press("Enter")
    small.keyboard.press("Escape")
    assert small.evaluate("document.querySelector('details.menu').open") is False
    small.keyboard.press("Enter")
    small.keyboard.press("Tab")
    assert small.evaluate("document.activeElement.textContent.trim()") == "Help"
    small.keyboard.press("Enter")
    expect(small.locator("li.message", has_text="One tap answers it.")).to_be_visible()
    small.close()


def test_every_picture_button_and_box_has_a_name_for_a_screen_reader(page: Page) -> None:
    with standing_clock(page):
        for frame in page.frames[1:]:
            nameless = frame.evaluate(
                """() => [...document.querySelectorAll('button, textarea, img, select')].filter(each =>
                     !(each.alt || each.textContent.trim() || each.labels?.length || each.ariaLabel))
                     .map(each => each.outerHTML.slice(0, 200))"""
            )
            assert nameless == []
            assert frame.evaluate("document.documentElement.lang") == "en-GB"
            assert frame.locator("section[aria-live=polite] > ol").count() == 1
