"""Somebody's own page: theirs alone, and everything on it is what the chat's own flows do."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.channels.web.links import address_of
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.adapters.tombstones import FileTombstones
from bot.domain.administration.log import AdministrationAct
from bot.domain.answers.answer_body import AnswerBody, pack
from bot.domain.asking.pulses import PulseState, Round
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.organisation.people import Consent
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.operations.take_backup import TakeBackup
from bot.ports import SealedAnswer
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from storage.schema.tables import metadata
from tests.support.backups import restore, unheard
from tests.support.builders import QUESTION, T0, a_pulse, a_round, after
from tests.support.clocks import StillClock
from tests.support.consoles import ICU, ROLES, Browser, Hospital, a_hospital_s_roster

MEM, LEO = PersonId("mem"), PersonId("leo")
PAGES = ("/me", "/me/pause", "/me/details", "/me/forget")
ACTS = ("/me/asking", "/me/answers", "/me/file", "/me/forget", "/me/pause")
AGREE, STRONGLY = "Agree", "Strongly agree"
ENTROPY = SystemEntropy()


async def says(hospital: Hospital, folder: Path, person: PersonId, code: str, *, round_: Round | None = None) -> bytes:
    """Somebody was asked and has answered; under which id the answer lies."""
    sealer, around = AesSealer(entropy=ENTROPY), round_ or a_round()
    open_epoch = OpenEpoch(keys=FileKeys(folder / "keys", entropy=ENTROPY), sealer=sealer)
    pulse = a_pulse(person, identity=f"{person}-{around.opens_at:%d%m}", round_=around)
    pulse = replace(pulse, state=PulseState.ANSWERED, sent_at=around.opens_at)
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        await work.rounds.claim_many([around])
        await work.pulses.add([pulse])
        held = await open_epoch(work, around.week, privacy=programme.privacy)
        assert held is not None
        identity = sealer.answer_id(held.key, person=person, round_id=around.id, question=QUESTION)
        body = AnswerBody(
            person=person, round=around.id, question=pulse.question, week=around.week, code=AnswerCode(code)
        )
        sealed = sealer.seal(held.key, body=pack(body), bound_to=identity)
        await work.answers.put_many([SealedAnswer(id=identity, epoch=held.epoch.id, unit=ICU, body=sealed)])
    return identity


async def link_chat(hospital: Hospital, person: PersonId, token: str, *, at: datetime) -> None:
    async with hospital.storage.writing() as work:
        await work.rosters.enrol(person, address_of(token * 8), at=at)


async def consent(hospital: Hospital, person: PersonId = MEM) -> Consent:
    async with hospital.storage.reading() as work:
        return await work.rosters.consent(person)


@asynccontextmanager
async def opened_anew(path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{path}")
    await database.migrate()
    try:
        yield database
    finally:
        await database.close()


def in_every_row(path: Path, person: PersonId) -> dict[str, int]:
    """How many rows of each table name a person anywhere, as a word of its own."""
    named = re.compile(rb"(?<![a-z])" + person.encode() + rb"(?![a-z])")
    found: dict[str, int] = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in metadata.tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name of ours
                cells = (each if isinstance(each, bytes) else str(each).encode() for each in row)
                if any(named.search(each) for each in cells):
                    found[table] = found.get(table, 0) + 1
    return found


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


async def test_who_has_no_other_page_comes_to_their_own(hospital: Hospital) -> None:
    for person in ROLES:
        async with hospital.browser(person) as browser:
            assert 'href="/me"' in browser.page.text, person
            assert (await browser.get("/me")).status_code == 200


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


async def presses(browser: Browser, what: str) -> None:
    await browser.get("/me")
    assert (await browser.post("/me/asking", {"what": what})).status_code == 200


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
        assert forms == ["/me/asking", "/me/answers", "/me/file", "/signout"]
        assert set(PAGES[1:]) <= set(re.findall(r'<a href="([^"]*)"', browser.page.text))


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


# --- what somebody was asked and said -------------------------------------------------------------------------------


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
        assert (await mem.get("/me/answers")).status_code == 405, "an address alone shows none"


async def test_an_answer_whose_key_is_gone_is_gone_for_its_person_too(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    for key in (tmp_path / "keys").glob("*.key"):
        key.unlink()
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        await browser.post("/me/answers", {})
        assert "cannot be opened just now" in browser.text
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
    session = await hospital.app.graph.sign_in.begin_as(MEM)
    async with hospital.browser() as browser:
        browser.client.cookies.set("rounds", str(session))
        await browser.get("/me")
        await browser.post("/me/answers", {})
        assert (STRONGLY in browser.text, ">Agree<" in browser.page.text) == (True, True)


# --- all of it as a file --------------------------------------------------------------------------------------------


async def test_the_file_has_every_row_that_a_search_of_the_database_finds(hospital: Hospital, tmp_path: Path) -> None:
    await a_year_in_small(hospital)
    await says(hospital, tmp_path, MEM, "3", round_=a_round(opens_at=after(days=14, minutes=7)))
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        answer = await browser.post("/me/file", {})
    assert answer.headers["content-type"].startswith("application/json")
    told = json.loads(answer.content)
    assert [each["answer"] for each in told["answers"]] == [AGREE]
    kept = {each["table"]: each["rows"] for each in told["kept"]}
    found = in_every_row(tmp_path / "rounds.db", MEM)
    assert {"people", "memberships", "addresses", "pulses", "deliveries", "presences", "log_people"} <= found.keys()
    missing = {table: rows for table, rows in found.items() if len(kept.get(table, ())) < rows}
    assert missing == {}
    assert all(each["what_it_is"] for each in told["kept"])
    assert not any("leo" in json.dumps(each) or "wim" in json.dumps(each) for each in told["kept"])


async def a_year_in_small(hospital: Hospital) -> None:
    """Two weeks of rounds, as the bot runs them, with a lead's and an administrator's doings."""
    await link_chat(hospital, MEM, "mem", at=T0 - timedelta(days=3))
    for _ in range(16):
        await hospital.app.tick()
        await hospital.app.graph.post_web.drain()
        hospital.clock.advance(days=1)
    await hospital.app.tick()
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/people/mem")
        await ada.get("/admin/people/mem/role")
        await ada.post("/admin/people/mem/role", {"unit": "icu", "role": "champion"})
        seen = ada.hidden()["seen"]
        await ada.post("/admin/people/mem/role", {"unit": "icu", "role": "champion", "seen": seen, "step": "save"})
        assert ada.page.status_code == 200


# --- forgetting -----------------------------------------------------------------------------------------------------

STAYS = {
    "people": 1,  # their place on the list
    "memberships": 2,
    "forgotten": 1,  # until the weeks that run are closed
}
"""Rows of other tables that name somebody after they were forgotten are about many, or are the log's."""


