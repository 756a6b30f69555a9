"""Posts through a real server: leads by name, and the register by profession; made, filled, left empty, ended."""

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Profession, Role
from bot.domain.organisation.posts import GovernanceSeat, LeadershipRole, RoleHeld, SeatKind
from tests.adapters.console.test_teams import roles_of, save, state
from tests.support.consoles import ICU, Browser, Hospital

POSTS = "/admin/teams/icu/posts"
ROLE = {"role": "clinical_lead", "profession": "", "since": ""}
SEAT = {"title": "Patient safety", "kind": "active_staff", "votes": "yes", "profession": "nurse", "since": "2025-01-02"}


def ways(browser: Browser, words: str) -> str:
    """Where a link with these words leads."""
    found = re.findall(r'<a[^>]* href="([^"]+)">([^<]+)</a>', browser.text)
    return next(str(path) for path, said in found if said == words)


@pytest.mark.drill
async def test_posts_are_made_filled_left_empty_and_ended(hospital: Hospital, whole: Browser) -> None:
    await save(whole, f"{POSTS}/new/role", ROLE)
    assert whole.page.url.path == POSTS
    programme, _ = await state(hospital)
    assert programme.leadership_roles == (RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=ICU),)
    await save(whole, ways(whole, "Fill Clinical lead"), {**ROLE, "profession": "doctor", "since": "2024-09-01"})
    assert "Held since 1 September 2024 (doctor)" in whole.text
    programme, _ = await state(hospital)
    assert programme.leadership_roles[0].profession is Profession.DOCTOR
    empties = ways(whole, "Leave Clinical lead empty")
    await whole.get(empties)
    assert "leadership role taken out: clinical_lead of icu, doctor since 2024-09-01" in whole.text
    await whole.post(empties, {**whole.hidden_all(), "step": "save"})
    assert "Vacant" in whole.text
    ends = ways(whole, "Take Clinical lead out of the register")
    await whole.get(ends)
    await whole.post(ends, {**whole.hidden_all(), "step": "save"})
    programme, _ = await state(hospital)
    assert programme.leadership_roles == ()
    await whole.post(ends, {**whole.hidden_all(), "step": "save"})
    assert whole.page.url.path == POSTS, "a second press does no harm"


async def test_seats_of_the_whole_have_no_unit(hospital: Hospital, whole: Browser) -> None:
    await whole.get("/admin/teams")
    assert ways(whole, "Posts of the organisation") == "/admin/posts"
    await save(whole, "/admin/posts/new/seat", SEAT)
    (seat,) = (await state(hospital))[0].governance_seats
    assert (seat.unit, seat.kind, seat.votes, seat.profession) == (None, SeatKind.ACTIVE_STAFF, True, Profession.NURSE)
    without = {name: value for name, value in SEAT.items() if name != "votes"}
    await save(whole, ways(whole, "Change Patient safety"), {**without, "title": "Safety", "kind": "other"})
    assert "Without a vote" in whole.text
    (seat,) = (await state(hospital))[0].governance_seats
    assert isinstance(seat, GovernanceSeat)
    assert (seat.title, seat.kind, seat.votes) == ("Safety", SeatKind.OTHER, False)
    await whole.get(POSTS)
    assert "No seats are in the register yet." in whole.text


@pytest.mark.drill
@pytest.mark.parametrize(
    ("part", "changes", "said"),
    [
        ("role", {"since": "2024-09-01"}, 'missing; write profession = "doctor", or vacant = true'),
        ("role", {"profession": "doctor"}, 'missing; write since = "2024-09-01", or vacant = true'),
        ("role", {"profession": "doctor", "since": "1924-09-01"}, "correct the year"),
        ("role", {"role": "matron"}, "Please choose from the list"),
        ("seat", {"title": ""}, "Please fill this in"),
        ("seat", {"title": "x" * 200}, "80"),
        ("seat", {"kind": ""}, "Please fill this in"),
    ],
)
async def test_a_post_is_held_to_the_rules_of_the_files(
    hospital: Hospital, whole: Browser, part: str, changes: dict[str, str], said: str
) -> None:
    before = await hospital.exported()
    path = f"{POSTS}/new/{part}"
    await whole.get(path)
    await whole.post(path, {**(ROLE if part == "role" else SEAT), **changes, "step": "look"})
    assert whole.page.status_code == 422
    assert said in whole.text
    assert await hospital.exported() == before


@pytest.mark.drill
async def test_a_missing_lead_is_named_from_the_tree_and_ends_there(hospital: Hospital, whole: Browser) -> None:
    await whole.get("/admin/teams")
    fills = ways(whole, "Make somebody nursing lead of Intensive care")
    await whole.get(fills)
    assert 'value="mem"' in whole.text
    await save(whole, fills, {"person": "mem", "other": ""})
    assert roles_of((await state(hospital))[1], "mem") == {("icu", "member"), ("icu", "nursing_lead")}
    await whole.get("/admin/teams")
    assert "Make somebody nursing lead of Intensive care" not in whole.text
    await save(whole, "/admin/teams/icu/leads/operational_lead", {"person": "", "other": "wim"})
    assert ("icu", "operational_lead") in roles_of((await state(hospital))[1], "wim")
    await whole.get(POSTS)
    ends = ways(whole, "End Mem as nursing lead of Intensive care")
    await whole.get(ends)
    await whole.post(ends, {**whole.hidden_all(), "step": "save"})
    assert roles_of((await state(hospital))[1], "mem") == {("icu", "member")}
    await whole.post(ends, {**whole.hidden_all(), "step": "save"})
    assert whole.page.url.path == POSTS, "a second press does no harm"


