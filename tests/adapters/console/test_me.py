"""Somebody's own page: theirs alone, and everything on it is what the chat's own flows do."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Consent
from tests.support.builders import T0, a_pulse, a_round, after
from tests.support.consoles import ROLES, Hospital, a_hospital_s_roster
from tests.support.own_pages import (
    ACTS,
    AGREE,
    LEO,
    MEM,
    PAGES,
    STRONGLY,
    consent,
    link_chat,
    presses,
    says,
)

# --- whose page it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["ada", "mem"])
async def test_a_link_that_somebody_else_asked_for_opens_no_own_page(hospital: Hospital, person: str) -> None:
    async with hospital.browser(person, by_shell=True) as browser:
        token = browser.hidden().get("form", "")
        assert token, "their other pages are there"
        for path in PAGES:
            answer = await browser.get(path)
            assert (answer.status_code, "Your own page is closed here" in browser.text) == (403, True), path
            assert "Show my answers" not in browser.text
        before = await consent(hospital, PersonId(person))
        for path in ACTS:
            posts = {"form": token, "what": "stop_now", "until": "2026-03-20"}
            assert (await browser.post(path, posts, token=False)).status_code == 403, path
        assert await consent(hospital, PersonId(person)) == before


async def test_nothing_on_the_console_makes_a_session_from_the_shell_an_own_one(hospital: Hospital) -> None:
    async with hospital.browser("mem", by_shell=True) as browser:
        for path in ("/console", "/units/icu", "/me"):
            await browser.get(path)
            assert "/signin/" not in browser.page.text
        chat = await hospital.link("mem")
        await hospital.link("mem", by_shell=True)  # ends the one before
        assert (await browser.post(chat, {}, token=False)).status_code == 410
        assert (await browser.get("/me")).status_code == 403


async def test_the_shell_s_link_on_the_browser_of_its_person_ends_their_own_session(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser:
        assert (await browser.get("/me")).status_code == 200
        own = browser.client.cookies["rounds"]
        await browser.post(await hospital.link("mem", by_shell=True), {}, token=False)
        assert (await browser.get("/me")).status_code == 403
        browser.client.cookies.clear()
        browser.client.cookies.set("rounds", own)
        assert (await browser.get("/me")).status_code == 403, "signing in anew has ended it"


async def test_somebody_whom_the_hospital_vouches_for_has_their_page(hospital: Hospital) -> None:
    session = await hospital.app.graph.sign_in.begin_as(MEM)
    async with hospital.browser() as browser:
        browser.client.cookies.set("rounds", str(session))
        assert (await browser.get("/me")).status_code == 200
        assert "Your own page" in browser.text


async def test_from_the_chat_on_the_web_one_comes_to_the_own_page(hospital: Hospital) -> None:
    await link_chat(hospital, MEM, "mem", at=T0)
    async with hospital.browser() as browser:
        await browser.get(f"/c/{'mem' * 8}")
        await browser.post(f"/c/{'mem' * 8}/console", {}, token=False)
        await browser.post(browser.page.url.path, {}, token=False)
        assert 'href="/me"' in browser.page.text
        assert (await browser.get("/me")).status_code == 200


async def test_whoever_is_not_signed_in_reads_how_to_get_a_link_on_each_channel(hospital: Hospital) -> None:
    async with hospital.browser() as browser:
        assert (await browser.get("/me")).status_code == 403
        assert "/console on Telegram" in browser.text
        assert "On the web, press the button in your chat." in browser.text


async def test_whoever_left_is_out_at_the_next_request(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    people = {each: person for each, person in roster.people.items() if each != MEM}
    others = frozenset(each for each in roster.memberships if each.person != MEM)
    async with hospital.browser("mem") as browser:
        assert (await browser.get("/me")).status_code == 200
        async with hospital.storage.writing() as work:
            await work.rosters.save(replace(roster, people=people, memberships=others, addresses={}), at=T0)
        for path in PAGES:
            assert (await browser.get(path)).status_code == 403
        assert (await browser.post("/me/file", {}, token=False)).status_code == 403


@pytest.mark.drill
async def test_who_has_no_other_page_comes_to_their_own(hospital: Hospital) -> None:
    for person in ROLES:
        async with hospital.browser(person) as browser:
            assert 'href="/me"' in browser.page.text, person
            assert (await browser.get("/me")).status_code == 200


@pytest.mark.drill
async def test_nothing_of_it_is_kept_by_a_browser_or_told_to_another_page(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        for path in ("/me/answers", "/me/file", "/me/asking"):
            await browser.get("/me")
            await browser.post(path, {"what": "pause"})
            assert browser.page.headers["cache-control"] == "no-store", path
            assert browser.page.headers["referrer-policy"] == "no-referrer", path
        await browser.get("/me")
        assert browser.page.headers["cache-control"] == "no-store"
        await browser.post("/signout", {"where": "here"})
        assert (await browser.get("/me")).status_code == 403, "going back asks the server anew"


# --- how somebody is asked ------------------------------------------------------------------------------------------


@pytest.mark.drill
async def test_the_menu_is_that_of_the_chat_and_does_the_same(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        offered = re.findall(r'name="what" value="(\w+)"', browser.page.text)
        assert offered == ["less_often", "on_nights", "pause", "stop", "privacy"]
        await presses(browser, "pause")
        assert "How long would you like to pause?" in browser.text
        assert await consent(hospital) == Consent(joined_at=(await consent(hospital)).joined_at)
        await presses(browser, "pause_2_weeks")
        assert "Paused until the end of Tuesday 17 March" in browser.text
        assert (await consent(hospital)).paused_until == datetime(2026, 3, 18, tzinfo=UTC)
        await browser.get("/me")
        assert "You have paused until the end of Tuesday 17 March." in browser.text
        assert re.findall(r'name="what" value="(\w+)"', browser.page.text) == ["resume", "privacy"]
        await presses(browser, "resume")
        assert (await consent(hospital)).accepts(now=T0)
        await presses(browser, "every_4_weeks")
        await browser.get("/me")
        assert "at most every 4 weeks" in browser.text
        await presses(browser, "stop")
        assert (await consent(hospital)).stopped_at is None, "it is asked about first"
        await presses(browser, "stop_now")
        await browser.get("/me")
        assert "You have stopped." in browser.text
        for what in ("privacy", "team", "help", "keep", "on_nights", "weekly_again", "every_2_weeks", "less_often"):
            await presses(browser, what)
        await browser.get("/me")
        assert (await browser.post("/me/asking", {"what": "anything"})).status_code == 404


async def test_each_way_on_the_page_leads_somewhere(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        forms = re.findall(r'<form method="post" action="([^"]*)"', browser.page.text)
        assert forms == ["/me/asking", "/me/language", "/me/answers", "/me/file", "/signout"]
        assert set(PAGES[1:]) <= set(re.findall(r'<a href="([^"]*)"', browser.page.text))


async def test_what_was_answered_without_a_script_stands_there(hospital: Hospital) -> None:
    """Such a page does not tell that it was opened, so nothing is noted but that somebody was heard."""
    async with hospital.storage.writing() as work:
        await work.rounds.claim_many([a_round()])
        await work.pulses.add([replace(a_pulse(MEM), sent_at=None, state=PulseState.ANSWERED)])
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        assert "Nothing is kept of what you were asked." not in browser.text
        assert "Show my answers" in browser.text


async def test_a_pause_ends_with_any_day_of_half_a_year(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser:
        for wrong in ("", "x", "2026-03-03", "2026-03-02", "2026-09-02", "9999-12-31", "0001-01-01"):
            await browser.get("/me/pause")
            assert (await browser.post("/me/pause", {"until": wrong})).status_code == 422, wrong
            assert "One thing needs another look" in browser.text
        assert (await consent(hospital)).paused_until is None
        for right in ("2026-03-04", "2026-09-01"):
            await browser.get("/me/pause")
            assert (await browser.post("/me/pause", {"until": right})).status_code == 200, right
        assert (await consent(hospital)).paused_until == datetime(2026, 9, 1, 23, tzinfo=UTC), "midnight in summer"


async def test_whoever_pauses_here_is_not_waited_for(hospital: Hospital) -> None:
    async with hospital.storage.writing() as work:
        await work.rounds.claim_many([a_round()])
        await work.pulses.add([replace(a_pulse(MEM), sent_at=T0, state=PulseState.SENT)])
    async with hospital.browser("mem") as browser:
        await browser.get("/me/pause")
        await browser.post("/me/pause", {"until": "2026-03-20"})
    async with hospital.storage.reading() as work:
        (pulse,) = await work.own_data.pulses_of(MEM)
        assert pulse.excused


async def test_time_zone_is_changed_on_the_list_by_a_revision_like_any_other(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser:
        await browser.get("/me/details")
        assert (await browser.post("/me/details", {"timezone": "Europe/Nowhere"})).status_code == 422
        await browser.post("/me/details", {"timezone": "Europe/Paris"})
        assert "What will change" in browser.text
        seen = browser.hidden()["seen"]
        await browser.post("/me/details", {"timezone": "Europe/Paris", "seen": seen, "step": "save"})
        assert browser.page.url.path == "/me"
        assert "Europe/Paris" in browser.text
    async with hospital.storage.reading() as work:
        roster = await work.rosters.current()
    held = {(each.unit, each.role) for each in roster.memberships if each.person == MEM}
    assert (roster.people[MEM].timezone, held) == ("Europe/Paris", {ROLES["mem"]})


async def test_welsh_is_chosen_here_with_a_note_that_no_native_speaker_has_read_it(hospital: Hospital) -> None:
    """A wish of one's own, as in the chat: the next list may change it, and no revision tells of it."""
    async with hospital.storage.reading() as work:
        before = await work.revisions.newest()
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        assert "Cymraeg (not yet read by a native speaker)" in browser.text
        assert (await browser.post("/me/language", {"language": "xx"})).status_code == 404
        await browser.get("/me")
        await browser.post("/me/language", {"language": "cy"})
        assert browser.page.url.path == "/me"
        assert '<html lang="cy">' in browser.text
        assert "Cymraeg (heb ei ddarllen eto gan siaradwr brodorol)" in browser.text
        assert "Sut y gofynnir i chi" in browser.text
    async with hospital.storage.reading() as work:
        assert (await work.rosters.current()).people[MEM].locale == "cy"
        assert await work.revisions.newest() == before


