"""Somebody's own shifts through a real server: given, shown to them alone, wished for, taken away."""

from datetime import timedelta

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.rota.shifts import RotaSource
from tests.support.builders import T0
from tests.support.consoles import Browser, Hospital

HERE = "/me/calendar"
LINK, WISH, END = f"{HERE}/link", f"{HERE}/wish", f"{HERE}/end"
SHIFT = T0 + timedelta(days=1)
FILE = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", f"DTSTART:{SHIFT:%Y%m%dT%H%M%SZ}"),
        *(f"DTEND:{SHIFT + timedelta(hours=9):%Y%m%dT%H%M%SZ}", "SUMMARY:Late", "END:VEVENT", "END:VCALENDAR", ""),
    ]
).encode()


async def kept(hospital: Hospital, person: str) -> int:
    async with hospital.storage.reading() as work:
        rotas = await work.rotas.whole([PersonId(person)], RotaSource.OWN)
    return sum(len(rota.shifts) for rota in rotas.values())


async def bring(browser: Browser, raw: bytes) -> None:
    await browser.get(HERE)
    await browser.upload(HERE, raw, name="shifts.ics")


async def test_a_file_is_shown_to_its_person_alone_and_taken_away_again(hospital: Hospital) -> None:
    async with hospital.browser("mem") as mem, hospital.browser("ada") as ada:
        await bring(mem, FILE)
        assert mem.page.status_code == 200
        assert ": late, " in mem.text
        assert "Your file was read on" in mem.text
        await mem.post(WISH, {"hour": "14"})
        assert '<option value="14" selected>' in mem.text
        assert await kept(hospital, "mem") == 1
        for page in (HERE, "/admin/rota", "/admin/people/mem", "/admin/log"):
            await ada.get(page)
            assert ": late, " not in ada.text, "nobody else sees somebody's shifts"
        await mem.post(END, {})
        assert "No shifts are known." in mem.text
        assert '<option value="14" selected>' not in mem.text
    assert await kept(hospital, "mem") == 0


@pytest.mark.drill
@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("nonsense", "This is no link of a calendar."),
        ("http://127.0.0.1/feed", "This is no link of a calendar."),
        ("https://127.0.0.1/canary", "leads into a network that Rounds does not call"),
        ("https://169.254.169.254/latest", "leads into a network that Rounds does not call"),
    ],
)
async def test_a_link_that_is_not_called_is_told_in_plain_words(hospital: Hospital, link: str, told: str) -> None:
    async with hospital.browser("mem") as mem:
        await mem.get(HERE)
        await mem.post(LINK, {"link": link})
        assert mem.page.status_code == 422
        assert told in mem.text
        assert "canary" not in mem.text, "a link is not shown again"
        await mem.upload(HERE, b"no calendar", name="x.ics")
        assert "What came is no calendar" in mem.text
