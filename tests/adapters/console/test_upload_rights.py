"""Whose people a list may touch, and who may bring one."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from tests.support.builders import T0
from tests.support.consoles import WARD, Hospital, a_hospital_s_roster
from tests.support.patience import PATIENCE
from tests.support.uploads import MESSY, UPLOAD, bring, held, names, rows_held, save


@pytest.mark.parametrize("person", ["aud", "mem", "leo", "spo", "cha"])
async def test_only_administrators_upload(hospital: Hospital, person: str) -> None:
    async with hospital.browser(person) as browser:
        token = {"form": browser.hidden().get("form", "")}
        for at in ("", "/columns", "/changes", "/saved", "/faults"):
            assert (await browser.client.get(f"{UPLOAD}{at}")).status_code == 404
        sent = await browser.client.post(UPLOAD, data=token, files={"file": ("a.csv", b"id,name\n1,a\n")})
        assert sent.status_code == 404


@pytest.mark.drill
async def test_an_administrator_of_a_unit_changes_its_people_alone(hospital: Hospital) -> None:
    before = await held(hospital)
    async with hospital.browser("ivy") as ivy:
        await bring(ivy, "id,name,unit\nzoe,Zoe,theatre\nkim,Kim,medicine\npip,Pip,Theatre 1\n")
        assert '"theatre" is no unit of the programme; known units are Intensive care' in ivy.text, (
            "of others it says nothing"
        )
        await bring(ivy, "id,name,unit\ntom,Tom,icu\nWIM,Wim,icu\n")
        assert '"tom" is on the list already, outside your units' in ivy.text
        assert '"WIM" is on the list already, outside your units' in ivy.text
        for role in ("administrator", "auditor"):
            await bring(ivy, f"id,name,unit,role\nmem,Mem,icu,{role}\n")
            assert "only who administers everything gives" in ivy.text
            assert f'value="{role}"' not in ivy.text
        await bring(ivy, "id,name,unit\nzoe,Zoe,icu\nbob,Bob,ward\n", leave_out="yes", missing_leave="yes")
        assert "3 people leave" in ivy.text
        await save(ivy)
    after = await held(hospital)
    assert after.pop("zoe") == {("icu", "member")}
    assert after == {person: roles for person, roles in before.items() if person not in ("leo", "cha", "mem")}


async def test_whoever_is_partly_of_others_keeps_name_and_dates(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        roster = a_hospital_s_roster()
        more = {Membership(person=PersonId("mem"), unit=WARD, role=Role.MEMBER)}
        await work.rosters.save(replace(roster, memberships=roster.memberships | more), at=T0)
    async with hospital.browser("ivy") as ivy:
        await bring(ivy, "id,name,unit,ends\nmem,Taken Over,icu,2026-03-01\nzoe,Zoe,icu,\n")
        assert "One person belongs to units of others, too, and keeps name, dates and channel." in ivy.text
        await save(ivy)
    assert (await names(hospital))["mem"] == "Mem"
    assert (await held(hospital))["mem"] == {("icu", "member"), ("ward", "member")}


async def test_a_form_without_the_token_of_its_session_uploads_nothing(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        for data in ({}, {"form": "x" * 22}):
            sent = await ada.client.post(UPLOAD, data=data, files={"file": ("a.csv", MESSY.encode())})
            assert sent.status_code == 403
        await ada.get(UPLOAD)
        await ada.upload(UPLOAD, b"x" * (7 * 1024 * 1024))
        assert ada.page.status_code == 413
        assert "Up to 6 MB are read" in ada.text
    assert not await rows_held(hospital.storage)


@pytest.mark.parametrize(
    ("path", "words"), [(UPLOAD, "Up to 6 MB are read"), ("/admin/new-team", "Up to 64 kB are read")]
)
async def test_what_is_too_long_is_answered_once_it_has_all_come(hospital: Hospital, path: str, words: str) -> None:
    """A browser reads no answer before: it would say that the connection was reset."""
    length = 7 * 1024 * 1024
    async with hospital.browser("ada") as ada:
        host, _, port = hospital.root.removeprefix("http://").rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        cookie = "; ".join(f"{name}={value}" for name, value in ada.client.cookies.items())
        kind = "multipart/form-data; boundary=x" if path == UPLOAD else "application/x-www-form-urlencoded"
        head = [f"POST {path} HTTP/1.1", f"host: {host}", f"cookie: {cookie}", f"content-type: {kind}"]
        writer.write("\r\n".join([*head, f"content-length: {length}", "connection: close", "", ""]).encode())
        writer.write(b"x" * length)
        await writer.drain()
        async with asyncio.timeout(PATIENCE):
            answer = (await reader.read()).decode()
        writer.close()
        assert answer.startswith("HTTP/1.1 413")
        assert words in answer


async def test_a_person_with_the_id_of_the_page_has_a_page_of_their_own(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await bring(ada, "id,name,unit\nupload,Una Pload,ward\nupload-people,Una,ward\n")
        await save(ada)
        for person, name in (("upload", "Una Pload"), ("upload-people", "Una")):
            await ada.get(f"/admin/people/{person}")
            assert f"<h1>{name}</h1>" in ada.text
