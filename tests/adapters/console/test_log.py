"""The log of administration through a real server: what was done, by whom, from where; of one's own units only."""

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest

from bot.adapters.console.log import SHOWN_AT_MOST
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Membership, Role, Roster
from tests.support.builders import T0, a_person, after
from tests.support.channels import WEB
from tests.support.consoles import ICU, THEATRE, WARD, Browser, Hospital, a_hospital_s_roster

SHELL = Author(who=Actor.user("root"), source=RevisionSource.SHELL)


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


async def take_off(hospital: Hospital, browser: Browser, person: str) -> str:
    """Somebody off the list; the number of the revision that it made."""
    await browser.get(f"/admin/people/{person}/end")
    await browser.post(f"/admin/people/{person}/end", {**browser.hidden_all(), "step": "save"})
    async with hospital.storage.reading() as work:
        return str(await work.revisions.newest())


@pytest.mark.drill
async def test_a_revision_is_turned_back_where_the_log_names_it(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        before = await hospital.exported()
        number = await take_off(hospital, ada, "wim")
        await ada.get("/admin/log")
        assert ada.text.count(f'href="/admin/undo/{number}"') == 1, "two entries, one revision"
        await ada.get(f"/admin/undo/{number}")
        assert "person joins: wim" in ada.text
        assert (await hospital.exported()) != before, "looking changes nothing"
        await ada.post(f"/admin/undo/{number}", {**ada.hidden_all(), "step": "save"})
        assert "Saved." in ada.text
        assert await hospital.exported() == before
        async with hospital.storage.reading() as work:
            newest = await work.revisions.newest()
            turned_back = {each.number: each.undoes for each in await work.revisions.recorded()}
        assert turned_back[newest] == int(number)
        await ada.get(f"/admin/undo/{number}")
        assert "Nothing would change." in ada.text


def with_a_dozen_more() -> Roster:
    """n00 to n11, members of intensive care."""
    roster = a_hospital_s_roster()
    many = {PersonId(f"n{number:02}"): a_person(f"n{number:02}", channel=WEB) for number in range(12)}
    members = {Membership(person=each, unit=ICU, role=Role.MEMBER) for each in many}
    return replace(roster, people={**roster.people, **many}, memberships=roster.memberships | members)


async def test_people_who_come_back_are_named_in_the_order_of_their_ids(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        await work.rosters.save(with_a_dozen_more(), at=T0)
    assert programme is not None
    author = Author(who=Actor.person(PersonId("ada")), source=RevisionSource.FILES)
    left = await hospital.app.graph.revise(programme, a_hospital_s_roster(), author=author, leave=12)
    async with hospital.browser("ada") as ada:
        await ada.get(f"/admin/undo/{left.number}")
        assert re.findall(r"person joins: (n\d\d)", ada.text) == [f"n{number:02}" for number in range(12)]


async def test_many_who_leave_by_it_are_named_and_counted(hospital: Hospital) -> None:
    async with hospital.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    author = Author(who=Actor.person(PersonId("ada")), source=RevisionSource.FILES)
    joined = await hospital.app.graph.revise(programme, with_a_dozen_more(), author=author)
    path = f"/admin/undo/{joined.number}"
    async with hospital.browser("ada") as ada:
        await ada.get(path)
        assert "12 people leave" in ada.text
        for count in ("", "11"):
            await ada.post(path, {**ada.hidden_all(), "count": count, "step": "save"})
            assert "Nothing was saved yet. Please write the number 12 first." in ada.text
        await ada.post(path, {**ada.hidden_all(), "count": "12", "step": "save"})
        assert "Saved." in ada.text


async def test_what_was_changed_again_since_is_not_turned_back_and_it_says_so(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/teams/ward")
        for name in ("Elm Ward", "Oak Ward"):
            await ada.post("/admin/teams/ward", {**ada.hidden_all(), "name": name, "parent": "medicine"})
            await ada.post("/admin/teams/ward", {**ada.hidden_all(), "step": "save"})
            await ada.get("/admin/teams/ward")
        async with hospital.storage.reading() as work:
            number = await work.revisions.newest() - 1
        await ada.get(f"/admin/undo/{number}")
        assert ada.page.status_code == 422
        assert f"changed again since revision {number}" in ada.text


@pytest.mark.drill
async def test_others_turn_back_only_what_is_about_their_own_units(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy, hospital.browser("aud") as aud:
        of_ward, of_icu = await take_off(hospital, ada, "wim"), await take_off(hospital, ada, "mem")
        await ada.get("/admin/people/cha/role")
        await ada.post("/admin/people/cha/role", {**ada.hidden_all(), "unit": "ward", "role": "member"})
        await ada.post("/admin/people/cha/role", {**ada.hidden_all(), "step": "save"})
        async with hospital.storage.reading() as work:
            of_both = await work.revisions.newest()
        await ivy.get("/admin/log")
        assert f"/admin/undo/{of_icu}" in ivy.text
        assert (await ivy.get(f"/admin/undo/{of_icu}")).status_code == 200
        for number in (of_ward, of_both, 1, 99, "x", "1" * 15, "1" * 40):
            assert (await ivy.get(f"/admin/undo/{number}")).status_code == 404, number
        await aud.get("/admin/log")
        assert "person leaves: mem" in aud.text
        assert "/admin/undo/" not in aud.text
        assert (await aud.get(f"/admin/undo/{of_icu}")).status_code == 404


async def test_whoever_could_not_move_a_unit_does_not_move_it_back(hospital: Hospital, whole: Browser) -> None:
    async with hospital.browser("ivy") as ivy:
        await whole.get("/admin/teams/icu")
        await whole.post("/admin/teams/icu", {**whole.hidden_all(), "name": "Intensive care", "parent": "surgery"})
        await whole.post("/admin/teams/icu", {**whole.hidden_all(), "step": "save"})
        async with hospital.storage.reading() as work:
            moved = await work.revisions.newest()
        await ivy.get("/admin/log")
        assert "medicine -> surgery" in ivy.text
        await ivy.get("/admin/teams/icu")
        assert 'name="parent"' not in ivy.text
        assert (await ivy.get(f"/admin/undo/{moved}")).status_code == 404
        assert (await whole.get(f"/admin/undo/{moved}")).status_code == 200


@pytest.mark.drill
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


async def test_the_newest_entry_is_told_to_be_written_down(hospital: Hospital) -> None:
    await write(hospital, ("a", {ICU}))
    async with hospital.storage.reading() as work:
        end = await work.administration_log.end()
    assert end is not None
    async with hospital.browser("aud") as auditor:
        await auditor.get("/admin/log")
        assert f"number {end.head.number}, {end.head.hash.hex()}" in auditor.text
