"""The calendar through a real server: what the weeks bring, quiet weeks and days, change-overs; of own units only."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver, Month
from bot.domain.programme.programme import Programme, QuietDay, QuietWeek
from tests.adapters.console.test_schedules import save
from tests.support.builders import T0
from tests.support.consoles import ICU, MEDICINE, SURGERY, THEATRE, Browser, Hospital, seen_in_the_log

CALENDAR = "/admin/calendar"


async def programme_of(hospital: Hospital) -> Programme:
    async with hospital.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    return programme


async def with_entries(hospital: Hospital, **lists: object) -> None:
    programme = replace(await programme_of(hospital), **lists)  # type: ignore[arg-type]
    async with hospital.storage.writing() as work:
        await work.programmes.save(programme, at=T0)


def weeks(browser: Browser) -> dict[str, list[str]]:
    """The calendar as it is read: each week with its lines."""
    _, _, calendar = browser.text.partition('id="calendar"')
    found: dict[str, list[str]] = {}
    for card in re.findall(r"<li>(.*?)</li>", calendar, re.DOTALL):
        (name,) = re.findall(r"<h3>(.*?)</h3>", card)
        lines = re.findall(r"<p.*?>(.*?)</p>", card, re.DOTALL)
        found[name] = [re.sub(r"<.*?>", "", line) for line in lines]
    return found


async def test_quiet_weeks_are_added_from_a_day_to_a_day(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(f"{CALENDAR}/quiet_week")
        assert 'type="date"' in ada.text
        fields = {"week": "2026-04-01", "last": "2026-04-14", "units": "icu", "reason": "Inspection"}
        await ada.post(f"{CALENDAR}/quiet_week", {**fields, "step": "look"})
        assert [week in ada.text for week in ("2026-W14", "2026-W15", "2026-W16")] == [True] * 3
        assert (await programme_of(hospital)).quiet_weeks == ()
        await save(ada, f"{CALENDAR}/quiet_week")
        assert "Saved" in ada.text
        assert "Week of 30 March 2026" in ada.text
        assert weeks(ada)["Week of 6 April"][0] == "Quiet week: Inspection (Intensive care)"
    programme = await programme_of(hospital)
    assert [str(each.week) for each in programme.quiet_weeks] == ["2026-W14", "2026-W15", "2026-W16"]
    assert {(who, source) for who, source, _ in await seen_in_the_log(hospital.storage)} == {("ada", "console")}
    async with hospital.storage.reading() as work:
        (revision,) = [each for each in await work.revisions.recorded() if each.author.who.name == "ada"]
    assert revision.author.source.value == "console", "three weeks are one revision"


async def test_quiet_days_and_what_the_rules_say_stand_at_their_fields(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy:
        await ivy.get(f"{CALENDAR}/quiet_day")
        faulty = {"date": "2026-12-28", "last": "2026-12-24", "units": "icu", "reason": "Christmas", "step": "look"}
        await ivy.post(f"{CALENDAR}/quiet_day", faulty)
        assert ivy.page.status_code == 422
        assert re.search(r'id="f-last-fault">.*lies before the first day', ivy.text)
        await ivy.post(f"{CALENDAR}/quiet_day", {**faulty, "last": "2027-12-28"})
        assert re.search(r'id="f-last-fault">.*at most 31', ivy.text)
        await ivy.post(f"{CALENDAR}/quiet_day", {**faulty, "last": "", "reason": "x" * 500})
        assert re.search(r'id="f-reason-fault">.*has 500 characters', ivy.text)
        await ivy.post(f"{CALENDAR}/quiet_day", {**faulty, "units": "ward", "last": ""})
        assert ivy.page.status_code == 422, "not one of hers"
        await ivy.post(f"{CALENDAR}/quiet_day", {**faulty, "last": "2026-12-29"})
        await save(ivy, f"{CALENDAR}/quiet_day")
    days = (await programme_of(hospital)).quiet_days
    assert [(each.date, each.units) for each in days] == [(date(2026, 12, day), (ICU,)) for day in (28, 29)]


@pytest.mark.parametrize(
    ("table", "field", "past", "now"),
    [("quiet_week", "week", "2026-02-25", "2026-03-02"), ("quiet_day", "date", "2026-03-02", "2026-03-03")],
)
async def test_quiet_times_that_begin_in_the_past_are_told_before_they_vanish_from_the_list(
    hospital: Hospital, table: str, field: str, past: str, now: str
) -> None:
    async with hospital.browser("ivy") as ivy:
        for day, is_told in ((past, True), (now, False)):
            await ivy.get(f"{CALENDAR}/{table}")
            await ivy.post(f"{CALENDAR}/{table}", {field: day, "units": "icu", "reason": "x", "step": "look"})
            assert ivy.page.status_code == 200
            assert ("begins in the past" in ivy.text) == is_told, day


@pytest.mark.drill
async def test_bank_holidays_are_ticks_and_those_that_are_quiet_already_are_not_offered(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(CALENDAR)
        assert "Add the bank holidays of Scotland" in ada.text
        await ada.get(f"{CALENDAR}/bank-holidays/scotland")
        ticked = re.findall(r'value="(\d{4}-\d\d-\d\d)" checked', ada.page.text)
        assert "2026-12-25" in ticked
        assert "2026-11-30" in ticked, "Saint Andrew's Day is Scotland's own"
        path = f"{CALENDAR}/bank-holidays/scotland"
        await ada.post(path, {"days": ["2026-12-25", "2026-11-30"], "units": "medicine", "step": "look"})
        await save(ada, path)
        await ada.get(path)
        assert "2026-12-25" not in ada.text
        assert (await ada.get(f"{CALENDAR}/bank-holidays/france")).status_code == 404
    days = (await programme_of(hospital)).quiet_days
    assert {str(each.date) for each in days} == {"2026-11-30", "2026-12-25"}
    assert any("Christmas" in each.reason for each in days)
    assert {each.units for each in days} == {(MEDICINE,)}


async def test_change_overs_once_or_every_year_by_the_rules_of_the_files(hospital: Hospital) -> None:
    path = f"{CALENDAR}/change_over"
    async with hospital.browser("ada") as ada:
        await ada.get(path)
        fields = {"kind": "merger", "units": "icu", "reason": "Two teams", "step": "look"}
        await ada.post(path, fields)
        assert "needs either week" in ada.text
        await ada.post(path, {**fields, "month": "August"})
        assert re.search(r'id="f-month-fault">.*every year', ada.text)
        await ada.post(path, {**fields, "kind": "rota", "month": "August"})
        await save(ada, path)
        await ada.get(path)
        await ada.post(path, {**fields, "week": "2026-03-25"})
        await save(ada, path)
        assert "Every August" in ada.text
        assert "Change-over, merger: Two teams (Intensive care)" in weeks(ada)["Week of 23 March"]
    rota, merger = (await programme_of(hospital)).change_overs
    assert (rota.kind, rota.when) == (ChangeKind.ROTA, Month.AUGUST)
    assert (merger.kind, merger.when) == (ChangeKind.MERGER, IsoWeek.parse("2026-W13"))


@pytest.mark.drill
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("path", ["calendar/quiet_week", "calendar/change_over", "teams/icu/merge"])
async def test_a_day_at_the_end_of_time_is_a_fault_of_its_field(hospital: Hospital, path: str, day: str) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get(f"/admin/{path}")
        fields = {"week": day, "last": "9999-12-31", "kind": "rota", "into": "ward", "units": "icu", "reason": "x"}
        await ada.post(f"/admin/{path}", {**fields, "step": "look"})
        assert ada.page.status_code in (200, 422)


@pytest.mark.drill
async def test_the_weeks_bring_rounds_digests_and_quiet_times_of_own_units_and_of_others_nothing(
    hospital: Hospital,
) -> None:
    week = IsoWeek.of(T0.date()) + 2
    await with_entries(
        hospital,
        quiet_weeks=(
            QuietWeek(week=week, units=(MEDICINE,), reason="Survey"),
            QuietWeek(week=week, units=(THEATRE,), reason="Works"),
        ),
        quiet_days=(QuietDay(date=date(2026, 3, 18), units=(ICU, SURGERY), reason="Day off"),),
        change_overs=(ChangeOver(kind=ChangeKind.REBASE, units=(SURGERY,), reason="Theirs", when=week),),
    )
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy, hospital.browser("sid") as sid:
        for browser in (ada, ivy, sid):
            await browser.get(CALENDAR)
        assert weeks(ada)["Week of 16 March"] == [
            "Quiet week: Survey (all your units)",
            "Tuesday, 10:00: weekly-pulse (quiet, nobody is asked)",
            "Tuesday, 12:30: Digests about the week before",
            "Wednesday, quiet day: Day off (Intensive care)",
        ]
        assert weeks(ivy)["Week of 16 March"][-1] == "Wednesday, quiet day: Day off (all your units)"
        assert [line.split(":")[0] for line in weeks(sid)["Week of 16 March"][:2]] == [
            "Quiet week",
            "Change-over, new usual range",
        ]
        assert not any(word in ada.text for word in ("Works", "Theirs", "theatre", "Surgery"))
        assert "Survey" not in sid.text
        assert len(weeks(ada)) == 13
        await ada.get("/admin/schedules")
        shown = weeks(ada)
        await ada.get(CALENDAR)
        assert shown == weeks(ada), "one calendar, on both pages"


async def test_what_is_for_others_too_is_taken_away_only_by_who_administers_them_all(hospital: Hospital) -> None:
    soon = IsoWeek.of(T0.date()) + 1
    both = QuietWeek(week=soon, units=(MEDICINE,), reason="Survey")
    past = QuietWeek(week=soon - 9, units=(MEDICINE,), reason="Long ago")
    await with_entries(hospital, quiet_weeks=(past, both, QuietWeek(week=soon, units=(ICU,), reason="Own")))
    async with hospital.browser("ivy") as ivy, hospital.browser("ada") as ada:
        await ivy.get(CALENDAR)
        await ada.get(CALENDAR)
        assert "Long ago" not in ada.text, "what is over is left alone"
        of_ivy, of_ada = (set(re.findall(r'href="(/admin/calendar/quiet_week/.*?)"', each.text)) for each in (ivy, ada))
        assert (len(of_ivy), len(of_ada)) == (1, 2)
        assert "whoever administers them all" in ivy.text
        (theirs,) = of_ada - of_ivy
        assert (await ivy.get(theirs)).status_code == 404
        await ada.get(theirs)
        assert "quiet week taken out" in ada.text
        step = {"step": "save", "seen": ada.hidden()["seen"], "form": ada.hidden()["form"]}
        await ada.post(theirs, step, token=False)
        assert "Saved" in ada.text
        await ada.post(theirs, step, token=False)
        assert ada.page.url.path == CALENDAR, "a second press does nothing"
        assert (await ada.get(theirs)).status_code == 404
    assert [each.reason for each in (await programme_of(hospital)).quiet_weeks] == ["Long ago", "Own"]


async def test_a_step_that_comes_too_late_is_said_before_it_is_saved(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        await work.weeks.claim(IsoWeek.parse("2026-W09"), at=T0)
        await work.weeks.finish(IsoWeek.parse("2026-W09"))
    async with hospital.browser("ada") as ada:
        await ada.get(f"{CALENDAR}/change_over")
        fields = {"kind": "rota", "units": "icu", "reason": "New rota", "week": "2026-02-24", "step": "look"}
        await ada.post(f"{CALENDAR}/change_over", fields)
        assert "comes late, that week is closed" in ada.text
