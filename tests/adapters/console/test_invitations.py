"""Invitations through a real server: counted, made for many, printed and listed; and whose they are not."""

import csv
import re
from dataclasses import replace
from io import StringIO
from random import Random

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.orders import code_in
from bot.domain.organisation.people import Membership, Role
from bot.flows.answering.enrol import digest_of
from tests.support.builders import T0, a_person
from tests.support.channels import SLACK, WEB
from tests.support.consoles import WARD, Browser, Hospital, a_hospital_s_roster, seen_in_the_log

HERE = "/admin/invitations"
MAKE = f"{HERE}/make"


def codes(browser: Browser) -> list[str]:
    return [each.replace("-", "") for each in re.findall(r'<div class="code">([^<]*)</div>', browser.text)]


def names(browser: Browser) -> list[str]:
    return re.findall(r'<div class="to"><h2>(.*?)</h2>', browser.text)


def counted(browser: Browser) -> list[int]:
    """Joined, invited, run out, none; of everybody."""
    return [int(each) for each in re.findall(r"<dd>(\d+)</dd>", browser.text)][:4]


async def holder(hospital: Hospital, code: str) -> str | None:
    async with hospital.storage.reading() as work:
        return await work.codes.holder(digest_of(code), at=hospital.clock.now())


async def make(browser: Browser, **fields: str) -> None:
    await browser.get(HERE)
    await browser.post(MAKE, {"unit": "*", "as": "slips", **fields})


