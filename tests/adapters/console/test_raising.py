"""Raising something from the own page, through a real server: looked at, sent once, gone when somebody is forgotten."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from bot.domain.programme.programme import Guardian, StaffHelp
from tests.support.builders import T0
from tests.support.channels import WEB
from tests.support.consoles import ICU, Browser, Hospital

RAISE = "/me/raise"
WORDS = "The linen cupboard is locked\nevery weekend"


@pytest.fixture(autouse=True)
async def readers(hospital: Hospital) -> None:
    """Leo leads intensive care and can be reached; Aud is the guardian."""
    async with hospital.storage.writing() as work:
        for person in ("leo", "aud"):
            await work.rosters.enrol(PersonId(person), Address(channel=WEB, value=f"at-{person}"), at=T0)
        programme = await work.programmes.current()
        assert programme is not None
        guardian = Guardian(person=PersonId("aud"), units=(ICU,))
        named = StaffHelp(text="Staff support", link="tel:4400")
        await work.programmes.save(replace(programme, guardians=(guardian,), help=named), at=T0)


def notes(folder: Path) -> list[Path]:
    return sorted((folder / "keys").glob("*.note"))


async def looks(browser: Browser, words: str = WORDS, *, to: str = "leads:icu") -> None:
    await browser.get(RAISE)
    await browser.post(RAISE, {**browser.hidden_all(), "to": to, "words": words, "step": "look"})


async def sends(browser: Browser, words: str = WORDS, **more: str) -> None:
    to = re.search(r'name="to" value="([^"]+)"', browser.page.text)
    assert to is not None
    await browser.post(RAISE, {**browser.hidden_all(), "words": words, "step": "send", **more})


async def test_it_is_looked_at_and_sent_once(hospital: Hospital, tmp_path: Path) -> None:
    async with hospital.browser("mem") as mem:
        await mem.get("/me")
        assert "Help for you: Staff support" in mem.text
        await mem.get(RAISE)
        for said in (
            "Nobody reads this at once",
            "This is an exception",
            "The leads of Intensive care",
            "Aud, guardian",
        ):
            assert said in mem.text
        await looks(mem)
        assert "This goes to Leo (medical lead):" in mem.text
        assert "If nobody answers in 7 days, it goes to a guardian" in mem.text
        assert notes(tmp_path) == [], "nothing is kept before it is sent"
        hidden = mem.hidden_all()
        for _ in range(2):
            await mem.post(RAISE, {**hidden, "words": WORDS, "step": "send"})
            assert "Sent. It arrives in 2 hours or later" in mem.text
        assert len(notes(tmp_path)) == 1


async def test_patients_are_refused_and_colleagues_asked_about(hospital: Hospital, tmp_path: Path) -> None:
    async with hospital.browser("mem") as mem:
        await looks(mem, "NHS number 943 476 5919 waited")
        assert mem.page.status_code == 422
        assert "NHS number" in mem.text
        await looks(mem, "x" * 1001)
        assert mem.page.status_code == 422
        await looks(mem, "")
        assert mem.page.status_code == 422
        await looks(mem, "Leo shouts at handover", to="guardian:icu")
        assert "This names a colleague. Send it to Aud?" in mem.text
        await sends(mem, "Leo shouts at handover")
        assert mem.page.status_code == 422
        assert notes(tmp_path) == []
        await sends(mem, "Leo shouts at handover", anyhow="yes")
        assert "Sent." in mem.text
        assert len(notes(tmp_path)) == 1


async def test_readers_that_somebody_made_up_get_nothing(hospital: Hospital, tmp_path: Path) -> None:
    async with hospital.browser("mem") as mem:
        for to in ("leads:ward", "guardian:theatre", "mem:icu", "", "leads"):
            await looks(mem, to=to)
            assert mem.page.status_code == 422
        assert notes(tmp_path) == []


async def test_a_lead_is_not_their_own_reader(hospital: Hospital) -> None:
    async with hospital.browser("leo") as leo:
        await leo.get(RAISE)
        assert "Aud, guardian" in leo.text
        assert "Your team has no other lead." in leo.text
        assert "The leads of Intensive care" not in leo.text


async def test_forgetting_destroys_what_was_raised(hospital: Hospital, tmp_path: Path) -> None:
    async with hospital.browser("mem") as mem:
        await looks(mem)
        await sends(mem)
        assert len(notes(tmp_path)) == 1
        await mem.get("/me/forget")
        await mem.post("/me/forget", mem.hidden_all())
        assert notes(tmp_path) == []
        assert list((tmp_path / "keys").glob("*.raised")) == []


async def test_who_was_given_a_link_by_the_shell_raises_nothing_in_their_name(hospital: Hospital) -> None:
    async with hospital.browser("mem", by_shell=True) as somebody:
        await somebody.get(RAISE)
        assert somebody.page.status_code == 403