@pytest.mark.drill
@pytest.mark.parametrize(
    ("person", "other", "said"),
    [
        ("", "", "Please choose one person"),
        ("mem", "wim", "Please choose one person"),
        ("", "nobody", "Nobody in your units has this id"),
        ("tom", "", "Please choose from the list"),
        ("leo", "", "Please choose from the list"),
    ],
)
async def test_a_lead_is_one_person_of_the_visitors_units(
    hospital: Hospital, whole: Browser, person: str, other: str, said: str
) -> None:
    path = "/admin/teams/icu/leads/medical_lead"
    before = await hospital.exported()
    await whole.get(path)
    await whole.post(path, {"person": person, "other": other, "step": "look"})
    assert whole.page.status_code == 422
    assert said in whole.text
    assert await hospital.exported() == before


async def test_who_administers_a_part_names_nobody_of_others(hospital: Hospital) -> None:
    before = await hospital.exported()
    async with hospital.browser("ivy") as ivy:
        await ivy.get("/admin/teams/icu/leads/nursing_lead")
        await ivy.post("/admin/teams/icu/leads/nursing_lead", {"person": "", "other": "wim", "step": "look"})
        assert "Nobody in your units has this id" in ivy.text
        await ivy.get("/admin/teams")
        assert "Posts of the organisation" not in ivy.text
        for path in ("/admin/posts/new/role", "/admin/posts/new/seat", "/admin/teams/ward/posts/new/seat"):
            await ivy.get("/admin/teams")
            await ivy.post(path, {**SEAT, "step": "save", "seen": "x"})
            assert ivy.page.status_code == 404, path
    assert await hospital.exported() == before


@pytest.mark.drill
async def test_the_second_of_two_is_shown_what_the_first_has_done(hospital: Hospital, whole: Browser) -> None:
    await save(whole, f"{POSTS}/new/role", ROLE)
    fills = ways(whole, "Fill Clinical lead")
    async with hospital.browser("ivy") as ivy:
        await ivy.get(fills)
        await ivy.post(fills, {**ROLE, "profession": "nurse", "since": "2025-01-01", "step": "look"})
        await save(whole, fills, {**ROLE, "profession": "doctor", "since": "2024-09-01"})
        await ivy.post(fills, {**ivy.hidden_all(), "step": "save"})
        assert "Somebody has changed something meanwhile" in ivy.text
        assert "doctor since 2024-09-01" in ivy.text
        (post,) = (await state(hospital))[0].leadership_roles
        assert post.profession is Profession.DOCTOR
        await ivy.post(fills, {**ivy.hidden_all(), "step": "save"})
        (post,) = (await state(hospital))[0].leadership_roles
        assert post.profession is Profession.NURSE


async def test_a_second_press_of_save_makes_no_second_post(hospital: Hospital, whole: Browser) -> None:
    path = f"{POSTS}/new/seat"
    await whole.get(path)
    await whole.post(path, {**SEAT, "step": "look"})
    pressed = whole.hidden_all()
    for _ in range(2):
        await whole.post(path, {**pressed, "step": "save"})
    assert "would be there twice" in whole.text
    assert len((await state(hospital))[0].governance_seats) == 1


PATHS = ("/admin/posts/new/seat", f"{POSTS}/new/role", f"{POSTS}/new/seat", "/admin/teams/icu/leads/nursing_lead")
NAMES = ("role", "title", "kind", "votes", "profession", "since", "person", "other", "step", "seen", "unit", "vacant")
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["look", "save", "change", "clinical_lead", "doctor", "2024-09-01", "mem", "yes", "\x00", "x" * 3000]
    ),
)


@pytest.mark.drill
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    posts=st.lists(
        st.tuples(st.sampled_from(PATHS), st.dictionaries(st.sampled_from(NAMES), st.lists(WORDS, max_size=2))),
        max_size=3,
    )
)
async def test_whatever_is_posted_nothing_fails_and_nothing_is_half_saved(
    hospital: Hospital, whole: Browser, posts: Sequence[tuple[str, Mapping[str, Sequence[str]]]]
) -> None:
    for path, fields in posts:
        before = await hospital.exported()
        await whole.get(path)
        await whole.post(
            path,
            {name: [each.encode("utf-8", "replace").decode() for each in values] for name, values in fields.items()},
        )
        assert whole.page.status_code in (200, 422), (path, fields)
        assert await hospital.exported() == before, "without a plan that was seen"
        assert Role.NURSING_LEAD not in {
            each.role for each in (await state(hospital))[1].memberships if each.unit == UnitId("icu")
        }
