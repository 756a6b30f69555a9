"""A team is split through a real server: new teams beside it, people ticked, leads named, all as one revision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind
from bot.domain.organisation.people import Membership, Role
from bot.domain.programme.programme import QuietWeek
from tests.adapters.console.test_teams import roles_of, state
from tests.support.builders import T0, a_person
from tests.support.channels import WEB
from tests.support.consoles import ICU, SURGERY, WARD, Browser, Hospital, a_hospital_s_roster

PATH = "/admin/teams/icu/split"
NEW = UnitId("step-down")
MANY = tuple(f"n{number:02}" for number in range(20))
Fields = dict[str, str | Sequence[str]]


@pytest.fixture
async def full(hospital: Hospital) -> Hospital:
    """With Ada as administrator of everything, and twenty more in intensive care."""
    roster = a_hospital_s_roster()
    more = {Membership(person=PersonId("ada"), unit=SURGERY, role=Role.ADMINISTRATOR)}
    more |= {Membership(person=PersonId(each), unit=ICU, role=Role.MEMBER) for each in MANY}
    people = {PersonId(each): a_person(each, channel=WEB) for each in MANY}
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        quiet = QuietWeek(week=IsoWeek.parse("2026-W14"), units=(WARD, ICU), reason="move")
        schedules = tuple(replace(each, units=(ICU, *each.units)) for each in programme.schedules)
        await work.programmes.save(replace(programme, quiet_weeks=(quiet,), schedules=schedules), at=T0)
        await work.rosters.save(
            replace(roster, people={**roster.people, **people}, memberships=roster.memberships | more), at=T0
        )
    return hospital


def filled(people: Sequence[str], **changes: str | Sequence[str]) -> Fields:
    plain = {"id-1": "step-down", "name-1": "Step-down unit", "week": "2026-03-25", "reason": "Two floors"}
    leads = {f"{role}-1": "" for role in ("medical_lead", "nursing_lead", "operational_lead")}
    return {**plain, **leads, "people-1": people, **changes}


async def saved(browser: Browser, path: str, fields: Fields, *, count: str = "") -> None:
    await browser.get(path)
    await browser.post(path, {**fields, "step": "look"})
    assert browser.page.status_code == 200, browser.text
    await browser.post(path, {**browser.hidden_all(), "count": count, "step": "save"})


async def test_a_team_is_split_and_all_that_names_it_names_both(full: Hospital) -> None:
    async with full.browser("ada") as ada:
        await ada.get("/admin/teams")
        assert f'href="{PATH}"' in ada.text
        await saved(ada, PATH, filled(["mem", "leo", "cha"], **{"nursing_lead-1": "n00"}))
        assert "Saved." in ada.text
    programme, roster = await state(full)
    assert programme.organisation.unit(NEW).parent == programme.organisation.unit(ICU).parent
    assert roles_of(roster, "mem") == {("step-down", "member")}
    assert roles_of(roster, "leo") == {("step-down", "medical_lead")}
    assert roles_of(roster, "n00") == {("icu", "member"), ("step-down", "nursing_lead")}
    assert roles_of(roster, "ivy") == {("icu", "administrator")}, "who administers it does so as before"
    assert programme.quiet_weeks[0].units == (WARD, ICU, NEW)
    assert all(each.units[:2] == (ICU, NEW) for each in programme.schedules)
    (step,) = programme.change_overs
    assert (step.kind, step.units, step.when) == (ChangeKind.ROTA, (ICU, NEW), IsoWeek.parse("2026-W13"))
    async with full.storage.reading() as work:
        assert len(await work.revisions.recorded()) == 1, "one revision"


@pytest.mark.drill
async def test_what_is_split_can_be_merged_again(full: Hospital) -> None:
    before_programme, before_roster = await state(full)
    async with full.browser("ada") as ada:
        await saved(ada, PATH, filled(["mem", "cha"]))
        await saved(
            ada, "/admin/teams/step-down/merge", {"into": "icu", "week": "2026-04-01", "reason": "One floor again"}
        )
    programme, roster = await state(full)
    assert replace(programme, change_overs=()) == before_programme
    assert roster.memberships == before_roster.memberships


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
async def test_a_week_at_the_end_of_time_is_a_fault_of_its_field(full: Hospital, day: str) -> None:
    async with full.browser("ada") as ada:
        await ada.get(PATH)
        await ada.post(PATH, {**filled(["mem"], week=day), "step": "look"})
        assert ada.page.status_code in (200, 422)
        assert 'value="step-down"' in ada.page.text, "nothing that was typed is lost"


@pytest.mark.drill
async def test_many_who_move_are_named_and_counted(full: Hospital) -> None:
    before = await full.exported()
    async with full.browser("ada") as ada:
        await saved(ada, PATH, filled(MANY[:11]))
        assert "Nothing was saved yet. Please write the number 11 first." in ada.text
        assert "11 people move" in ada.text
        assert f"{MANY[3].title()} ({MANY[3]}) to Step-down unit" in ada.text
        assert await full.exported() == before
        await ada.post(PATH, {**ada.hidden_all(), "count": "11", "step": "save"})
        assert "Saved." in ada.text
    assert await full.exported() != before


@pytest.mark.drill
@pytest.mark.parametrize(
    ("moving", "said"),
    [
        (8, ["Step-down unit: That views lie far apart"]),
        (3, ["Step-down unit: Figures of its own need at least 7 members"]),
        (16, ["Intensive care: Figures of its own need at least 7 members"]),
        (12, ["Intensive care: That views lie far apart"]),
        (10, []),
    ],
)
async def test_a_team_that_would_be_too_short_is_told_before(full: Hospital, moving: int, said: list[str]) -> None:
    async with full.browser("ada") as ada:
        await ada.get(PATH)
        await ada.post(PATH, {**filled(MANY[:moving]), "step": "look"})
        for words in said:
            assert words in ada.text
        assert ada.text.count("leads not counted") == len(said)
        assert '"step-down" has no medical_lead' in ada.text, "and what the rules say"


@pytest.mark.drill
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id-1": "icu"}, "is there already"),
        ({"id-1": "a b"}, "is no id"),
        ({"name-1": ""}, "Please fill this in"),
        ({"people-1": []}, "Please choose at least one"),
        ({"people-1": ["wim"]}, "Please choose from the list"),
        ({"nursing_lead-1": "wim"}, "Please choose from the list"),
        ({"week": "soon"}, "Please write a date"),
        ({"week": "9999-12-31"}, "is too far away"),
        ({"reason": "x" * 99}, "80"),
    ],
)
async def test_bad_input_is_told_at_its_field(full: Hospital, changes: Fields, said: str) -> None:
    before = await full.exported()
    async with full.browser("ada") as ada:
        await ada.get(PATH)
        await ada.post(PATH, {**filled(["mem"]), **changes, "step": "look"})
        assert ada.page.status_code == 422
        assert said in ada.text
    assert await full.exported() == before


async def test_into_three_nobody_goes_to_two(full: Hospital) -> None:
    path = f"{PATH}?teams=2"
    second = {"id-2": "hdu", "name-2": "High care"} | {
        f"{role}-2": "" for role in ("medical_lead", "nursing_lead", "operational_lead")
    }
    async with full.browser("ada") as ada:
        await ada.get(PATH)
        assert "Into one more team" in ada.text
        await ada.get(path)
        await ada.post(path, {**filled(["mem"], **second), "people-2": ["mem", "cha"], "step": "look"})
        assert "mem cannot go to two teams" in ada.text
        await saved(ada, path, {**filled(["mem"], **second), "people-2": ["cha"]})
    programme, roster = await state(full)
    assert roles_of(roster, "cha") == {("hdu", "champion")}
    assert programme.change_overs[0].units == (ICU, NEW, UnitId("hdu"))


@pytest.mark.drill
async def test_the_second_of_two_is_shown_what_the_first_has_done(full: Hospital) -> None:
    async with full.browser("ada") as ada, full.browser("ada") as other:
        await ada.get(PATH)
        await ada.post(PATH, {**filled(["mem", "cha"]), "step": "look"})
        await other.get("/admin/people/cha/move")
        await other.post("/admin/people/cha/move", {"from": "champion:icu", "to": "ward", "step": "look"})
        await other.post("/admin/people/cha/move", {**other.hidden_all(), "step": "save"})
        await ada.post(PATH, {**ada.hidden_all(), "step": "save"})
        assert ada.page.status_code == 422, "cha is in the list no more"
        assert "Please choose from the list" in ada.text
        await ada.post(PATH, {**filled(["mem", "leo"]), "step": "look"})
        await other.get("/admin/people/mem/role")
        await other.post("/admin/people/mem/role", {"unit": "icu", "role": "champion", "step": "look"})
        await other.post("/admin/people/mem/role", {**other.hidden_all(), "step": "save"})
        await ada.post(PATH, {**ada.hidden_all(), "step": "save"})
        assert "Somebody has changed something meanwhile" in ada.text
        assert NEW not in (await state(full))[0].organisation
        await ada.post(PATH, {**ada.hidden_all(), "step": "save"})
    assert roles_of((await state(full))[1], "mem") == {("step-down", "member"), ("step-down", "champion")}


async def test_who_administers_only_the_team_splits_nothing(full: Hospital) -> None:
    before = await full.exported()
    async with full.browser("ivy") as ivy:
        await ivy.get("/admin/teams")
        assert "Split Intensive care" not in ivy.text
        await ivy.post(PATH, {**filled(["mem"]), "step": "look"})
        assert ivy.page.status_code == 404
    assert await full.exported() == before


NAMES = st.sampled_from(
    [*filled([]), "people-2", "id-2", "medical_lead-1", "step", "seen", "count", "unit", "\N{SNOWMAN}"]
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["look", "save", "change", "step-down", "mem", "2026-03-25", "\x00", "x" * 3000]),
)


@pytest.mark.drill
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(fields=st.dictionaries(NAMES, st.lists(WORDS, max_size=2)), plain=st.booleans(), teams=st.text(max_size=3))
async def test_whatever_is_posted_nothing_fails_and_nothing_is_half_saved(
    hospital: Hospital, whole: Browser, fields: Mapping[str, Sequence[str]], plain: bool, teams: str
) -> None:
    before = await hospital.exported()
    told = {name: [each.encode("utf-8", "replace").decode() for each in values] for name, values in fields.items()}
    await whole.get(PATH)
    whole.page = await whole.client.post(
        PATH,
        params={"teams": teams},
        data={**(filled(["mem"]) if plain else {}), **told, "form": whole.hidden()["form"]},
    )
    assert whole.page.status_code in (200, 422), told
    assert await hospital.exported() == before, "without a plan that was seen"
