"""People through a real server: found, added, moved, taken off the list, invited; and whose they are not."""

import re
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.recurrence import CronRecurrence
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Channel, Membership, Role, Roster
from bot.domain.texts import say
from bot.flows.asking.explain_unasked import ExplainUnasked
from storage.database import Database
from tests.support.builders import T0, a_person, a_programme
from tests.support.channels import SLACK, WEB
from tests.support.consoles import ICU, WARD, Browser, Hospital, a_hospital_s_roster, seen_in_the_log, served

NEW = "/admin/new-person"
ZOE = {"person_id": "zoe", "name": "Zoe Ward", "unit": "icu", "role": "member", "channel": "web"}


async def roles(hospital: Hospital, person: str) -> set[tuple[str, str]]:
    async with hospital.storage.reading() as work:
        held = await work.rosters.memberships_of(PersonId(person))
    return {(each.unit, role) for each in held for role in each.roles}


async def save(browser: Browser, path: str) -> None:
    await browser.post(path, {**browser.hidden_all(), "step": "save"})


def names(browser: Browser) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">(.*?)</a></h2>', browser.text)


async def test_people_are_found_by_name_id_and_state_in_one_s_own_units_only(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        await ada.get("/admin/people")
        assert names(ada) == ["Ada", "Aud", "Cha", "Ivy", "Leo", "Mem", "Spo", "Wim"]
        await ada.get("/admin/people?q=WI")
        assert names(ada) == ["Wim"]
        await ada.get("/admin/people?state=joined")
        assert names(ada) == ["Mem"]
        await ada.get("/admin/people?q=tom")
        assert names(ada) == []
        assert "Nobody was found." in ada.text
        await ivy.get("/admin/people")
        assert names(ivy) == ["Cha", "Ivy", "Leo", "Mem"]


async def test_many_people_come_in_small_pages(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    more = {PersonId(f"n{number:03}"): a_person(f"n{number:03}", channel=WEB) for number in range(120)}
    members = {Membership(person=each, unit=WARD, role=Role.MEMBER) for each in more}
    async with hospital.storage.writing() as work:
        many = replace(roster, people={**roster.people, **more}, memberships=roster.memberships | members)
        await work.rosters.save(many, at=T0)
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/people?q=n")
        seen = names(ada)
        while more_link := re.search(r'href="(/admin/people\?[^"]*name=[^"]*)"', ada.text):
            assert len(ada.page.content) < 100_000
            await ada.get(more_link[1])
            seen += names(ada)
        assert len(seen) == len(set(seen)) == 120


@pytest.mark.drill
async def test_somebody_is_added_moved_and_taken_off_the_list(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**ZOE, "step": "look"})
        assert "person joins: zoe (member of icu)" in ada.text
        assert await roles(hospital, "zoe") == set()
        await save(ada, NEW)
        assert ada.page.url.path == "/admin/people/zoe"
        await ada.get("/admin/people/zoe/role")
        await ada.post("/admin/people/zoe/role", {"unit": "icu", "role": "champion", "step": "look"})
        await save(ada, "/admin/people/zoe/role")
        assert await roles(hospital, "zoe") == {("icu", "member"), ("icu", "champion")}
        await ada.get("/admin/people/zoe/move")
        await ada.post("/admin/people/zoe/move", {"from": "member:icu", "to": "ward", "step": "look"})
        assert "person zoe becomes: member of ward" in ada.text
        await save(ada, "/admin/people/zoe/move")
        assert await roles(hospital, "zoe") == {("ward", "member"), ("icu", "champion")}
        await ada.get("/admin/people/zoe/end")
        assert "person leaves: zoe" in ada.text
        await save(ada, "/admin/people/zoe/end")
        assert await roles(hospital, "zoe") == set()
        assert (await ada.get("/admin/people/zoe")).status_code == 404
    acts = [what for _, _, what in await seen_in_the_log(hospital.storage)]
    gains, loses = "person zoe becomes", "person zoe is no longer"
    assert acts == ["person joins", gains, gains, loses, "person leaves"]


async def test_faults_of_a_new_person_are_those_of_the_roster(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        dates = {"starts": "2026-03-09", "ends": "2026-03-02"}
        await ada.post(NEW, {**ZOE, **dates, "person_id": "a b", "unit": "medicine"})
        assert ada.page.status_code == 422
        assert '"a b" is no id' in ada.text
        assert "members belong to a microsystem" in ada.text
        assert "lies before the start" in ada.text
        await ada.post(NEW, {**ZOE, "person_id": "wim"})
        assert ada.page.status_code == 422
        assert "is on the list already" in ada.text
    assert await roles(hospital, "wim") == {("ward", "member")}


async def test_an_invitation_is_seen_once_and_changes_nobody_else_s(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser() as wim:
        await ada.get(NEW)
        await ada.post(NEW, {**ZOE, "invite": "yes", "step": "look"})
        await save(ada, NEW)
        assert "Invitation for Zoe Ward" in ada.text
        first = codes(ada)[0]
        await ada.get("/admin/people/wim")
        await ada.post("/admin/people/wim/invite", {"which": "invite"})
        (code,) = codes(ada)
        await ada.get("/admin/people/wim")
        assert "invited until 17 March 2026" in ada.text
        assert (await wim.post(f"/join/{code}", {}, token=False)).url.path.startswith("/c/")
        assert (await wim.post(f"/join/{first}", {}, token=False)).url.path.startswith("/c/")
        await ada.get("/admin/people/wim")
        assert "has joined" in ada.text
        await ada.post("/admin/people/wim/invite", {"which": "invite"})
        assert codes(ada) == [], "who has joined is not invited again unless the old address is to end"
    invited = [told for told in await seen_in_the_log(hospital.storage) if told[2].startswith("invited")]
    assert invited == [("ada", "console", "invited: zoe"), ("ada", "console", "invited: wim")]


async def test_a_new_link_ends_the_old_one_and_signs_its_person_out(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("mem") as member:
        assert (await member.get("/console")).status_code == 200
        await ada.get("/admin/people/mem")
        await ada.post("/admin/people/mem/invite", {"which": "renew"})
        assert len(codes(ada)) == 1
        told = (await seen_in_the_log(hospital.storage))[-2:]
        acts = ("link, address and codes ended: mem", "invited: mem")
        assert told == [("ada", "console", act) for act in acts]
        assert (await member.get("/console")).status_code == 403
    async with hospital.storage.reading() as work:
        assert await work.rosters.at_address(Address(channel=WEB, value="somewhere")) is None


def codes(browser: Browser) -> list[str]:
    """As links carry them; shown in groups of four."""
    shown = re.findall(r'<dd class="code">([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</dd>', browser.text)
    return [each.replace("-", "") for each in shown]


async def test_a_person_s_page_says_why_they_got_no_question(hospital: Hospital) -> None:
    explain = ExplainUnasked(storage=hospital.storage, recurrence=CronRecurrence(), clock=hospital.clock)
    async with hospital.browser("ada") as ada:
        for person in ("wim", "mem", "ada"):
            why = await explain(person)
            await ada.get(f"/admin/people/{person}")
            assert "Why no question?" in ada.text
            assert say(f"administer-why-{why.rule}", "en-GB", date="") in ada.text


@pytest.mark.drill
async def test_people_of_others_are_not_there(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy, hospital.browser("mem") as member:
        await ivy.get(NEW)
        for person in ("tom", "wim", "ada", "nobody"):
            for at in ("", "/move", "/end", "/role"):
                assert (await ivy.get(f"/admin/people/{person}{at}")).status_code == 404, (person, at)
            await ivy.get(NEW)
            await ivy.post(f"/admin/people/{person}/end", {"step": "save"})
            assert ivy.page.url.path == "/admin/people", "as for somebody who has left already"
            for at in ("/move", "/role", "/invite"):
                await ivy.get(NEW)
                answer = await ivy.post(f"/admin/people/{person}{at}", {"step": "save"})
                assert answer.status_code == 404, (person, at)
        for at in ("new-person", "people", *(f"people/mem{each}" for each in ("", "/move", "/end", "/role"))):
            assert (await member.get(f"/admin/{at}")).status_code == 404


async def test_an_administrator_of_a_unit_gives_nobody_power_beyond_it(hospital: Hospital) -> None:
    both = a_hospital_s_roster()
    leo = PersonId("leo")
    async with hospital.storage.writing() as work:
        held = both.memberships | {Membership(person=leo, unit=WARD, role=Role.MEMBER)}
        await work.rosters.save(replace(both, memberships=held), at=T0)
    async with hospital.browser("ivy") as ivy:
        await ivy.get(NEW)
        assert 'value="administrator"' not in ivy.text
        for fields in ({"role": "administrator"}, {"role": "auditor"}, {"unit": "ward"}, {"unit": "medicine"}):
            await ivy.post(NEW, {**ZOE, **fields, "step": "look"})
            assert "Please choose from the list" in ivy.text, fields
        await ivy.get("/admin/people/leo")
        assert "leo/invite" not in ivy.text
        assert (await ivy.post("/admin/people/leo/invite", {"which": "renew"})).status_code == 404
        await ivy.get("/admin/people/leo/move")
        await ivy.post("/admin/people/leo/move", {"from": "member:ward", "to": "icu", "step": "look"})
        assert "Please choose from the list" in ivy.text
        await ivy.get("/admin/people/leo/end")
        assert "person leo is no longer: medical_lead of icu" in ivy.text
        await save(ivy, "/admin/people/leo/end")
        assert (await ivy.get("/admin/people/ivy/end")).status_code == 404, "nor takes it from themselves"
    assert await roles(hospital, "leo") == {("ward", "member")}
    assert ICU not in {unit for unit, _ in await roles(hospital, "leo")}


async def test_somebody_with_the_id_new_has_a_page(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**ZOE, "person_id": "new", "step": "look"})
        await save(ada, NEW)
        assert "<h1>Zoe Ward</h1>" in ada.text


@asynccontextmanager
async def one_division(
    storage: Database, folder: Path, *people: str, channels_off: Collection[Channel] = ()
) -> AsyncIterator[Hospital]:
    """Medicine alone, which Ada administers, with some of the hospital's people."""
    roster, kept = a_hospital_s_roster(), frozenset(map(PersonId, people))
    async with storage.writing() as work:
        await work.programmes.save(a_programme(units=(("icu", "Intensive care"),)), at=T0)
        held = frozenset(each for each in roster.memberships if each.person in kept)
        named = {each: person for each, person in roster.people.items() if each in kept}
        await work.rosters.save(Roster(people=named, memberships=held, addresses={}), at=T0)
    async with served(storage, folder, channels_off=channels_off) as opened:
        yield opened


async def test_the_last_one_on_the_list_is_told_why_they_stay(sqlite_storage: Database, tmp_path: Path) -> None:
    async with one_division(sqlite_storage, tmp_path, "ada") as hospital, hospital.browser("ada") as ada:
        await ada.get("/admin/people/ada/end")
        assert ada.page.status_code == 422
        assert "nobody else is on the list, and it cannot be empty" in ada.text
        assert 'href="/admin/people/ada"' in ada.text


@pytest.mark.drill
async def test_the_last_administrator_stays_until_there_is_another(sqlite_storage: Database, tmp_path: Path) -> None:
    async with one_division(sqlite_storage, tmp_path, "ada", "leo") as hospital, hospital.browser("ada") as ada:
        await ada.get("/admin/people/ada/end")
        assert ada.page.status_code == 422
        assert "nobody would administer Rounds any more; make somebody else an administrator first" in ada.text
        assert await roles(hospital, "ada") == {("medicine", "administrator")}
        await ada.get("/admin/people/leo/role")
        await ada.post("/admin/people/leo/role", {"unit": "medicine", "role": "administrator", "step": "look"})
        await save(ada, "/admin/people/leo/role")
        await ada.get("/admin/people/ada/end")
        assert ada.page.status_code == 200
        await save(ada, "/admin/people/ada/end")
        assert (await ada.get("/admin")).status_code == 403
        assert await roles(hospital, "leo") == {("icu", "medical_lead"), ("medicine", "administrator")}


async def test_who_leaves_only_administrators_who_never_joined_is_told_beforehand(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with one_division(sqlite_storage, tmp_path, "ada", "ivy") as hospital, hospital.browser("ada") as ada:
        async with sqlite_storage.writing() as work:
            await work.rosters.enrol(PersonId("ada"), Address(channel=WEB, value="ada's"), at=T0)
        await ada.get("/admin/people/ada/end")
        assert "nobody who administers Rounds then has joined yet" in ada.text
        async with sqlite_storage.writing() as work:
            await work.rosters.enrol(PersonId("ivy"), Address(channel=WEB, value="ivy's"), at=T0)
        await ada.get("/admin/people/ada/end")
        assert "person leaves: ada" in ada.text
        assert "has joined yet" not in ada.text


@pytest.mark.drill
async def test_nobody_is_invited_to_a_channel_that_is_off(sqlite_storage: Database, tmp_path: Path) -> None:
    at = one_division(sqlite_storage, tmp_path, "ada", channels_off=[SLACK])
    async with at as hospital, hospital.browser("ada") as ada:
        await ada.get(NEW)
        assert "Slack (switched off)" in ada.text
        on_slack = {**ZOE, "channel": "slack"}
        await ada.post(NEW, {**on_slack, "invite": "yes"})
        assert ada.page.status_code == 422
        assert '<a href="#f-channel">Channel: Slack is switched off here' in ada.text
        await ada.post(NEW, {**on_slack, "step": "look"})
        await save(ada, NEW)
        await ada.get("/admin/people/zoe")
        await ada.post("/admin/people/zoe/invite", {"which": "invite"})
        assert ada.page.status_code == 422
        assert "Slack is switched off here" in ada.text
        await ada.get("/admin/people/ada")
        await ada.post("/admin/people/ada/invite", {"which": "invite"})
        assert len(codes(ada)) == 1
    acts = [what for _, _, what in await seen_in_the_log(sqlite_storage)]
    assert acts == ["person joins", "invited: ada"]


async def test_a_second_press_on_taking_off_shows_the_list(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        path = "/admin/people/wim/end"
        await ada.get(path)
        pressed = {**ada.hidden_all(), "step": "save"}
        await ada.post(path, pressed)
        await ada.get("/admin")
        await ada.post(path, pressed)
        assert ada.page.status_code == 200
        assert ada.page.url.path == "/admin/people"
