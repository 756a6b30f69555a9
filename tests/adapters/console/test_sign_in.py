"""Signing in and out through a real server."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.channels.web.links import address_of
from bot.adapters.console.doors import FORMS_A_MINUTE, sign_in_link
from bot.adapters.console.me import ASKING
from bot.adapters.console.posts import posts_path
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from tests.support.builders import T0
from tests.support.consoles import ICU, ROLES, Hospital, a_hospital, a_hospital_s_roster


async def test_a_link_signs_in_once_and_looking_at_it_uses_nothing_up(hospital: Hospital) -> None:
    link = await hospital.link("ada")
    assert len(link.removeprefix("/signin/")) == 22
    async with hospital.browser() as preview, hospital.browser() as ada, hospital.browser() as thief:
        for _ in range(3):
            assert (await preview.get(link)).status_code == 200
        assert not preview.client.cookies
        assert (await preview.get("/admin")).status_code == 403
        await ada.get(link)
        assert "Continue" in ada.text
        await ada.post(link, {}, token=False)
        assert ada.page.url.path == "/admin"
        assert (await thief.post(link, {}, token=False)).status_code == 410
        assert (await thief.get("/admin")).status_code == 403


@pytest.mark.parametrize(
    ("there", "arrived"),
    [
        (posts_path(ICU), f"/admin/teams/{ICU}/posts"),
        ("https://evil.example.org/", "/admin"),
        ("//evil.example.org/admin", "/admin"),
        ("/admin\\@evil.example.org", "/admin"),
        ("/signout", "/admin"),
    ],
)
async def test_a_link_may_lead_to_a_page_of_ours_and_nowhere_else(hospital: Hospital, there: str, arrived: str) -> None:
    link = sign_in_link("", (await hospital.link("ada")).removeprefix("/signin/"), there)
    async with hospital.browser() as ada:
        await ada.get(link)
        assert "Continue" in ada.text
        await ada.post(link, {}, token=False)
        assert (ada.page.url.host, ada.page.url.path) == ("127.0.0.1", arrived)


async def test_a_link_ends_after_ten_minutes_and_when_a_newer_one_is_given(hospital: Hospital) -> None:
    first, second = await hospital.link("ada"), await hospital.link("ada")
    async with hospital.browser() as ada:
        assert (await ada.post(first, {}, token=False)).status_code == 410
        hospital.real_clock.advance(minutes=10)
        assert (await ada.post(second, {}, token=False)).status_code == 410
        assert not ada.client.cookies


async def test_the_cookie_is_out_of_reach_for_scripts_other_sites_and_plain_http(
    hospital: Hospital, tmp_path: Path
) -> None:
    async with hospital.browser() as ada:
        ada.client.follow_redirects = False
        answer = await ada.post(await hospital.link("ada"), {}, token=False)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("rounds=")
        assert {"HttpOnly", "Path=/", "SameSite=lax"} == {each.strip() for each in cookie.split(";")[1:]}
    async with (
        a_hospital(hospital.storage, tmp_path, contact="https://rounds.example.org") as secure,
        secure.browser() as ada,
    ):
        ada.client.follow_redirects = False
        cookie = (await ada.post(await secure.link("ada"), {}, token=False)).headers["set-cookie"]
        assert cookie.startswith("__Host-rounds=")
        assert "Secure" in cookie


async def test_neither_a_link_nor_a_session_can_be_read_from_the_database(hospital: Hospital, tmp_path: Path) -> None:
    link = await hospital.link("ivy")
    async with hospital.browser("ada") as ada:
        secret = ada.client.cookies["rounds"]
        await hospital.storage.close()
        kept = (tmp_path / "rounds.db").read_bytes()
        assert b"ivy" in kept
        assert link.removeprefix("/signin/").encode() not in kept
        assert secret.encode() not in kept


async def test_an_administrator_who_does_nothing_for_half_an_hour_is_signed_out(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        for _ in range(3):
            hospital.real_clock.advance(minutes=29)
            assert (await ada.get("/admin")).status_code == 200
        hospital.real_clock.advance(minutes=30)
        assert (await ada.get("/admin")).status_code == 403
        hospital.real_clock.advance(minutes=-30)
        assert (await ada.get("/admin")).status_code == 403, "the session has ended for good"


async def test_signing_in_anew_ends_the_session_before(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        before = ada.client.cookies["rounds"]
        await ada.post(await hospital.link("ada"), {}, token=False)
        assert ada.client.cookies["rounds"] != before
        ada.client.cookies.set("rounds", before, domain="127.0.0.1")
        async with hospital.browser() as copy:
            copy.client.cookies.set("rounds", before)
            assert (await copy.get("/admin")).status_code == 403


async def test_signing_out_ends_one_browser_or_all(hospital: Hospital) -> None:
    async with hospital.browser("ada") as here, hospital.browser("ada") as there, hospital.browser("ivy") as ivy:
        waiting = await hospital.link("ada")
        await here.get("/admin")
        await here.post("/signout", {"where": "here"})
        assert here.page.status_code == 200
        assert (await here.get("/admin")).status_code == 403
        assert (await there.get("/admin")).status_code == 200
        await there.post("/signout", {"where": "everywhere"})
        assert (await there.get("/admin")).status_code == 403
        assert (await there.post(waiting, {}, token=False)).status_code == 410
        assert (await ivy.get("/admin")).status_code == 200


@pytest.mark.parametrize("still", ["nothing", "member"])
async def test_whoever_left_or_lost_the_role_is_out_at_the_next_request(hospital: Hospital, still: str) -> None:
    roster, ivy = a_hospital_s_roster(), PersonId("ivy")
    others = frozenset(each for each in roster.memberships if each.person != ivy)
    if still == "nothing":
        people = {each: person for each, person in roster.people.items() if each != ivy}
        changed = replace(roster, people=people, memberships=others)
    else:
        changed = replace(roster, memberships=others | {Membership(person=ivy, unit=ICU, role=Role.MEMBER)})
    async with hospital.browser("ivy") as browser:
        assert (await browser.get("/admin")).status_code == 200
        async with hospital.storage.writing() as work:
            await work.rosters.save(changed, at=T0)
        assert (await browser.get("/admin")).status_code == 403
        async with hospital.storage.writing() as work:
            await work.rosters.save(roster, at=T0)
        assert (await browser.get("/admin")).status_code == 403, "the session has ended for good"


async def test_a_form_is_taken_only_from_a_page_of_ours(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        await ivy.get("/admin")
        theirs = ivy.hidden()["form"]
        for fields in ({}, {"form": ""}, {"form": "x" * 22}, {"form": theirs}, {"form": "ü"}):
            assert (await ada.post("/signout", {**fields, "where": "here"}, token=False)).status_code == 403
        await ada.get("/admin")
        own = ada.hidden()["form"]
        for where in ("cross-site", "same-site"):
            ada.client.headers["sec-fetch-site"] = where
            assert (await ada.client.post("/signout", data={"form": own, "where": "here"})).status_code == 403
            assert (await ada.client.post(await hospital.link("ivy"))).status_code == 403
        ada.client.headers["sec-fetch-site"] = "same-origin"
        assert (await ada.get("/admin")).status_code == 200


async def test_pages_hold_no_script_load_nothing_and_stand_in_no_frame(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        for path in ("/admin", await hospital.link("ivy"), "/nowhere", "/"):
            policy = (await ada.get(path)).headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
        await ada.get("/admin")
        assert "script-src" not in ada.page.headers["content-security-policy"]
        assert "<script" not in ada.page.text
        assert "style=" not in ada.page.text
        assert ada.page.headers["cache-control"] == "no-store"
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', ada.text)
        assert len(sheets) == 2
        for sheet in sheets:
            assert (await ada.get(sheet)).headers["content-type"].startswith("text/css")


async def test_whoever_tries_many_links_has_to_wait(hospital: Hospital) -> None:
    async with hospital.browser() as stranger:
        answers = [(await stranger.post("/signin/" + "x" * 22, {}, token=False)).status_code for _ in range(11)]
        assert answers == [410] * 10 + [429]
        right = await stranger.post(await hospital.link("ada"), {}, token=False)
        assert right.status_code == 200, "nobody can guess it, so it never waits"


@pytest.mark.drill
async def test_every_role_sees_its_own_pages_and_the_others_are_not_there(hospital: Hospital) -> None:
    for person, (unit, role) in ROLES.items():
        async with hospital.browser(person) as browser:
            may = role is Role.ADMINISTRATOR
            own = f"/units/{unit}"
            first = "/admin" if may else "/admin/log" if role is Role.AUDITOR else own
            assert browser.page.url.path == first, person
            assert (await browser.get("/admin/log")).status_code == (404 if first == own else 200)
            for one in ("/units", *(f"/units/{each}" for each, _ in ROLES.values())):
                is_own = first == own and one in ("/units", own)
                assert (await browser.get(one)).status_code == (200 if is_own else 404), (person, one)
            for path in ADMIN_PAGES:
                assert (await browser.get(path)).status_code == (200 if may else 404), (person, path)


async def test_people_come_from_their_own_chat_on_the_web(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        for person in ("ada", "mem"):
            await work.rosters.enrol(PersonId(person), address_of(person * 8), at=T0)
    async with hospital.browser() as ada, hospital.browser() as member:
        await ada.get(f"/c/{'ada' * 8}")
        assert "Open the console" in ada.text
        await ada.post(f"/c/{'ada' * 8}/console", {}, token=False)
        assert "Continue" in ada.text
        await ada.post(ada.page.url.path, {}, token=False)
        assert ada.page.url.path == "/admin"
        await member.get(f"/c/{'mem' * 8}")
        assert "Open the console" not in member.text
        assert "Read about your unit" in member.text
        await member.post(f"/c/{'mem' * 8}/console", {}, token=False)
        await member.post(member.page.url.path, {}, token=False)
        assert member.page.url.path == "/units/icu"
        assert (await member.post("/c/unknown/console", {}, token=False)).status_code == 404


INVITATIONS = ("/invitations", "/invitations/choose", "/invitations/poster", "/invitations/letter")
OF_ADMINISTRATORS = (
    "",
    "/pause",
    "/schedules",
    "/new-schedule",
    "/people",
    "/new-person",
    "/questions",
    "/teams",
    "/calendar",
    "/calendar/quiet_week",
    "/upload-people",
    *INVITATIONS,
)
ADMIN_PAGES = tuple(f"/admin{path}" for path in OF_ADMINISTRATORS)


@pytest.mark.drill
async def test_one_person_sends_sixty_forms_a_minute_and_nobody_else_has_to_wait(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser, hospital.browser("wim") as other:
        for each in (browser, other):
            await each.get("/me")
        form = browser.hidden()["form"]

        async def sent() -> int:
            return (await browser.post(ASKING, {"form": form, "what": "nothing"}, token=False)).status_code

        codes = [await sent() for _ in range(FORMS_A_MINUTE + 1)]
        assert (429 in codes[:-1], codes[-1]) == (False, 429)
        assert "Nothing was changed. Go back, and send it again in a minute." in browser.text
        assert (await other.post(ASKING, {"what": "nothing"})).status_code == codes[0]
        async with hospital.browser("mem") as again:
            await again.get("/me")
            assert (await again.post(ASKING, {"what": "nothing"})).status_code == 429, "another session is no way round"
        await hospital.app.world.timer.sleep(60)
        assert await sent() == codes[0]
