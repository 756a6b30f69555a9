"""The overview through a real server: what is well, what comes next, how many have joined; of one's own units only."""

import re
from dataclasses import replace

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import QuietWeek
from bot.flows.operations.note_backup import NoteBackup
from tests.support.builders import T0, after
from tests.support.consoles import ICU, MEDICINE, WARD, Browser, Hospital


def facts(browser: Browser) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", browser.text))


async def test_next_rounds_and_people_are_those_of_the_administrator_s_units(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("sid") as sid:
        assert "All is well" in ada.text
        assert "Tuesday 10 March, 10:00" in ada.text
        assert "Wording of pers-int-1." in ada.text
        assert "weekly-pulse" in ada.text
        assert "theatre-pulse" not in ada.text
        assert "5 people are listed, one has joined." in ada.text
        assert facts(ada)["On the list"] == "8"
        assert facts(ada)["Joined"] == "1"
        assert facts(ada)["Not joined yet"] == "7"
        assert facts(ada)["Cannot be reached"] == "0"
        assert "theatre-pulse" in sid.text
        assert "weekly-pulse" not in sid.text
        assert "2 people are listed, nobody has joined." in sid.text


async def test_a_quiet_week_is_passed_over(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        week = IsoWeek.of(after(days=7).date())
        quiet = (
            QuietWeek(week=week, units=(ICU,), reason="inspection"),
            QuietWeek(week=week + 1, units=(MEDICINE,), reason="inspection"),
        )
        await work.programmes.save(replace(programme, quiet_weeks=quiet), at=T0)
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        assert "Tuesday 10 March" in ada.text
        assert "One person is listed" in ada.text, WARD
        assert "Tuesday 24 March" in ivy.text


async def test_the_last_backup_is_told_in_the_zone_of_whoever_looks(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        assert "Last backup: none yet" in ada.text
    note = NoteBackup(storage=hospital.storage, entropy=SystemEntropy())
    await note(at=T0, author=Author(who=Actor.user("root"), source=RevisionSource.SHELL))
    async with hospital.browser("ada") as ada:
        assert "Last backup: 3 March 2026, 10:00" in ada.text


async def test_what_is_not_well_is_named(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        await work.programmes.save(replace(programme, schedules=()), at=T0)
    async with hospital.browser("ada") as ada:
        assert "No schedule asks anybody in the next two months." in ada.text