async def forgets(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser:
        await browser.get("/me/forget")
        assert "What stays" in browser.text
        assert (await consent(hospital)).joined_at is not None, "it is asked first"
        await browser.post("/me/forget", {})
        assert (browser.page.status_code, "You are forgotten" in browser.text) == (200, True)
        assert not browser.client.cookies
        assert (await browser.get("/me")).status_code == 403


async def test_whoever_is_forgotten_is_on_the_list_and_nowhere_else(hospital: Hospital, tmp_path: Path) -> None:
    await a_year_in_small(hospital)
    mine = await says(hospital, tmp_path, MEM, "3", round_=a_round(opens_at=after(days=14, minutes=7)))
    others = await says(hospital, tmp_path, LEO, "4", round_=a_round(opens_at=after(days=14, minutes=7)))
    await presses_and_reads(hospital)
    async with hospital.browser("mem") as elsewhere:
        await forgets(hospital)
        assert (await elsewhere.get("/me")).status_code == 403, "every browser is signed out"
    async with hospital.storage.reading() as work:
        assert set(await work.answers.many([mine, others])) == {others}
        assert await work.rosters.address_of(MEM) is None
        assert await work.rosters.consent(MEM) == Consent()
    names_many = {"atoms", "participation_cells", "digests", "releases", "organisation_releases", "unit_states"}
    of_the_log = {"log_people", "log_words", "revision_rows"}
    left = in_every_row(tmp_path / "rounds.db", MEM)
    open_week = left.pop("pulses", 0) + left.pop("shadow_plans", 0) + left.pop("deliveries", 0)
    assert open_week > 0, "what is open is counted as after a stop"
    assert {table: rows for table, rows in left.items() if table not in names_many | of_the_log} == STAYS
    for _ in range(9):  # the week is closed
        hospital.clock.advance(days=1)
        await hospital.app.tick()
    left = in_every_row(tmp_path / "rounds.db", MEM)
    still = {table: rows for table, rows in left.items() if table not in names_many | of_the_log}
    assert still == {"people": 1, "memberships": 2}


async def presses_and_reads(hospital: Hospital) -> None:
    async with hospital.browser() as phone:
        await phone.get(f"/c/{'mem' * 8}")
    async with hospital.browser("mem") as browser:
        await presses(browser, "every_2_weeks")


async def test_after_it_rounds_sends_nothing_until_they_join_again(hospital: Hospital) -> None:
    await link_chat(hospital, MEM, "mem", at=T0 - timedelta(days=3))
    await forgets(hospital)
    for _ in range(8):
        await hospital.app.tick()
        await hospital.app.graph.post_web.drain()
        hospital.clock.advance(days=1)
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/people/mem")
        assert "not invited" in ada.text, "as of anybody who never has joined"
    async with hospital.storage.reading() as work:
        assert await work.own_data.pulses_of(MEM) == []
    await link_chat(hospital, MEM, "new", at=after(days=8))
    for _ in range(8):
        await hospital.app.tick()
        hospital.clock.advance(days=1)
    async with hospital.storage.reading() as work:
        assert await work.own_data.pulses_of(MEM) != []
        assert await work.own_data.chat_since(MEM) is None, "nothing is known of before"


async def test_a_restore_of_an_older_backup_forgets_again(hospital: Hospital, tmp_path: Path) -> None:
    await link_chat(hospital, MEM, "mem", at=T0)
    mine = await says(hospital, tmp_path, MEM, "3")
    others = await says(hospital, tmp_path, LEO, "4")
    taken_at = hospital.clock.now()
    TakeBackup(backups=DatabaseBackups(hospital.storage), clock=StillClock(taken_at))(
        tmp_path / "before.backup", progress=unheard
    )
    hospital.clock.advance(hours=1)
    await forgets(hospital)
    later = hospital.clock.now() + timedelta(minutes=1)
    TakeBackup(backups=DatabaseBackups(hospital.storage), clock=StillClock(later))(
        tmp_path / "after.backup", progress=unheard
    )
    async with opened_anew(tmp_path / "anew.db") as anew:
        restored = restore(anew, tmp_path / "before.backup", at=after(days=1), keys=tmp_path / "keys")
        assert restored.forgotten == 1
        async with anew.writing() as work:
            assert await work.rosters.address_of(MEM) is None
            assert (await work.rosters.consent(MEM)).joined_at is None
            assert set(await work.answers.many([mine, others])) == {others}
            assert {each.week for each in await work.own_data.pulses_of(MEM)} == {a_round().week}, "the week runs"
            await work.own_data.forget_participation(a_round().week)
            assert await work.own_data.pulses_of(MEM) == []
            assert await work.own_data.pulses_of(LEO) != []
    async with opened_anew(tmp_path / "newer.db") as newer:
        assert restore(newer, tmp_path / "after.backup", at=after(days=1), keys=tmp_path / "keys").forgotten == 0


async def test_nobody_is_half_forgotten_where_a_key_is_missing(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    for key in (tmp_path / "keys").glob("*.key"):
        key.unlink()
    async with hospital.browser("mem") as browser:
        await browser.get("/me/forget")
        assert (await browser.post("/me/forget", {})).status_code == 503
        assert (await browser.get("/me")).status_code == 200
    assert FileTombstones(tmp_path / "keys", entropy=ENTROPY).forgotten_at(MEM) is None


async def test_a_tombstone_names_nobody_and_is_private(tmp_path: Path) -> None:
    stones = FileTombstones(tmp_path / "keys", entropy=ENTROPY)
    assert stones.forgotten_at(MEM) is None
    for at in (T0, after(days=1)):
        stones.put(MEM, at=at)
    assert stones.forgotten_at(MEM) == after(days=1)
    assert stones.forgotten_at(LEO) is None
    (stone,) = (tmp_path / "keys").iterdir()
    assert "mem" not in stone.name
    assert stone.stat().st_mode & 0o077 == 0


# --- what others learn of it ----------------------------------------------------------------------------------------


async def test_no_log_and_no_page_of_administrators_tells_of_it(hospital: Hospital, tmp_path: Path) -> None:
    await link_chat(hospital, MEM, "mem", at=T0)
    await says(hospital, tmp_path, MEM, "3")
    paths = ("/admin", "/admin/people", "/admin/people/mem", "/admin/log", "/metrics", "/healthz", "/readyz")

    async def seen() -> list[str]:
        async with hospital.browser("ada") as ada:
            return [re.sub(r'value="[\w-]{22}"', "", (await ada.get(path)).text) for path in paths]

    await seen()
    before = await seen()
    async with hospital.browser("mem") as browser:
        for path in PAGES:
            await browser.get(path)
        for path in ("/me/answers", "/me/file"):
            await browser.get("/me")
            await browser.post(path, {})
        await presses(browser, "pause_4_weeks")
        await presses(browser, "stop_now")
    after_it = await seen()
    assert after_it == before
    async with hospital.storage.reading() as work:
        entries = await work.administration_log.entries()
    assert {each.act for each in entries} == {AdministrationAct.SIGNED_IN}
    assert {each.author.who.name for each in entries if each.author} == {"ada"}
    await forgets(hospital)
    async with hospital.storage.reading() as work:
        assert len(await work.administration_log.entries()) == len(entries)
