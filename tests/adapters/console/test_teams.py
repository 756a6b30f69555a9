"""The tree of units through a real server: made, renamed, moved, merged and retired, each after a look at it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind
from bot.domain.organisation.people import Membership, Role, Roster
from bot.domain.programme.programme import Programme, QuietWeek
from config.warnings import cautions
from tests.support.builders import T0, a_person
from tests.support.channels import WEB
from tests.support.consoles import ICU, SURGERY, WARD, Browser, Hospital

NEW = "/admin/new-team"
RENAL = {"id": "renal", "name": "Renal unit", "parent": "medicine", "timezone": "", "locale": ""}


async def state(hospital: Hospital) -> tuple[Programme, Roster]:
    async with hospital.storage.reading() as work:
        programme, roster = await work.programmes.current(), await work.rosters.current()
    assert programme is not None
    return programme, roster


async def save(browser: Browser, path: str, fields: dict[str, str]) -> None:
    await browser.get(path)
    await browser.post(path, {**fields, "step": "look"})
    assert browser.page.status_code == 200, browser.text
    await browser.post(path, {**browser.hidden_all(), "step": "save"})
    assert "Saved." in browser.text


def roles_of(roster: Roster, person: str) -> set[tuple[str, str]]:
    return {(each.unit, each.role.value) for each in roster.memberships if each.person == person}


async def test_the_tree_says_who_is_missing_and_whose_list_is_too_short(whole: Browser) -> None:
    await whole.get("/admin/teams")
    text = " ".join(whole.text.split())
    assert 'Intensive care <span class="quiet">(icu)</span>' in text
    assert "one member, one champion, one medical lead and one administrator" in text
    assert "It has no nursing lead and operational lead." in text
    assert "Nobody reads its digest: it has no lead and no champion." in text, "the ward"
    assert "Willow Ward: colleagues left after readers: 1; figures need at least 7" in text


async def test_a_team_whose_members_read_is_counted_without_them_and_its_neighbours_are_named(
    hospital: Hospital, whole: Browser, tmp_path: Path
) -> None:
    """Seven members, of whom one leads: six colleagues. `rounds check` counts the same."""
    programme, roster = await state(hospital)
    places = [("leo", ICU), *((f"icu{each}", ICU) for each in range(5)), *((f"ward{each}", WARD) for each in range(4))]
    more = {PersonId(name): a_person(name, channel=WEB) for name, _ in places} | dict(roster.people)
    held = {Membership(person=PersonId(name), unit=unit, role=Role.MEMBER) for name, unit in places}
    fuller = replace(roster, people=more, memberships=roster.memberships | held)
    async with hospital.storage.writing() as work:
        await work.rosters.save(fuller, at=T0)
    await whole.get("/admin/teams")
    text = " ".join(whole.text.split())
    for said in ("Intensive care: colleagues left after readers: 6, pooled with Willow Ward",
                 "Willow Ward: colleagues left after readers: 5, pooled with Intensive care"):  # fmt: skip
        assert said in text
    checked = "\n".join(each.what for each in cautions(programme, fuller, directory=tmp_path))
    assert '"icu": colleagues left after readers: 6, pooled with "ward"' in checked


@pytest.mark.drill
async def test_a_unit_is_made_renamed_and_moved(hospital: Hospital, whole: Browser) -> None:
    await save(whole, NEW, RENAL)
    await save(whole, "/admin/teams/renal", {**RENAL, "name": "Kidney unit", "parent": "surgery", "locale": "cy"})
    programme, _ = await state(hospital)
    made = programme.organisation.unit(UnitId("renal"))
    assert (made.name, made.parent, made.locale) == ("Kidney unit", SURGERY, "cy")
    await save(whole, NEW, {**RENAL, "id": "north", "name": "North", "parent": ""})
    programme, _ = await state(hospital)
    assert programme.organisation.unit(UnitId("north")).parent is None, "at the top of the tree"


@pytest.mark.drill
@pytest.mark.parametrize(
    ("path", "changes", "said"),
    [
        (NEW, {"id": "icu"}, "is there already"),
        (NEW, {"id": "a b"}, "is no id"),
        (NEW, {"name": ""}, "Please fill this in"),
        (NEW, {"parent": "elsewhere"}, "Please choose from the list"),
        (NEW, {"timezone": "Londn"}, "is no IANA time zone"),
        ("/admin/teams/medicine", {"parent": "icu"}, "icu"),
    ],
)
async def test_bad_input_is_told_by_the_rules_of_the_files(
    hospital: Hospital, whole: Browser, path: str, changes: dict[str, str], said: str
) -> None:
    before = await state(hospital)
    await whole.get(path)
    await whole.post(path, {**RENAL, **changes, "step": "look"})
    assert whole.page.status_code == 422
    assert said in whole.text
    assert await state(hospital) == before


async def test_a_merged_team_s_people_and_all_that_names_it_go_on_in_the_other(
    hospital: Hospital, whole: Browser
) -> None:
    programme, _ = await state(hospital)
    quiet = QuietWeek(week=IsoWeek.parse("2026-W14"), units=(WARD, ICU), reason="move")
    schedules = tuple(replace(each, units=(WARD, *each.units)) for each in programme.schedules)
    async with hospital.storage.writing() as work:
        await work.programmes.save(replace(programme, quiet_weeks=(quiet,), schedules=schedules), at=T0)
    await whole.get("/admin/teams/ward/merge")
    await save(whole, "/admin/teams/ward/merge", {"into": "icu", "week": "2026-03-25", "reason": "One floor"})
    programme, roster = await state(hospital)
    assert WARD not in programme.organisation
    assert roles_of(roster, "wim") == {("icu", "member")}
    assert programme.quiet_weeks[0].units == (ICU,)
    assert all(WARD not in each.units for each in programme.schedules)
    (step,) = programme.change_overs
    assert (step.kind, step.units, step.when) == (ChangeKind.MERGER, (ICU,), IsoWeek.parse("2026-W13"))
    assert step.reason == "One floor"


async def test_retiring_a_team_ends_its_people_s_roles_after_naming_them(hospital: Hospital, whole: Browser) -> None:
    await whole.get("/admin/teams/ward/retire")
    assert "wim" in whole.text
    assert WARD in (await state(hospital))[0].organisation
    await whole.post("/admin/teams/ward/retire", {**whole.hidden_all(), "step": "save"})
    programme, roster = await state(hospital)
    assert WARD not in programme.organisation
    assert "wim" not in roster.people
    await whole.post("/admin/teams/ward/retire", {**whole.hidden_all(), "step": "save"})
    assert whole.page.url.path == "/admin/teams", "a second press does no harm"
    await whole.get("/admin/teams/medicine/retire")
    assert whole.page.status_code == 422, "others are part of it"


@pytest.mark.drill
async def test_who_administers_a_part_changes_nothing_elsewhere(hospital: Hospital) -> None:
    before = await state(hospital)
    async with hospital.browser("ivy") as ivy:
        await ivy.get("/admin/teams")
        assert "Intensive care" in ivy.text
        assert "Willow Ward" not in ivy.text
        for path in ("medicine", "ward", "theatre", "ward/merge", "ward/retire", "none"):
            assert (await ivy.get(f"/admin/teams/{path}")).status_code == 404, path
            await ivy.get("/admin/teams")
            await ivy.post(f"/admin/teams/{path}", {**RENAL, "step": "save", "seen": "x"})
            assert ivy.page.url.path == "/admin/teams" or ivy.page.status_code == 404, path
        await ivy.get(NEW)
        await ivy.post(NEW, {**RENAL, "parent": "", "step": "look"})
        assert ivy.page.status_code == 422, "nothing at the top of the tree"
        await ivy.get("/admin/teams/icu/merge")
        await ivy.post("/admin/teams/icu/merge", {"into": "ward", "week": "2026-03-25", "reason": "x", "step": "look"})
        assert ivy.page.status_code == 422, "not into a team of others"
        await ivy.get("/admin/teams/icu")
        await ivy.post("/admin/teams/icu", {**RENAL, "parent": "surgery", "step": "look"})
        assert "unit icu renamed" in ivy.text
        assert "unit icu parent" not in ivy.text, "not to another place, either"
    assert await state(hospital) == before
    async with hospital.browser("leo") as leo:
        assert (await leo.get("/admin/teams")).status_code == 404