async def test_people_are_counted_by_the_invitation_that_they_have(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        await work.codes.replace(PersonId("leo"), b"1", expires_at=T0.replace(year=2030))
        await work.codes.replace(PersonId("wim"), b"2", expires_at=T0)
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        await ada.get(HERE)
        assert counted(ada) == [1, 1, 1, 5]
        ward = ada.text[ada.text.index("<h3>Willow Ward</h3>") :]
        assert "Invitation run out</span>: 1" in ward.replace(": 1</span>", "</span>: 1")
        assert "Theatre" not in ada.text
        await ivy.get(HERE)
        assert counted(ivy) == [1, 1, 0, 2]
        assert "Willow Ward" not in ivy.text


async def test_slips_are_made_for_a_unit_and_each_code_is_its_person_s(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser() as wim:
        await make(ada, unit="ward")
        assert names(ada) == ["Wim"]
        (code,) = codes(ada)
        assert await holder(hospital, code) == "wim"
        assert "Works once, until 17 March 2026." in ada.text
        assert ada.page.headers["cache-control"] == "no-store"
        assert "style=" not in ada.page.text
        assert "<script" not in ada.page.text
        assert "unsafe" not in ada.page.headers["content-security-policy"]
        await make(ada, unit="medicine")
        assert names(ada) == ["Cha", "Leo", "Spo"], "by unit and name, and without administrators and auditors"
        assert "3 people belong to units of others, too, or administer Rounds." in ada.text
        assert "One person has an invitation that is still good, and keeps it." in ada.text
        await make(ada)
        assert "Nobody is left who needs one." in ada.text
        assert await holder(hospital, code) == "wim"
        await make(ada, unit="ward", renew="yes")
        (second,) = codes(ada)
        assert second != code
        assert await holder(hospital, code) is None
        assert (await wim.post(f"/join/{second}", {}, token=False)).url.path.startswith("/c/")
    told = [what for _, _, what in await seen_in_the_log(hospital.storage)]
    assert told == ["invited: 1 person", "invited: 3 people", "invited: 1 person"]


async def test_a_slip_has_a_square_with_the_link_or_says_what_to_send(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    sla = PersonId("sla")
    async with hospital.storage.writing() as work:
        held = roster.memberships | {Membership(person=sla, unit=WARD, role=Role.MEMBER)}
        people = {**roster.people, sla: a_person("sla", channel=SLACK)}
        await work.rosters.save(replace(roster, people=people, memberships=held), at=T0)
    async with hospital.browser("ada") as ada:
        await make(ada, unit="ward")
        slips = re.findall(r'<section class="slip".*?</section>', ada.text, re.DOTALL)
        assert len(slips) == 2
        for slip in slips:
            assert ("<svg" in slip) == ("Scan the square" in slip)
            (code,) = re.findall(r'<div class="code">([^<]*)</div>', slip)
            assert ("<svg" in slip) == (f"/join/{code.replace('-', '')}" in slip)
            assert ("<svg" in slip) != (f"Send it the code {code}" in slip)
        assert sum("<svg" in slip for slip in slips) == 1


@pytest.mark.drill
async def test_chosen_people_alone_get_theirs(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(f"{HERE}/choose?q=l")
        assert 'value="leo"' in ada.text
        await ada.post(MAKE, {"who": "chosen", "person": ["leo", "wim", "tom", "mem", "x"], "as": "slips"})
        assert names(ada) == ["Leo", "Wim"], "nobody of others, and nobody who has joined"
        await ada.get(f"{HERE}/choose?state=invited")
        await ada.post(MAKE, {**ada.hidden(), "person": ["leo"], "as": "slips"})
        assert names(ada) == ["Leo"]


async def test_a_list_has_the_columns_of_enrol_and_stands_in_the_log(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await make(ada, **{"as": "list"})
        assert ada.page.headers["content-type"].startswith("text/csv")
        assert ada.page.headers["content-disposition"] == 'attachment; filename="rounds-invitations-2026-03-03.csv"'
        assert ada.page.headers["cache-control"] == "no-store"
        rows = list(csv.DictReader(StringIO(ada.page.text)))
        assert list(rows[0]) == ["person_id", "code", "link", "expires_at", "name", "unit", "channel"]
        assert {row["person_id"] for row in rows} == {"cha", "leo", "spo", "wim"}
        assert await holder(hospital, code_in(rows[0]["code"])) == rows[0]["person_id"]
    told = [what for _, _, what in await seen_in_the_log(hospital.storage)]
    assert told == ["invited: 4 people", "invitations exported: 4 people"]


@pytest.mark.drill
async def test_many_are_made_in_parts_and_pages_stay_small(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    more = {PersonId(f"n{number:03}"): a_person(f"n{number:03}", channel=WEB) for number in range(230)}
    members = {Membership(person=each, unit=WARD, role=Role.MEMBER) for each in more}
    async with hospital.storage.writing() as work:
        many = replace(roster, people={**roster.people, **more}, memberships=roster.memberships | members)
        await work.rosters.save(many, at=T0)
    async with hospital.browser("ada") as ada:
        await ada.get(f"{HERE}/choose")
        assert len(ada.page.content) < 100_000
        await make(ada, unit="ward")
        first = codes(ada)
        assert len(first) == 200
        assert ada.text.count('<div class="sheet">') == 25
        assert "31 more people wait. Go back and make the next ones." in ada.text
        await make(ada, unit="ward")
        assert len(codes(ada)) == 31
        assert await holder(hospital, first[0]) is not None


async def test_nobody_makes_codes_of_people_who_are_partly_of_others(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    async with hospital.storage.writing() as work:
        held = roster.memberships | {Membership(person=PersonId("leo"), unit=WARD, role=Role.MEMBER)}
        await work.rosters.save(replace(roster, memberships=held), at=T0)
    async with hospital.browser("ivy") as ivy:
        await make(ivy)
        assert names(ivy) == ["Cha"], "not Leo, who is of the ward too, nor an administrator"
        assert "2 people belong to units of others, too, or administer Rounds." in ivy.text
        for unit in ("ward", "medicine", "theatre", "nowhere", ""):
            await ivy.get(HERE)
            assert (await ivy.post(MAKE, {"unit": unit, "as": "list"})).status_code == 404, unit
        assert (await ivy.get(f"{HERE}/poster?unit=ward")).status_code == 404
        assert (await ivy.get(f"{HERE}/poster?unit=icu")).status_code == 200
        await ivy.get(f"{HERE}/choose")
        assert 'value="wim"' not in ivy.text
        await ivy.post(MAKE, {"who": "chosen", "person": ["wim", "tom", "leo"], "as": "slips"})
        assert codes(ivy) == []


async def test_a_poster_and_a_letter_hold_no_code(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(f"{HERE}/poster?unit=ward")
        assert "Willow Ward" in ada.text
        assert "destroyed after 14 weeks at most" in ada.text
        assert "/join/" not in ada.text
        await ada.get(f"{HERE}/letter")
        assert "send it the code «code»" in ada.text
        assert "destroyed after 14 weeks at most" in ada.text
    assert await seen_in_the_log(hospital.storage) == []


NASTY = (
    "",
    "*",
    "x" * 3_000,
    "\ud7ff",
    "<b>",
    "icu",
    "theatre",
    "yes",
    "-1",
    "\r\nA: b",
    "slips",
    "list",
    "chosen",
    "leo",
)


@pytest.mark.drill
@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_posted_is_answered(hospital: Hospital, seed: int) -> None:
    chance, before = Random(seed), await hospital.exported()
    async with hospital.browser("ivy") as ivy:
        await ivy.get(HERE)
        token = ivy.hidden()["form"]
        for _ in range(80):
            fields = {name: chance.choice(NASTY) for name in ("unit", "as", "renew", "who") if chance.random() < 0.8}
            people = [chance.choice(NASTY) for _ in range(chance.randrange(4))]
            answer = await ivy.client.post(MAKE, data={**fields, "person": people, "form": token})
            assert answer.status_code < 500, fields
            query = {name: chance.choice(NASTY) for name in ("q", "state", "name", "id", "unit")}
            for at in ("choose", "poster"):
                assert (await ivy.client.get(f"{HERE}/{at}", params=query)).status_code < 500, query
    assert await hospital.exported() == before
    async with hospital.storage.reading() as work:
        invited = set(await work.codes.waiting(at=T0))
    assert invited <= {"leo", "cha"}, "of intensive care alone, and not of who administers it"
