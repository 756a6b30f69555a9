"""Schedules through a real server: made, changed and stopped, after a look at what would change."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Address, Membership, Role
from bot.domain.programme.programme import OnDays, QuietWeek, Schedule, Weekday
from config.folder import read_folder
from config.writers import programme_toml, questions_toml, roster_csv
from tests.support.builders import T0, after
from tests.support.channels import WEB
from tests.support.consoles import MEDICINE, Browser, Hospital, a_hospital_s_roster, seen_in_the_log

NEW = "/admin/new-schedule"
FIELDS = {
    "id": "second",
    "units": ["icu", "ward"],
    "questions": ["core"],
    "days": ["Wed", "Fri"],
    "at": "11:15",
    "questions_per_round": "1",
    "every_weeks": "2",
    "open_hours": "48",
    "remind_after_hours": "",
}


async def schedules(hospital: Hospital) -> dict[str, Schedule]:
    async with hospital.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    return {each.id: each for each in programme.schedules}


async def save(browser: Browser, path: str) -> None:
    await browser.post(path, {**browser.hidden_all(), "step": "save"})


async def test_a_schedule_is_made_after_a_look_at_what_would_change(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "step": "look"})
        assert "schedule added: second (core to icu, ward, Wed, Fri at 11:15 every 2 weeks)" in ada.text
        assert "second" not in await schedules(hospital), "only looked at"
        await save(ada, NEW)
        assert "Saved." in ada.text
        assert "Wednesday and Friday at 11:15, every 2 weeks" in ada.text
    made = (await schedules(hospital))["second"]
    assert made.cadence == OnDays(days=(Weekday.WED, Weekday.FRI), at=made.cadence.at, every_weeks=2)  # type: ignore[union-attr]
    assert made.open_hours == 48
    assert await seen_in_the_log(hospital.storage) == [("ada", "console", "schedule added")]


async def test_a_schedule_is_changed_and_stopped(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/schedules/weekly-pulse")
        assert 'value="10:00"' in ada.text
        fields = {**FIELDS, "units": ["medicine"], "days": ["Thu"], "remind_after_hours": "24"}
        del fields["id"]
        await ada.post("/admin/schedules/weekly-pulse", {**fields, "step": "look"})
        assert "schedule weekly-pulse open_hours: 120 -> 48" in ada.text
        await ada.post("/admin/schedules/weekly-pulse", {**ada.hidden_all(), "step": "change"})
        assert ada.page.status_code == 200
        assert re.search(r'value="Thu" checked', ada.text)
        await ada.post("/admin/schedules/weekly-pulse", {**fields, "step": "look"})
        await save(ada, "/admin/schedules/weekly-pulse")
        changed = (await schedules(hospital))["weekly-pulse"]
        assert (changed.open_hours, changed.remind_after_hours, changed.units) == (48, 24, ("medicine",))
        await ada.get("/admin/schedules/weekly-pulse/stop")
        assert "schedule ended: weekly-pulse" in ada.text
        assert "weekly-pulse" in await schedules(hospital)
        await save(ada, "/admin/schedules/weekly-pulse/stop")
        assert list(await schedules(hospital)) == ["theatre-pulse"]
        assert (await ada.get("/admin/schedules/weekly-pulse")).status_code == 404


@pytest.mark.drill
async def test_a_schedule_is_paused_goes_on_and_is_turned_back(hospital: Hospital) -> None:
    path = "/admin/schedules/weekly-pulse/pause"
    async with hospital.browser("ada") as ada:
        await ada.get(path)
        await ada.post(path, {"paused_until": "2026-03-03", "step": "look"})
        assert "2026-03-03 is not in the future" in ada.text
        await ada.post(path, {"paused_until": "2026-09-01", "step": "look"})
        assert "schedule weekly-pulse paused: no -> yes" in ada.text
        assert "schedule weekly-pulse paused_until: none -> 2026-09-01" in ada.text
        assert not (await schedules(hospital))["weekly-pulse"].paused, "only looked at"
        await save(ada, path)
        assert "Paused until 1 September 2026." in ada.text
        assert 'Tuesday, 10:00: weekly-pulse <span class="quiet">(paused)</span>' in ada.text
        await ada.get("/admin")
        assert "weekly-pulse: Paused until 1 September 2026." in ada.text
        await ada.get("/admin/schedules/weekly-pulse/resume")
        await save(ada, "/admin/schedules/weekly-pulse/resume")
        assert "Paused" not in ada.text
        await ada.get(path)
        await ada.post(path, {"paused_until": "", "step": "look"})
        assert '"weekly-pulse" is paused, so it asks nobody until somebody lets it go on' in ada.text
        await save(ada, path)
        assert "Paused until somebody lets it go on." in ada.text
    stopped = (await schedules(hospital))["weekly-pulse"]
    assert (stopped.paused, stopped.paused_until) == (True, None)
    assert "schedule weekly-pulse paused" in [what for _, _, what in await seen_in_the_log(hospital.storage)]


async def test_a_test_goes_to_whoever_asks_for_it_alone(hospital: Hospital) -> None:
    path = "/admin/schedules/weekly-pulse/test"
    async with hospital.browser("ada") as ada, hospital.browser("sid") as sid:
        await ada.get("/admin/schedules")
        await ada.post(path, {})
        assert "Nothing was sent: there is no chat yet" in ada.text
        async with hospital.storage.writing() as work:
            await work.rosters.enrol(PersonId("ada"), Address(channel=WEB, value="ada's"), at=T0)
        await ada.post(path, {})
        assert "A test is on its way to your own chat." in ada.text
        await sid.get("/admin/schedules")
        assert (await sid.post(path, {})).status_code == 404, "it asks units of others"
        await ada.get(path)
        assert ada.page.url.path == "/admin/schedules", "an address alone sends none"
        await ada.get("/admin/schedules?test=else")
        assert "else" not in ada.text
    async with hospital.storage.writing() as work:
        (lease,) = await work.deliveries.lease(WEB, owner="o", now=T0, lease_until=after(hours=1), limit=9)
    assert (lease.delivery.person, lease.address) == ("ada", Address(channel=WEB, value="ada's"))


async def test_a_change_is_warned_of_as_by_check_and_when_people_would_be_asked_twice(hospital: Hospital) -> None:
    fields = {**FIELDS, "units": ["medicine"], "every_weeks": "1", "open_hours": "120", "days": ["Thu"]}
    path = "/admin/schedules/weekly-pulse"
    twice = '"weekly-pulse" has asked this week already, and would ask once more before the week ends'
    async with hospital.browser("ada") as ada:
        await ada.get(path)
        await ada.post(path, {**fields, "step": "look"})
        late = '"weekly-pulse" opens on Thu and closes on Tue of a later week, for which its answers count'
        assert late in ada.text
        assert twice in ada.text, "today is its Tuesday, and it has asked at ten"
        hospital.clock.advance(hours=-1)
        await ada.post(path, {**fields, "open_hours": "72", "step": "look"})
        assert "schedule weekly-pulse cadence" in ada.text
        assert "Good to know" not in ada.text


async def test_what_the_console_made_is_what_the_files_say(hospital: Hospital, tmp_path: Path) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "step": "look"})
        await save(ada, NEW)
    async with hospital.storage.reading() as work:
        programme, roster = await work.programmes.current(), await work.rosters.current()
    assert programme is not None
    texts = {
        "programme.toml": programme_toml(programme),
        "questions.toml": questions_toml(programme.questions.values()),
        "roster.csv": roster_csv(roster, channels=CHANNELS),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    folder = read_folder(tmp_path, recurrence=CronRecurrence(), channels=CHANNELS)
    assert folder.programme == programme
    assert (folder.roster.people, folder.roster.memberships) == (roster.people, roster.memberships)


async def test_twelve_weeks_are_shown_with_what_is_quiet(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        week = IsoWeek.of(after(days=14).date())
        quiet = QuietWeek(week=week, units=(MEDICINE,), reason="inspection")
        await work.programmes.save(replace(programme, quiet_weeks=(quiet,)), at=T0)
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/schedules")
        weeks = re.findall(r"<h3>(Week of .*?)</h3>", ada.text)
        assert (len(weeks), weeks[0], weeks[-1]) == (13, "Week of 2 March", "Week of 25 May")
        entries = re.findall(r"<p>(Tuesday, 10:00: weekly-pulse.*?)</p>", ada.text, re.DOTALL)
        assert [number for number, entry in enumerate(entries) if "quiet, nobody is asked" in entry] == [1]
        assert "theatre-pulse" not in ada.text


async def test_faults_stand_at_their_fields_in_the_words_of_the_files_and_nothing_typed_is_lost(
    hospital: Hospital,
) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "id": "a b", "step": "look"})
        assert '"a b" is no id' in ada.text
        assert 'value="a b"' in ada.text
        await ada.post(NEW, {**FIELDS, "at": "01:30", "open_hours": "0", "step": "look"})
        assert ada.page.status_code == 422
        for name, words in (
            ("at", "a slot between 00:00 and 03:00 can fall out"),
            ("open_hours", "must lie between 1 and"),
        ):
            assert f'<a href="#f-{name}">' in ada.page.text
            fault = re.search(rf'id="f-{name}-fault">(.*?)</p>', ada.text, re.DOTALL)
            assert fault is not None
            assert words in fault[1]
        assert len(re.findall(" checked", ada.text)) == 5
        await ada.post(NEW, {**FIELDS, "at": "soon", "days": [], "step": "look"})
        assert "Please write a time like 10:00" in ada.text
        assert "Please choose at least one" in ada.text
    assert "second" not in await schedules(hospital)


@pytest.mark.drill
async def test_nobody_saves_what_they_have_not_seen(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "step": "look"})
        await ivy.get(NEW)
        await ivy.post(NEW, {**FIELDS, "id": "third", "units": ["icu"], "step": "look"})
        await save(ivy, NEW)
        await save(ada, NEW)
        assert {"second", "third"} <= (await schedules(hospital)).keys(), "what others did elsewhere is no hindrance"
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "id": "fourth", "step": "save", "seen": "guessed"})
        assert "Somebody has changed something meanwhile" in ada.text
        assert "fourth" not in await schedules(hospital)
        await ada.get("/admin/schedules/second")
        fields = {key: value for key, value in FIELDS.items() if key != "id"}
        await ada.post("/admin/schedules/second", {**fields, "step": "look"})
        assert "Nothing would change." in ada.text


async def test_the_second_of_two_editors_is_shown_what_the_first_has_changed(hospital: Hospital) -> None:
    path = "/admin/schedules/weekly-pulse"
    roster = a_hospital_s_roster()
    held = roster.memberships | {Membership(person=PersonId("ivy"), unit=MEDICINE, role=Role.ADMINISTRATOR)}
    async with hospital.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=held), at=T0)
    fields = {**{key: value for key, value in FIELDS.items() if key != "id"}, "units": ["medicine"]}
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        for browser, day in ((ada, "Thu"), (ivy, "Mon")):
            await browser.get(path)
            await browser.post(path, {**fields, "days": [day], "step": "look"})
            assert f"Tue at 10:00 every week -> {day} at 11:15 every 2 weeks" in browser.text
        await save(ada, path)
        await save(ivy, path)
        assert "Somebody has changed something meanwhile" in ivy.text
        assert "Thu at 11:15 every 2 weeks -> Mon at 11:15 every 2 weeks" in ivy.text
        assert "Thu" in str((await schedules(hospital))["weekly-pulse"].cadence), "not yet"
        await save(ivy, path)
    assert "Mon" in str((await schedules(hospital))["weekly-pulse"].cadence)


@pytest.mark.drill
async def test_schedules_of_others_are_not_there(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy, hospital.browser("mem") as member:
        await ada.get("/admin/schedules")
        assert "theatre-pulse" not in ada.text
        for browser in (ada, ivy):
            await browser.get(NEW)
            assert "Theatre 1" not in browser.text
            await browser.post(NEW, {**FIELDS, "units": ["theatre"], "step": "look"})
            assert "Please choose from the list" in browser.text
            await browser.post("/admin/schedules/theatre-pulse/stop", {"step": "save"})
            assert browser.page.url.path == "/admin/schedules"
            for path in ("theatre-pulse", "nowhere"):
                await browser.get("/admin/new-schedule")
                assert (await browser.post(f"/admin/schedules/{path}", {**FIELDS, "step": "save"})).status_code == 404
                assert (await browser.get(f"/admin/schedules/{path}")).status_code == 404
        assert (await ivy.get("/admin/schedules/weekly-pulse")).status_code == 404, "it asks more than her unit"
        for path in ("new-schedule", "schedules", "schedules/weekly-pulse", "schedules/weekly-pulse/stop"):
            assert (await member.get(f"/admin/{path}")).status_code == 404
    assert list(await schedules(hospital)) == ["weekly-pulse", "theatre-pulse"]


async def test_a_schedule_called_new_can_be_changed_and_stopped(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "id": "new", "step": "look"})
        await ada.post(NEW, {**ada.hidden_all(), "step": "save"})
        await ada.get("/admin/schedules/new")
        assert "Change new" in ada.text
        await ada.get("/admin/schedules/new/stop")
        await ada.post("/admin/schedules/new/stop", {**ada.hidden_all(), "step": "save"})
        assert "new" not in await schedules(hospital)


async def test_a_second_press_on_save_says_nothing_untrue(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(NEW)
        await ada.post(NEW, {**FIELDS, "step": "look"})
        pressed = {**ada.hidden_all(), "step": "save"}
        await ada.post(NEW, pressed)
        await ada.get(NEW)
        await ada.post(NEW, pressed)
        assert '"second" is there already; choose another one' in ada.text
        path = "/admin/schedules/second"
        await ada.get(path)
        changed = {**FIELDS, "at": "11:45", "step": "look"}
        await ada.post(path, {key: value for key, value in changed.items() if key != "id"})
        pressed = {**ada.hidden_all(), "step": "save"}
        await ada.post(path, pressed)
        await ada.post(path, pressed)
        assert "Nothing would change." in ada.text
        assert "Somebody has changed" not in ada.text
        await ada.get(f"{path}/stop")
        pressed = {**ada.hidden_all(), "step": "save"}
        await ada.post(f"{path}/stop", pressed)
        await ada.post(f"{path}/stop", pressed)
        assert ada.page.status_code == 200
        assert ada.page.url.path == "/admin/schedules"
