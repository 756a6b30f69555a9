"""Lists from HR, brought to the console and looked at as an administrator does."""

import re

from storage.database import Database
from tests.support.builders import T0
from tests.support.consoles import Browser, Hospital

UPLOAD = "/admin/upload-people"
COLUMNS, CHANGES, SAVED = f"{UPLOAD}/columns", f"{UPLOAD}/changes", f"{UPLOAD}/saved"


def chosen(browser: Browser) -> dict[str, str]:
    """The columns page as it would be posted untouched."""
    found = {}
    for name, body in re.findall(r'<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>', browser.text, re.DOTALL):
        selected = re.search(r'<option value="([^"]*)" selected>', body)
        found[name] = selected[1] if selected else ""
    return found


async def bring(browser: Browser, raw: bytes | str, *, name: str = "people.csv", **choices: str) -> None:
    """Upload a file and go on to its changes with what was guessed but for these choices."""
    await browser.get(UPLOAD)
    await browser.upload(UPLOAD, raw.encode() if isinstance(raw, str) else raw, name=name)
    assert browser.page.url.path == COLUMNS, browser.text
    await browser.post(COLUMNS, {**chosen(browser), **choices})


async def save(browser: Browser, **fields: str) -> None:
    await browser.post(CHANGES, {**browser.hidden(), **fields})


def shown(browser: Browser) -> list[str]:
    """What is said of people, without markup."""
    lists = re.findall(r'<ul class="changes">(.*?)</ul>', browser.text, re.DOTALL)
    items = [each for part in lists for each in re.findall(r"<li>(.*?)</li>", part, re.DOTALL)]
    return [" ".join(re.sub(r"<[^>]*>", "", each).split()) for each in items]


async def held(hospital: Hospital) -> dict[str, set[tuple[str, str]]]:
    async with hospital.storage.reading() as work:
        roster = await work.rosters.current()
    found: dict[str, set[tuple[str, str]]] = {}
    for each in roster.memberships:
        found.setdefault(each.person, set()).add((each.unit, each.role.value))
    return found


async def names(hospital: Hospital) -> dict[str, str]:
    async with hospital.storage.reading() as work:
        return {person: who.name for person, who in (await work.rosters.current()).people.items()}


async def rows_held(storage: Database) -> int:
    async with storage.reading() as work:
        return int(await work.uploads.any_ended(by=T0.replace(year=2100)))


MESSY = "\n".join(
    [
        "Workforce report;;;;;",
        "Employee No;Surname;Forename;Ward;Email;Start Date",
        "wim;Ward-Smith;Wim;intensive care;wim@example.org;02/03/2026",
        "mem;;Mem;INTENSIVE CARE;;",
        "1044;Ward;Zoë;Willow Ward;zoe@example.org;46083",
        ";;;;;",
    ]
)
