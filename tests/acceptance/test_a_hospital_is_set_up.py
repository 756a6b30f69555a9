"""An administrator without a shell, in a real browser: from the first sign-in to the first digest, and handing over.

With `ROUNDS_PICTURES=FOLDER` what is seen at the end is kept there as a picture.
"""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web.links import join_link
from bot.adapters.clock import ShiftedClock, SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.app.loops import App
from bot.app.revising import reviser
from bot.app.world import World
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Channel
from config.folder import read_folder
from storage.database import Database
from tests.acceptance.test_demo_in_a_browser import CHROMIUM, QUIET_FLAGS
from tests.acceptance.test_pages_in_a_browser import SMALLEST, picture
from tests.support.patience import PATIENCE, until_seen
from tests.support.ports import reserved_port
from tests.support.processes import rounds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ASKED = datetime(2026, 3, 4, 11, 0, 5, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
DIGEST = datetime(2026, 3, 10, 12, 31, tzinfo=UTC)
NURSES = ["Ann", "Bo", "Cat", "Dan", "Eve", "Fay", "Gil", "Hal", "Ida", "Jo"]
MESSY = "\n".join(
    [
        "Workforce report 2 March;;;",
        "Employee No;Name;Ward;Position",
        *(f"{4000 + n};{name};Elm ward;Staff nurse" for n, name in enumerate(NURSES)),
        "4010;Kit;Elmward;Staff nurse",
        ";;;",
        "5001;Nell Okafor;ELM WARD;Ward manager",
        "6001;Lee;Oak Ward;Staff nurse",
        "6002;Mo;Oak Ward;Staff nurse",
    ]
)

COSTS = {
    "two wards": (9, 5),
    "14 people and a lead": (20, 0),
    "slips for everybody": (2, 0),
    "a test of the question": (5, 0),
    "another day and hour": (7, 2),
    "paused and resumed": (5, 6),
    "moved and undone": (9, 0),
    "two wards merged": (5, 9),
    "somebody new invited": (8, 3),
    "handed over": (6, 0),
}
"""Clicks and words, as docs/comparison.md tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A hospital of which there is nothing yet but what `rounds init` writes."""

    app: App
    clock: ShiftedClock
    root: str
    browser: Browser

    async def at(self, moment: datetime) -> None:
        self.clock.jump(moment)
        await self.app.tick()

    async def somebody(self) -> "Somebody":
        """With a telephone of their own, which runs no scripts."""
        context = await self.browser.new_context(
            base_url=self.root,
            java_script_enabled=False,
            viewport={"width": SMALLEST[0], "height": SMALLEST[1]},
        )
        context.set_default_timeout(PATIENCE * 1000)
        return Somebody(page=await context.new_page())


@dataclass(slots=True, kw_only=True)
class Somebody:
    page: Page
    chat: str = ""
    """The address of their own chat, once they have joined."""
    clicks: int = 0
    words: int = 0
    cost: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Clicks and words, by what they were for."""

    async def press(self, name: str) -> None:
        """A button."""
        self.clicks += 1
        await self.page.get_by_role("button", name=name, exact=True).first.click()
        await self.page.wait_for_load_state()

    async def follow(self, name: str) -> None:
        """A link."""
        self.clicks += 1
        await self.page.get_by_role("link", name=name, exact=True).first.click()
        await self.page.wait_for_load_state()

    async def write(self, label: str, words: str) -> None:
        self.words += len(words.split())
        await self.page.get_by_label(label, exact=True).fill(words)

    async def choose(self, label: str, option: str) -> None:
        self.clicks += 1
        await self.page.get_by_label(label).select_option(label=option)

    async def tick(self, label: str) -> None:
        self.clicks += 1
        await self.page.get_by_label(label).check()

    async def sees(self, words: str) -> None:
        await self.page.get_by_text(words).first.wait_for()

    async def finds(self, words: str) -> None:
        """In their chat, once it is there."""

        async def there() -> bool:
            await self.page.goto(self.chat)
            return words in await self.page.locator("body").inner_text()

        await until_seen(there)

    async def saves(self, *seen: str) -> None:
        await self.press("Show what changes")
        for words in seen:
            await self.sees(words)
        await self.press("Save")

    async def joins(self, link: str) -> None:
        await self.page.goto(link)
        await self.press("Join")
        self.chat = self.page.url

    def done(self, what: str) -> None:
        self.cost[what] = self.clicks, self.words
        self.clicks = self.words = 0


@pytest.fixture
async def started(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Started]:
    async with a_start(sqlite_storage, tmp_path) as ready:
        yield ready


@asynccontextmanager
async def a_start(storage: Database, folder: Path) -> AsyncIterator[Started]:
    made = rounds(folder, "init", "hospital", "--admin", "ada,Ada Lowe,web")
    assert made.returncode == 0, made.stderr
    clock, recurrence = ShiftedClock(start=MONDAY), CronRecurrence()
    files = read_folder(folder / "hospital", recurrence=recurrence, channels=CHANNELS)
    keys = folder / "hospital" / "keys"
    apply = reviser(storage, clock=clock, entropy=SystemEntropy(), recurrence=recurrence, keys=keys)
    await apply(files.programme, files.roster, author=Author(who=Actor.user("root"), source=RevisionSource.FILES))
    async with AsyncExitStack() as stack:
        port = stack.enter_context(reserved_port())
        root = f"http://127.0.0.1:{port}"

        async def link(_channel: Channel, code: str) -> str:
            return join_link(root, code)

        app = App(World(storage=storage, keys_folder=folder / "keys", clock=clock, contact=root, join_link=link))
        await stack.enter_async_context(app.serving(host="127.0.0.1", port=port))
        await stack.enter_async_context(app.running(tick_every=3600))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        stack.push_async_callback(browser.close)
        yield Started(app=app, clock=clock, root=root, browser=browser)


async def test_from_the_first_sign_in_to_the_first_digest_without_a_shell(started: Started) -> None:
    ada = await started.somebody()
    secret = await started.app.graph.sign_in.offer(PersonId("ada"))
    await ada.page.goto(f"/signin/{secret}")
    await ada.press("Continue")
    await sets_up_units(ada)
    await brings_a_messy_list(ada)
    links = await hands_out_slips(ada)
    await joins_and_gets_a_test(ada)
    staff = {name: await started.somebody() for name in (*NURSES[:7], "Nell Okafor")}
    for name, each in staff.items():
        await each.joins(links[name])
    nell = staff.pop("Nell Okafor")
    await changes_when_it_is_asked(ada)
    await stops_everything_for_a_moment(ada)
    await moves_and_moves_back_and_merges(ada)
    await adds_somebody(ada)
    await hands_over(ada, nell)
    await started.at(ASKED)
    for each in staff.values():
        await each.finds("Strongly agree")
        await each.press("Agree")
        await each.finds("Recorded")
    await started.at(NEXT_MONDAY)
    await started.at(DIGEST)
    await nell.finds("Elm Ward: nothing needs you")
    await picture(nell.page, "set-up-digest")
    assert ada.cost == COSTS


async def sets_up_units(ada: Somebody) -> None:
    await ada.follow("Teams")
    await ada.follow("Change First team")
    await ada.write("Name", "Elm Ward")
    await ada.saves("Elm Ward")
    await ada.follow("New unit")
    await ada.write("Short name", "oak-ward")
    await ada.write("Name", "Oak Ward")
    await ada.choose("Part of", "Our hospital")
    await ada.saves("oak-ward")
    await ada.sees("Saved.")
    ada.done("two wards")


async def brings_a_messy_list(ada: Somebody) -> None:
    await ada.follow("People")
    await ada.follow("Upload from HR")
    await _brings(ada, MESSY)
    await ada.sees('"Elmward" is no unit of the programme; did you mean "Elm Ward"')
    await ada.follow("Another file")
    await _brings(ada, MESSY.replace("Elmward", "elm ward"))
    await ada.sees("14 people join")
    await ada.press("Save")
    await ada.sees("Saved as revision")
    await ada.page.goto("/admin/people?q=Nell")
    await ada.follow("Nell Okafor")
    await ada.follow("Give Nell Okafor a role")
    await ada.choose("Unit", "Elm Ward")
    await ada.choose("Role", "nursing lead")
    await ada.saves("nursing_lead of first-team")
    ada.done("14 people and a lead")


async def _brings(ada: Somebody, text: str) -> None:
    ada.clicks += 2  # one opens the window of files, one chooses
    await ada.page.get_by_label("File with the list").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    await ada.press("Read the file")
    await ada.choose("Channel of new people, where no column says it", "Web")
    await ada.press("Show what changes")


async def hands_out_slips(ada: Somebody) -> dict[str, str]:
    """Where everybody joins, by their names."""
    await ada.follow("Invitations")
    await ada.press("Slips to print")
    slips = await ada.page.locator(".slip").all()
    links = {await each.get_by_role("heading").inner_text(): await each.locator(".link").inner_text() for each in slips}
    assert len(links) == 15
    await ada.page.go_back()
    ada.done("slips for everybody")
    return links


async def joins_and_gets_a_test(ada: Somebody) -> None:
    await ada.follow("People")
    await ada.follow("Ada Lowe")
    await ada.press("Make a new invitation")
    await ada.joins(await ada.page.locator("dd.code").last.inner_text())
    await ada.page.goto("/admin/schedules")
    await ada.press("Send me a test")
    await ada.sees("A test is on its way to your own chat.")
    await ada.finds("test")
    ada.done("a test of the question")


async def changes_when_it_is_asked(ada: Somebody) -> None:
    await ada.page.goto("/admin/schedules")
    await ada.follow("Change weekly-pulse")
    for day in ("Tuesday", "Wednesday"):
        ada.clicks += 1
        await ada.page.get_by_label(day).click()
    await ada.write("At what time", "11:00")
    await ada.press("Show what changes")
    await ada.sees("closes on Mon of a later week, for which its answers count")
    await ada.press("Change more")
    await ada.write("Hours for answering (may be left empty)", "96")
    await ada.saves("96")
    ada.done("another day and hour")


async def stops_everything_for_a_moment(ada: Somebody) -> None:
    await ada.follow("Overview")
    await ada.follow("Pause everything")
    await ada.choose("Where", "The whole organisation")
    await ada.write("Why", "Power cut in the north wing")
    await ada.press("Pause everything")
    await ada.sees("Paused: The whole organisation (Power cut in the north wing)")
    await ada.press("Go on")
    await ada.sees("All is well")
    ada.done("paused and resumed")


async def moves_and_moves_back_and_merges(ada: Somebody) -> None:
    await ada.page.goto("/admin/people?q=Lee")
    await ada.follow("Lee")
    await ada.follow("Move Lee")
    await ada.choose("Which role", "team member, Oak Ward")
    await ada.choose("To which unit", "Elm Ward")
    await ada.saves("member of first-team")
    await ada.follow("Log")
    ada.clicks += 1
    await ada.page.get_by_role("link", name="Undo revision").first.click()
    await ada.sees("member of oak-ward")
    await ada.press("Save")
    ada.done("moved and undone")
    await ada.follow("Teams")
    await ada.follow("Merge Oak Ward into another team")
    await ada.choose("Into which team", "Elm Ward")
    await ada.page.get_by_label("From which week").fill("2026-03-02")
    await ada.write("Reason", "The two wards share a rota from March on")
    await ada.saves("oak-ward")
    await ada.sees("Saved.")
    assert await ada.page.get_by_text("Oak Ward").count() == 0
    ada.done("two wards merged")


async def adds_somebody(ada: Somebody) -> None:
    await ada.follow("People")
    await ada.follow("Add somebody")
    await ada.write("Id", "n99")
    await ada.write("Name", "Ines Duarte")
    await ada.choose("Unit", "Elm Ward")
    await ada.choose("Role", "team member")
    await ada.choose("Channel", "Web")
    await ada.tick("Make an invitation at once")
    await ada.saves("person joins: n99")
    await ada.sees("Invitation for Ines Duarte")
    ada.done("somebody new invited")


async def hands_over(ada: Somebody, nell: Somebody) -> None:
    await ada.page.goto("/admin/people?q=Nell")
    await ada.follow("Nell Okafor")
    await ada.follow("Give Nell Okafor a role")
    await ada.choose("Unit", "Our hospital")
    await ada.choose("Role", "administrator")
    await ada.saves("administrator of hospital")
    ada.done("handed over")
    await nell.page.goto(nell.chat)
    async with nell.page.expect_popup() as opened:
        await nell.press("Open the console")
    nell.page = await opened.value
    await nell.press("Continue")
    await nell.follow("People")
    await nell.follow("Ada Lowe")
    await nell.follow("Take Ada Lowe off the list")
    await nell.sees("person leaves: ada")
    await nell.press("Save")
    await ada.page.goto("/admin")
    await ada.sees("You are not signed in")