# --- what somebody was asked and said -------------------------------------------------------------------------------


@pytest.mark.drill
async def test_answers_are_shown_after_a_press_to_their_person_alone(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    await says(hospital, tmp_path, LEO, "4")
    async with hospital.browser("mem") as mem, hospital.browser("leo") as leo, hospital.browser("wim") as wim:
        await mem.get("/me")
        assert "Answered. You can change it" in mem.text
        assert AGREE not in mem.text
        for browser, own, others in ((mem, AGREE, STRONGLY), (leo, STRONGLY, ">Agree<")):
            await browser.get("/me")
            if browser is leo:  # who has no chat is told nothing of before
                assert "Nothing is kept of what you were asked." in browser.text
                continue
            await browser.post("/me/answers", {})
            assert (own in browser.text, others in browser.text) == (True, False)
        await wim.get("/me")
        await wim.post("/me/answers", {})
        assert "You have not answered anything that is still kept." in wim.text
        for path in ("/me/answers", "/me/file", "/me/asking"):
            await mem.get(path)
            assert mem.page.url.path == "/me", path
            assert own not in mem.text, "an address alone shows none"


@pytest.mark.drill
async def test_an_answer_whose_key_is_gone_is_gone_for_its_person_too(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    for key in (tmp_path / "keys").glob("*.key"):
        key.unlink()
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        await browser.post("/me/answers", {})
        assert "cannot be opened at the moment" in browser.text
        await browser.get("/me")
        told = json.loads((await browser.post("/me/file", {})).content)
        assert told["answers"] == []
        assert any("could not be opened" in note for note in told["notes"])
        async with hospital.storage.writing() as work:
            (epoch,) = await work.epochs.not_closed()
            await work.answers.delete_epoch(epoch.id)
            await work.epochs.save(replace(epoch, state=type(epoch.state).CLOSED))
        await browser.get("/me")
        await browser.post("/me/answers", {})
        assert "No answer is kept" in browser.text


async def test_a_chat_that_is_not_the_first_tells_nothing_of_before(hospital: Hospital, tmp_path: Path) -> None:
    """An administrator can make an invitation for anybody, and redeem it."""
    await says(hospital, tmp_path, MEM, "3")
    await link_chat(hospital, MEM, "new", at=after(hours=5))
    later = a_round(opens_at=after(days=7))
    await says(hospital, tmp_path, MEM, "4", round_=later)
    hospital.clock.advance(days=7)
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        assert "from 4 March 2026 on" in browser.text
        await browser.post("/me/answers", {})
        assert (STRONGLY in browser.text, ">Agree<" in browser.page.text) == (True, False)
        await browser.get("/me")
        told = json.loads((await browser.post("/me/file", {})).content)
        assert [each["answer"] for each in told["answers"]] == [STRONGLY]
        kept = {each["table"]: each["rows"] for each in told["kept"]}
        assert [row["id"] for row in kept["pulses"]] == ["mem-1003"]
        assert any("4 March 2026" in note for note in told["notes"])
        assert any("What you may have raised in confidence is not in this file" in note for note in told["notes"])
    session = await hospital.app.graph.sign_in.begin_as(MEM)
    async with hospital.browser() as browser:
        browser.client.cookies.set("rounds", str(session))
        await browser.get("/me")
        await browser.post("/me/answers", {})
        assert (STRONGLY in browser.text, ">Agree<" in browser.page.text) == (True, True)
