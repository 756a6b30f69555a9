"""The log of administration through a real server: what was done, by whom, from where; of one's own units only."""

import csv
import re
from io import StringIO

from bot.adapters.console.log import SHOWN_AT_MOST
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, Source
from bot.domain.identifiers import UnitId
from tests.support.builders import after
from tests.support.consoles import ICU, THEATRE, WARD, Browser, Hospital

SHELL = Author(who=Actor.user("root"), source=Source.SHELL)


async def write(hospital: Hospital, *told: tuple[str, set[UnitId]], days: float = -1) -> None:
    entries = [
        LogEntry(
            at=after(days=days),
            act=AdministrationAct.PROGRAMME,
            author=SHELL,
            words=LogWords(what=what, after="x", units=frozenset(units)),
        )
        for what, units in told
    ]
    async with hospital.storage.writing() as work:
        await work.administration_log.add(entries, token=bytes)


def said(browser: Browser) -> list[str]:
    return re.findall(r"<li>\s*<p>(.*?): x</p>", browser.text)


async def test_everybody_reads_what_is_about_their_own_units(hospital: Hospital) -> None:
    await write(hospital, ("a", {ICU}), ("b", {WARD}), ("c", {ICU, THEATRE}), ("d", {THEATRE}), ("e", set()))
    for person, seen in (("ada", "ba"), ("ivy", "a"), ("sid", "d"), ("aud", "ba")):
        async with hospital.browser(person) as browser:
            await browser.get("/admin/log")
            assert "".join(said(browser)) == seen, person
            assert "root (command line)" in browser.text


async def test_entries_are_found_by_words_day_and_source(hospital: Hospital) -> None:
    await write(hospital, ("old", {ICU}), days=-200)
    await write(hospital, ("new", {ICU}))
    async with hospital.browser("ada") as ada:
        for query, seen in (
            ("", ["new"]),
            ("?since=2025-01-01", ["new", "old"]),
            ("?since=2025-01-01&q=OLD", ["old"]),
            ("?q=root", ["new"]),
            ("?source=files", []),
            ("?source=shell", ["new"]),
            ("?since=x&source=x&q=%00", ["new"]),
        ):
            await ada.get(f"/admin/log{query}")
            assert said(ada) == seen, query
        assert "2 March 2026, 10:00" in ada.text


async def test_a_change_from_the_console_stands_there_with_its_revision(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/people/wim/end")
        await ada.post("/admin/people/wim/end", {**ada.hidden_all(), "step": "save"})
        await ada.get("/admin/log")
        assert re.search(r"person leaves: wim.*ada \(console\), revision \d", ada.text, re.DOTALL)


async def test_what_is_found_is_taken_away_as_a_file_and_the_log_says_so(hospital: Hospital) -> None:
    await write(hospital, ("=a", {ICU}), ("b", {WARD}), ("d", {THEATRE}), ("e", set()))
    for person, seen in (("aud", ["b", "'=a"]), ("ivy", ["'=a"]), ("sid", ["d"])):
        async with hospital.browser(person) as browser:
            await browser.get("/admin/log")
            token = browser.hidden()["form"]
            await browser.post("/admin/log/export", {"form": token, "source": "shell"})
            assert browser.page.headers["content-type"] == "text/csv; charset=utf-8"
            assert "attachment" in browser.page.headers["content-disposition"]
            rows = list(csv.DictReader(StringIO(browser.page.text)))
            assert [(row["what"], row["who"], row["after"]) for row in rows] == [(each, "root", "x") for each in seen]
            await browser.get("/admin/log?q=exported")
            assert f"{person} (console)" in browser.text
            await browser.post("/admin/log/export", {"q": "nothing of this"})
            assert len(browser.page.text.splitlines()) == 1
    async with hospital.browser("leo") as lead:
        await lead.get("/console")
        assert (await lead.post("/admin/log/export", {})).status_code == 404


async def test_older_entries_stand_on_further_pages(hospital: Hospital) -> None:
    told = [(str(number), {ICU if number % 2 else THEATRE}) for number in range(2 * SHOWN_AT_MOST + 4)]
    await write(hospital, *told)
    async with hospital.browser("ivy") as ivy:
        await ivy.get("/admin/log?source=shell")
        own = [what for what, units in reversed(told) if ICU in units]
        assert said(ivy) == own[:SHOWN_AT_MOST]
        (older,) = re.findall(r'<a href="([^"]*)">Show older entries', ivy.text)
        await ivy.get(older)
        assert said(ivy) == own[SHOWN_AT_MOST:] != []
        assert "Show older entries" not in ivy.text
        await ivy.get("/admin/log?source=shell&before=x")
        assert said(ivy) == own[:SHOWN_AT_MOST]
