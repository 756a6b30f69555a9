"""Lives through the demo's past, stands its clock at a question, and takes its pictures; then those of the table.

With a folder as argument it draws every screen of the table on every channel into that folder instead.
"""

import asyncio
import shutil
import sys
import tempfile
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, FloatRect, Locator, Page, async_playwright, expect

from bot.adapters.channels.web.links import chat_path
from bot.demo.page import WEEK, DemoClock, DemoPage
from bot.demo.past import NEWCOMERS_AGO
from bot.demo.run import BEFORE_THE_QUESTION, FIRST_WEEK, Hospital, cards, hospital, signed_in
from bot.demo.staff import first_question_of
from bot.logs import set_up_logging
from tests.screenshots.drawing import all_shown, shown_on
from tests.screenshots.situations import CONSOLE, DEMO, FOLDER, LARGEST, LIVED, OF_TABLE, PHONE, Lived
from tests.situations.table import situations
from tests.support.patience import PATIENCE
from tests.support.ports import reserved_port

AROUND = 5
"""Pixels above and under a message."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
HIDDEN = ".payload, .locked"
"""What the demo adds for the curious."""


async def main(whole: Path | None) -> None:
    set_up_logging(level="WARNING")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        if whole is None:
            await of_hospital(chromium)
            await of_table(chromium)
        else:
            await of_whole_table(chromium, whole)
        await chromium.close()


async def of_hospital(chromium: Browser) -> None:
    with tempfile.TemporaryDirectory(prefix="rounds-demo-") as folder:
        async with hospital(Path(folder)) as demo:
            await live(demo)
            demo.app.graph.accounts.routes.extend(page_of(demo).routes())
            with reserved_port() as port:
                async with demo.app.serving(host="127.0.0.1", port=port) as root:
                    await take_all(chromium, demo, root)


async def of_table(chromium: Browser) -> None:
    table = {each.name: {screen.name: screen for screen in each.screens} for each in await situations()}
    for each in OF_TABLE:
        html = shown_on(each.channel, table[each.situation][each.screen])
        save(await drawn_picture(chromium, html), FOLDER / each.file)


async def of_whole_table(chromium: Browser, folder: Path) -> None:
    for each in all_shown(await situations()):
        save(await drawn_picture(chromium, each.html), folder / f"{each.name}.png")


async def drawn_picture(chromium: Browser, html: str) -> bytes:
    phone = await chromium.new_page(viewport={"width": PHONE, "height": 844})
    await phone.set_content(html)
    png = await picture_of(phone, phone.locator("li.message"))
    await phone.close()
    return png


async def live(demo: Hospital) -> None:
    """To the minute after the first question that a visitor would get."""
    newcomers_in = FIRST_WEEK + (demo.past_weeks - NEWCOMERS_AGO)
    await demo.past.begin(FIRST_WEEK)
    week = await demo.past.live(FIRST_WEEK, demo.past_weeks, newcomers_in=newcomers_in, progress=lambda _share: None)
    for moment in (first_question_of(week) - BEFORE_THE_QUESTION, first_question_of(week)):
        demo.clock.jump(moment)
        await demo.app.tick()
        await demo.app.graph.post_web.drain()


def page_of(demo: Hospital) -> DemoPage:
    """The demo's page with its clock paused."""
    return DemoPage(
        clock=DemoClock(clock=demo.clock, speed=WEEK / 20, paused=True),
        chats=lambda: cards(demo),
        past=lambda: 1.0,
        open_question=lambda: "",
        sign_in=partial(signed_in, demo),
        read=demo.app.graph.read_chat,
        storage=demo.app.world.storage,
        timer=demo.app.world.timer,
    )


async def take_all(browser: Browser, demo: Hospital, root: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    wide = await browser.new_page(viewport={"width": 1200, "height": 860})
    await wide.goto(root)
    await expect(wide.frame_locator("iframe").nth(2).locator("li.message").first).to_be_visible()
    save(await wide.screenshot(), FOLDER / DEMO)
    await take_console(browser, demo, root)
    for situation in LIVED:
        phone = await browser.new_page(viewport={"width": PHONE, "height": 844})
        phone.set_default_timeout(PATIENCE * 1000)
        await take(phone, demo, root, situation)
        await phone.close()


async def take_console(browser: Browser, demo: Hospital, root: str) -> None:
    phone = await browser.new_page(viewport={"width": PHONE, "height": 844})
    await phone.goto(f"{root}{await signed_in(demo)}")
    await phone.get_by_role("button", name="Continue").click()
    await expect(phone).to_have_url(f"{root}/admin")
    save(await phone.screenshot(), FOLDER / CONSOLE)
    await phone.close()


async def take(page: Page, demo: Hospital, root: str, situation: Lived) -> None:
    token = demo.tokens[situation.person]
    if situation.channel == "web":
        path = chat_path(token)
    else:
        card = next(each for each in cards(demo) if each.token == token)
        path = f"/demo/drawn/{situation.channel}/{card.name}"
    await page.goto(f"{root}{path}")
    message = page.locator("li.message", has_text=situation.says).first
    await unfold(message)
    await expect(message).to_be_visible(timeout=60_000)
    if situation.presses:
        await message.get_by_role("button", name=situation.presses, exact=True).click()
        await expect(message.locator("[aria-busy]")).to_have_count(0)  # the press is committed
        await demo.app.graph.inbox.work_off()
        await demo.app.graph.post_web.drain()
        await page.reload()
        message = page.locator("li.message", has_text=situation.then).first
        await expect(message).to_be_visible(timeout=60_000)
    save(await picture_of(page, message), FOLDER / situation.file)


async def unfold(message: Locator) -> None:
    """Older messages of a page are folded to a line each."""
    await message.wait_for(state="attached")
    await message.evaluate(
        "each => { const fold = each.querySelector(':scope > details:not(.more)'); if (fold) fold.open = true; }"
    )


async def picture_of(page: Page, message: Locator) -> bytes:
    """The message over the whole width of the phone. What is hidden lies inside it, so its height is taken after."""
    await page.evaluate("words => { for (const each of document.querySelectorAll(words)) each.hidden = true; }", HIDDEN)
    box = await message.bounding_box()
    assert box is not None
    top = box["y"] + await page.evaluate("window.scrollY")
    clip = FloatRect(x=0, y=top - AROUND, width=PHONE, height=box["height"] + 2 * AROUND)
    return await page.screenshot(full_page=True, clip=clip)


def save(png: bytes, file: Path) -> None:
    """In 256 colours, which nobody tells from the whole and which are a third of the bytes."""
    whole = Image.open(BytesIO(png)).convert("RGB")
    fewer = whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    fewer.save(file, optimize=True)
    if (size := file.stat().st_size) > LARGEST:
        sys.stderr.write(f"{file.name} has {size} bytes, more than {LARGEST}\n")


if __name__ == "__main__":
    whole = Path(sys.argv[1]) if sys.argv[1:] else None
    if whole is not None:
        whole.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(whole))
