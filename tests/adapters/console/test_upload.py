"""A list from HR through a real server: messy, looked at, saved once; and whose people it may not touch."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from random import Random

import pytest
from openpyxl import Workbook

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from config.uploads import MOST_FAULTS
from tests.support.builders import T0, a_person
from tests.support.channels import WEB
from tests.support.consoles import ICU, WARD, Hospital, a_hospital_s_roster, seen_in_the_log
from tests.support.uploads import (
    CHANGES,
    COLUMNS,
    MESSY,
    SAVED,
    UPLOAD,
    bring,
    held,
    names,
    rows_held,
    save,
    shown,
)


@pytest.mark.drill
async def test_a_messy_list_joins_moves_and_renames_and_everybody_else_stays(hospital: Hospital) -> None:
    before = await held(hospital)
    async with hospital.browser("ada") as ada:
        await bring(ada, MESSY.encode("cp1252"))
        assert ada.page.url.path == CHANGES
        assert shown(ada)[:4] == [
            "Zoë Ward (1044): team member, Willow Ward",
            "Wim Ward-Smith (wim): team member, Willow Ward → team member, Intensive care",
            "Wim Ward-Smith (wim): Wim → Wim Ward-Smith",
            "Wim Ward-Smith (wim): starts – → starts 2026-03-02",
        ]
        assert "people of these units are not in the file and stay" in ada.text
        assert await held(hospital) == before, "nothing is saved before it is looked at"
        await save(ada)
        assert ada.page.url.path == SAVED
    after = await held(hospital)
    assert after.pop("1044") == {("ward", "member")}
    assert after.pop("wim") == {("icu", "member")}
    assert after == {person: roles for person, roles in before.items() if person != "wim"}
    assert (await names(hospital))["1044"] == "Zoë Ward"
    told = await seen_in_the_log(hospital.storage)
    assert ("ada", "console", "person joins") in told
    assert {source for _, source, _ in told} == {"console"}


async def test_what_is_saved_is_one_revision_and_a_second_press_changes_nothing(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await bring(ada, MESSY)
        pressed = ada.hidden()
        async with hospital.storage.reading() as work:
            before = await work.revisions.newest()
        for _ in range(3):
            await ada.post(CHANGES, pressed)
            assert ada.page.url.path == SAVED
        assert f"revision {before + 1}" in ada.text
        await ada.get(SAVED)
        assert ada.page.status_code == 200
    async with hospital.storage.reading() as work:
        assert await work.revisions.newest() == before + 1


@pytest.mark.drill
async def test_a_file_is_held_sealed_and_deleted_when_saved_given_up_signed_out_or_old(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        await bring(ada, MESSY)
        assert await rows_held(hospital.storage)
        await ivy.get(CHANGES)
        assert ivy.page.url.path == UPLOAD, "nobody else has it"
        hospital.real_clock.advance(minutes=29)
        await ada.get("/admin")
        await ada.get(CHANGES)
        assert "Zoë Ward" in ada.text
        hospital.real_clock.advance(minutes=1)
        await ada.get(CHANGES)
        assert ada.page.url.path == UPLOAD
        await bring(ada, MESSY)
        await ada.post(f"{UPLOAD}/cancel", {})
        assert ada.page.url.path == "/admin/people"
        await ada.get(CHANGES)
        assert ada.page.url.path == UPLOAD
        await bring(ada, MESSY)
        await ada.post("/signout", {"where": "everywhere"})
    assert not await rows_held(hospital.storage)


@pytest.mark.drill
async def test_people_leave_only_when_that_was_chosen_and_many_only_by_their_number(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    more = {PersonId(f"n{number:02}"): a_person(f"n{number:02}", channel=WEB) for number in range(12)}
    members = {Membership(person=each, unit=WARD, role=Role.MEMBER) for each in more}
    async with hospital.storage.writing() as work:
        many = replace(roster, people={**roster.people, **more}, memberships=roster.memberships | members)
        await work.rosters.save(many, at=T0)
    text = "id,name,unit\nwim,Wim,ward\nmem,Mem,icu\n"
    async with hospital.browser("ada") as ada:
        await bring(ada, text)
        assert "Nothing would change." in ada.text
        await bring(ada, text, missing_leave="yes")
        # The twelve of the ward, and the lead and the champion of intensive care; its administrator stays.
        assert "14 people leave" in ada.text
        assert "Ivy (ivy)" not in ada.text
        for typed in ("", "13", "x", "９"):
            await ada.post(CHANGES, {**ada.hidden(), "leave": typed})
            assert ada.page.status_code == 422
            assert "Type 14 below" in ada.text
        await save(ada, leave="14")
        assert ada.page.url.path == SAVED
    after = await held(hospital)
    assert set(after) == {"ada", "aud", "spo", "ivy", "mem", "wim", "sid", "tom"}
    async with hospital.browser("ada") as ada:
        await bring(ada, text + "n01,n01,ward\n")
        assert "One person comes back; their time in the team goes on" in ada.text


async def test_lost_zeros_and_capitals_are_a_question_and_no_second_person(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    more = {PersonId("00123"): a_person("00123", channel=WEB), PersonId("007"): a_person("007", channel=WEB)}
    members = {Membership(person=each, unit=WARD, role=Role.MEMBER) for each in more}
    async with hospital.storage.writing() as work:
        many = replace(roster, people={**roster.people, **more}, memberships=roster.memberships | members)
        await work.rosters.save(many, at=T0)
    text = f"id,name,unit\n123,{more[PersonId('00123')].name},ward\n7,James,ward\nWIM,Wim,icu\n"
    async with hospital.browser("ada") as ada:
        await bring(ada, text)
        assert "Are these the same people?" in ada.text
        assert "7 (James) in the file; 007" in ada.text
        await ada.post(CHANGES, {"same_named": "yes"})
        assert ada.page.status_code == 422
        assert "Please choose an answer for each question." in ada.text
        await ada.post(CHANGES, {"same_named": "yes", "same_renamed": "no"})
        assert shown(ada)[:2] == [
            "James (7): team member, Willow Ward",
            "Wim (wim): team member, Willow Ward → team member, Intensive care",
        ]
        await save(ada)
        assert ada.page.url.path == SAVED
    after = await held(hospital)
    assert after["7"] == after["007"] == after["00123"] == {("ward", "member")}
    assert after["wim"] == {("icu", "member")}
    assert "123" not in after
    assert "WIM" not in after


async def test_faults_are_told_by_line_in_words_and_downloaded_without_names(hospital: Hospital) -> None:
    before = await hospital.exported()
    wrong = [f"p{number},Person {number},Nowhere,member" for number in range(150)]
    text = "\n".join(["id,name,unit,role", *wrong, "a b,Odd,ward,member", "ok,Fine,ward,doctor"])
    async with hospital.browser("ada") as ada:
        await bring(ada, text)
        assert ada.page.status_code == 422
        assert "150 lines (2, 3, 4" in ada.text
        assert '"Nowhere" is no unit of the programme' in ada.text
        assert 'Line 152: person_id: "a b" is no id' in ada.text
        assert 'Line 153: role: "doctor" is no role' in ada.text
        assert len(ada.page.content) < 100_000
        await ada.get(f"{UPLOAD}/faults")
        rows = list(csv.reader(StringIO(ada.page.text)))
        assert rows[:2] == [["line", "column"], ["2", "unit"]]
        assert rows[-2:] == [["152", "person_id"], ["153", "role"]]
        assert len(rows) == 153
        assert ada.page.headers["cache-control"] == "no-store"
        await ada.get(CHANGES)
        assert ada.page.url.path == COLUMNS
        await ada.post(CHANGES, {"seen": ""})
    assert await hospital.exported() == before


@pytest.mark.drill
async def test_where_so_much_is_wrong_that_nobody_reads_on_the_page_says_so(hospital: Hospital) -> None:
    wrong = [f"p{number},Person {number},Nowhere,member" for number in range(MOST_FAULTS)]
    async with hospital.browser("ada") as ada:
        await bring(ada, "\n".join(["id,name,unit,role", *wrong[:-1]]))
        assert "nothing was looked for" not in ada.text
        await bring(ada, "\n".join(["id,name,unit,role", *wrong, "a b,Odd,ward,member"]))
        assert f"So much is wrong that nothing was looked for behind line {MOST_FAULTS + 1}." in ada.text
        assert f"At least {MOST_FAULTS:,} places are wrong." in ada.text
        assert '"a b" is no id' not in ada.text


async def test_rows_of_units_that_are_not_here_can_be_left_out(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await bring(ada, "id,name,unit\nzoe,Zoe,ward\npip,Pip,Cafeteria\n", leave_out="yes")
        assert "One row was left out, with the unit Cafeteria." in ada.text
        await save(ada)
    assert "pip" not in await held(hospital)


async def test_roles_of_kinds_that_the_file_names_are_as_it_says_and_others_stay(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        roster = a_hospital_s_roster()
        more = {Membership(person=PersonId("mem"), unit=ICU, role=Role.CHAMPION)}
        await work.rosters.save(replace(roster, memberships=roster.memberships | more), at=T0)
    async with hospital.browser("ada") as ada:
        await bring(ada, "id,name,unit,role\nmem,Mem,icu,Member\nleo,Leo,icu,member\n")
        await save(ada)
        assert (await held(hospital))["mem"] == {("icu", "member"), ("icu", "champion")}
        assert (await held(hospital))["leo"] == {("icu", "member"), ("icu", "medical_lead")}
        await bring(ada, 'id,name,unit,role\nmem,Mem,icu,Member\nleo,Leo,icu,"Member, Champion"\n')
        await save(ada)
    assert (await held(hospital))["mem"] == {("icu", "member")}
    assert (await held(hospital))["leo"] == {("icu", "member"), ("icu", "champion"), ("icu", "medical_lead")}
    assert (await held(hospital))["ada"] == {("medicine", "administrator")}


async def test_a_spreadsheet_is_read_with_its_dates_and_the_zeros_that_it_shows(hospital: Hospital) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Staff list"])
    sheet.append([])
    sheet.append(["Staff Number", "Full Name", "Team", "Hire Date", "Staff Group"])
    sheet.append([123, "Zoe Ward", "Willow Ward", T0.date(), "Nurse"])
    sheet["A4"].number_format = "000000"
    written = BytesIO()
    book.save(written)
    async with hospital.browser("ada") as ada:
        await bring(ada, written.getvalue(), name="people.xlsx")
        assert shown(ada)[0] == "Zoe Ward (000123): team member, Willow Ward"
        await save(ada)
    async with hospital.storage.reading() as work:
        person = await work.rosters.person(PersonId("000123"))
    assert person is not None
    assert (person.starts, person.profession) == (T0.date(), "nurse")


@pytest.mark.drill
async def test_nothing_is_saved_that_was_not_seen(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ada") as other:
        await bring(ada, "id,name,unit\nwim,Wim,icu\n")
        await other.get("/admin/people/wim/role")
        await other.post("/admin/people/wim/role", {"unit": "ward", "role": "champion", "step": "look"})
        await other.post("/admin/people/wim/role", {**other.hidden_all(), "step": "save"})
        await save(ada)
        assert "Somebody has changed something meanwhile." in ada.text
        assert (
            "champion, Willow Ward; team member, Willow Ward → team member, Intensive care; champion, Willow Ward"
            in ada.text
        )
        assert ("icu", "member") not in (await held(hospital))["wim"]
        await save(ada)
        assert ada.page.url.path == SAVED
    assert (await held(hospital))["wim"] == {("icu", "member"), ("ward", "champion")}


async def test_hundreds_of_changes_come_in_small_pages(hospital: Hospital) -> None:
    rows = [f"n{number:03},Name {number:03} of a length as people have it,ward" for number in range(250)]
    async with hospital.browser("ada") as ada:
        await bring(ada, "\n".join(["id,name,unit", *rows]))
        assert "250 people join" in ada.text
        assert len(ada.page.content) < 20_000
        path, seen = f"{CHANGES}?kind=joins", list[str]()
        while path:
            await ada.get(path)
            seen += shown(ada)
            more = re.search(r'href="([^"]*kind=joins[^"]*)"', ada.text)
            path = more[1] if more else ""
        assert len(seen) == len(set(seen)) == 250


NASTY = (
    "", " ", "x" * 3_000, "é" * 500, "\ud7ff", "<b>", "';--", "icu", "member", "yes", "no", "-1", "9" * 40, "{{7*7}}",
    "person_id", "name", "unit", "role", "starts", "\r\nSet-Cookie: a=b", "administrator", "\u202e", "names", "joins",
)  # fmt: skip


@pytest.mark.drill
@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_posted_is_answered_and_nothing_is_half_saved(hospital: Hospital, seed: int) -> None:
    chance, before = Random(seed), await hospital.exported()
    files = [
        MESSY.encode(), b"", b"\xff", b"id,name\n1,'=cmd\n", b"id;name;unit\n<b>;x;icu\n", b"PK\x03\x04x",
        b"id,name,unit,role\nmem,Mem,icu,administrator;auditor\n" * 3, ("id\n" + "\n".join(NASTY)).encode("utf-16"),
    ]  # fmt: skip
    async with hospital.browser("ada") as ada:
        await ada.get(UPLOAD)
        token = {"form": ada.hidden()["form"]}
        for _ in range(120):
            match chance.randrange(5):
                case 0:
                    sent = {"file": (chance.choice(NASTY)[:50] or "x", chance.choice(files))}
                    answer = await ada.client.post(UPLOAD, data=token, files=sent, follow_redirects=False)
                case 1:
                    fields = {chance.choice(NASTY) or "x": chance.choice(NASTY) for _ in range(3)}
                    answer = await ada.client.post(UPLOAD, data={**token, **fields}, follow_redirects=False)
                case 2:
                    names = [*(f"column-{n}" for n in range(7)), "unit", "role", "channel", "missing_leave"]
                    fields = {name: chance.choice(NASTY) for name in names if chance.random() < 0.8}
                    if chance.random() < 0.5:
                        fields |= {"column-0": "person_id", "unit": "icu", "role": "member", "channel": "web"}
                        fields |= {f"column-{n}": "" for n in range(1, 7)}
                    answer = await ada.client.post(COLUMNS, data={**token, **fields}, follow_redirects=False)
                case 3:
                    fields = {name: chance.choice(NASTY) for name in ("seen", "leave", "same_named", "same_renamed")}
                    answer = await ada.client.post(CHANGES, data={**token, **fields}, follow_redirects=False)
                case _:
                    query = {"kind": chance.choice(NASTY), "from": chance.choice(NASTY)}
                    answer = await ada.client.get(CHANGES, params=query, follow_redirects=False)
            assert answer.status_code < 500, answer.request
            await ada.get(chance.choice([UPLOAD, COLUMNS, CHANGES, SAVED, f"{UPLOAD}/faults"]))
            assert ada.page.status_code < 500
    assert await hospital.exported() == before
