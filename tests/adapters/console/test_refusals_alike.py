"""What is refused at a door is refused alike: a code, a link or a session of nobody, and one that was somebody's."""

from collections.abc import AsyncIterator, Mapping
from itertools import product
from pathlib import Path

import httpx
import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.identifiers import PersonId
from bot.flows.administration.sign_in import SignIn
from bot.flows.answering.enrol import issue_code
from storage.database import Database
from tests.support.builders import after
from tests.support.callers import a_caller
from tests.support.consoles import Hospital, a_hospital, a_hospital_s_roster

LEFT, FORGOTTEN, LISTED = PersonId("wim"), PersonId("sid"), PersonId("mem")
AN_HOUR = 3_601.0
"""After which no try before counts."""
WAYS = (
    *(("GET", way) for way in ("", "/messages", "/events", "/seen", "/bell.js")),
    *(("POST", way) for way in ("/act", "/console", "/bell")),
)
"""Into a chat."""


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    async with a_hospital(sqlite_storage, tmp_path) as opened:
        yield opened


async def a_code(hospital: Hospital, person: PersonId) -> str:
    async with hospital.storage.writing() as work:
        code, _ = await issue_code(work, person, entropy=SystemEntropy(), now=hospital.clock.now())
    return code


async def a_chat(hospital: Hospital, client: httpx.AsyncClient, person: PersonId) -> str:
    answer = await client.post(f"/join/{await a_code(hospital, person)}")
    return answer.headers["location"].removeprefix("/c/")


async def a_link(hospital: Hospital, person: PersonId) -> str:
    return (await hospital.link(person)).removeprefix("/signin/")


async def they_go(hospital: Hospital) -> None:
    """One leaves the list, one is forgotten."""
    roster = a_hospital_s_roster()
    async with hospital.storage.writing() as work:
        await work.own_data.forget(FORGOTTEN, answers=[], closed_through=None)
        addresses = (await work.rosters.current()).addresses
        people = {each: person for each, person in roster.people.items() if each != LEFT}
        stay = frozenset(each for each in roster.memberships if each.person != LEFT)
        kept = {each: address for each, address in addresses.items() if each != LEFT}
        await work.rosters.save(type(roster)(people=people, memberships=stay, addresses=kept), at=after(hours=1))


def told(answer: httpx.Response) -> object:
    """All that somebody can see of an answer, but the moment at which it was given."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "date")
    return answer.status_code, headers, answer.text


async def asked_for(
    hospital: Hospital, client: httpx.AsyncClient, method: str, *paths: str, session: str = ""
) -> object:
    """What is said to these, one after the other, an hour after any other try."""
    await hospital.app.world.timer.sleep(AN_HOUR)
    client.cookies.clear()
    carried = {"cookie": f"rounds={session}"} if session else {}
    return [told(await client.request(method, path, headers=carried)) for path in paths]


async def all_alike(
    hospital: Hospital, client: httpx.AsyncClient, method: str, before: str, secrets: Mapping[str, str], after: str = ""
) -> None:
    """Alone, two together, and until somebody who tries has to wait."""
    paths = [f"{before}{each}{after}" for each in secrets.values()]
    pairs = [await asked_for(hospital, client, method, *two) for two in product(paths, repeat=2)]
    assert [each for each in pairs if each != pairs[0]] == []
    many = [await asked_for(hospital, client, method, *[each] * 11) for each in paths]
    assert [each for each in many if each != many[0]] == []


async def test_a_code_that_does_not_work_is_refused_as_one_that_never_was(hospital: Hospital) -> None:
    async with a_caller(hospital.root) as client:
        codes = {each: await a_code(hospital, PersonId(each)) for each in ("tom", "cha", "spo", LEFT, FORGOTTEN)}
        await a_code(hospital, PersonId("tom"))
        assert (await client.post(f"/join/{codes['cha']}")).status_code == 303
        await they_go(hospital)
        still_good = codes.pop("spo")
        await all_alike(hospital, client, "POST", "/join/", {"nobody": "abcdefgh2345", **codes})
        hospital.clock.advance(days=15)
        await all_alike(hospital, client, "POST", "/join/", {"nobody": "abcdefgh2345", "expired": still_good})


async def test_so_is_a_link_to_sign_in(hospital: Hospital) -> None:
    async with a_caller(hospital.root) as client:
        links = {each: await a_link(hospital, PersonId(each)) for each in ("leo", "ivy", "aud", LEFT, FORGOTTEN)}
        await a_link(hospital, PersonId("leo"))
        assert (await client.post(f"/signin/{links['ivy']}")).status_code == 303
        await they_go(hospital)
        still_good = links.pop("aud")
        await all_alike(hospital, client, "POST", "/signin/", {"nobody": "A" * 22, **links})
        hospital.real_clock.advance(minutes=11)
        await all_alike(hospital, client, "POST", "/signin/", {"nobody": "A" * 22, "expired": still_good})


async def test_so_is_a_chat_that_has_ended(hospital: Hospital) -> None:
    async with a_caller(hospital.root) as client:
        chats = {each: await a_chat(hospital, client, PersonId(each)) for each in ("leo", LEFT, FORGOTTEN)}
        await a_chat(hospital, client, PersonId("leo"))
        await they_go(hospital)
        for method, way in WAYS:
            await all_alike(hospital, client, method, "/c/", {"nobody": "B" * 22, **chats}, way)


async def test_so_is_a_session_that_has_ended(hospital: Hospital) -> None:
    async with a_caller(hospital.root) as client:
        sign_in = SignIn(storage=hospital.storage, clock=hospital.real_clock, entropy=SystemEntropy())
        sessions = [await sign_in.begin_as(each) or "" for each in (LEFT, FORGOTTEN, LISTED)]
        await sign_in.end(sessions[-1])
        await they_go(hospital)
        for method, path in (("GET", "/me"), ("GET", "/admin"), ("GET", "/units"), ("POST", "/signout")):
            answers = [
                await asked_for(hospital, client, method, path, session=each) for each in ("", "C" * 22, *sessions)
            ]
            assert [each for each in answers if each != answers[0]] == []
