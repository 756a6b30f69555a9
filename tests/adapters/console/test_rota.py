"""The hospital's rota through a real server: looked at, saved once, by those whose people it names."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.administration.shift_list import MOST_FAULTS
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from bot.domain.rota.shifts import RotaSource
from tests.support.builders import T0
from tests.support.consoles import ICU, MEDICINE, SURGERY, Browser, Hospital, a_hospital_s_roster, seen_in_the_log

HERE, CHANGES, HOSTS = "/admin/rota", "/admin/rota/changes", "/admin/rota/hosts"
DAY = f"{T0 + timedelta(days=1):%d/%m/%Y}"
HEADINGS = "Staff Number,Starts,Ends,Kind\n"
SOUND = f"{HEADINGS}mem,{DAY} 07:30,{DAY} 20:00,LD\nmem,{DAY} 20:30,{DAY} 23:00,OC\n"
OTHERS = f"{SOUND}tom,{DAY} 07:30,{DAY} 20:00,LD\n"


async def bring(browser: Browser, raw: str) -> None:
    await browser.get(HERE)
    await browser.upload(HERE, raw.encode(), name="rota.csv")


async def kept(hospital: Hospital, *people: str) -> dict[str, int]:
    async with hospital.storage.reading() as work:
        found = await work.rotas.whole([PersonId(each) for each in people], RotaSource.IMPORT)
    return {person: len(rota.shifts) for person, rota in found.items()}


async def test_a_rota_is_looked_at_and_saved_once(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy:
        await bring(ivy, SOUND)
        assert ivy.page.url.path == CHANGES
        assert "Mem (mem): 2 new shifts, 0 taken out" in ivy.text
        assert await kept(hospital, "mem") == {}, "nothing is saved before it is looked at"
        pressed = ivy.hidden()
        for _ in range(2):
            await ivy.post(CHANGES, pressed)
            assert ivy.page.url.path == HERE
    assert await kept(hospital, "mem") == {"mem": 2}
    assert [each for each in await seen_in_the_log(hospital.storage) if each[2] == "rota imported"] == [
        ("ivy", "console", "rota imported")
    ]


async def test_rows_that_are_wrong_are_told_by_their_line_and_others_are_not_there(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy:
        await bring(ivy, OTHERS + "mem,soon,later,LD\n")
        assert ivy.page.status_code == 422
        assert 'Line 4, person_id: nobody on the list has the id "tom"' in ivy.text
        assert 'Line 5, starts: "soon" is no moment' in ivy.text
        await ivy.post(CHANGES, {"seen": ""})
        assert ivy.page.status_code == 422
        await bring(ivy, OTHERS)
        await ivy.get(f"{CHANGES}?others=leave")
        assert "One row is passed over" in ivy.text
        await ivy.post(CHANGES, ivy.hidden())
        assert "Saved." in ivy.text
    assert await kept(hospital, "mem", "tom") == {"mem": 2}


async def test_where_so_much_is_wrong_that_the_rest_is_not_read_the_page_says_so(hospital: Hospital) -> None:
    wrong = "mem,soon,later,LD\n" * MOST_FAULTS
    async with hospital.browser("ivy") as ivy:
        await bring(ivy, HEADINGS + wrong + OTHERS)
        assert f"At least {MOST_FAULTS:,} rows cannot be read" in ivy.text
        assert f"nothing was looked for behind line {MOST_FAULTS + 1}." in ivy.text
        assert "more</p>" not in ivy.text, "how many more there are is not known"


async def test_a_list_of_people_is_none_of_shifts_and_what_was_given_up_is_gone(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await bring(ada, SOUND)
        await ada.get("/admin/upload-people/columns")
        assert ada.page.url.path == "/admin/upload-people"
        await ada.get(CHANGES)
        assert ada.page.url.path == CHANGES
        await ada.post(f"{HERE}/cancel", {})
        await ada.get(CHANGES)
        assert ada.page.url.path == HERE
        await ada.upload(HERE, b"nothing at all", name="rota.csv")
        assert ada.page.status_code == 422


async def test_servers_are_changed_by_who_administers_everything(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    whole = {Membership(person=PersonId("ada"), unit=unit, role=Role.ADMINISTRATOR) for unit in (MEDICINE, SURGERY)}
    async with hospital.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=roster.memberships | whole), at=T0)
    async with hospital.browser("ada") as ada:
        await ada.get(HOSTS)
        await ada.post(HOSTS, {"hosts": "https://rota.example.org/x"})
        assert "is no server; write its name alone" in ada.text
        await ada.post(HOSTS, {"hosts": "rota.example.org, 10.0.0.7"})
        assert "rota hosts" in ada.text
        await ada.post(HOSTS, {**ada.hidden(), "step": "save"})
        assert ada.page.url.path == HERE
        assert "rota.example.org, 10.0.0.7" in ada.text
    async with hospital.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    assert programme.rota_hosts == ("rota.example.org", "10.0.0.7")
    assert ICU in programme.organisation
