"""Signing in with an account of the hospital, against a real OpenID provider: what is believed, and what is not."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from joserfc.jwk import RSAKey
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web.links import address_of
from bot.adapters.clock import SystemClock
from bot.adapters.console.provider import ALGORITHMS, Attempt, Provider, ProviderAway
from bot.adapters.console.single_sign_on import BACK
from bot.cli.ending import exit_code_of
from bot.cli.signin import run_signin
from bot.domain.administration.log import AdministrationAct
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from bot.setting_fields import is_safe_way
from config.settings import load_settings
from storage.database import Database
from tests.support.builders import T0
from tests.support.consoles import ICU, Browser, Hospital, a_hospital, a_hospital_s_roster
from tests.support.providers import Bend, Claims, LoopbackProvider, a_provider, state_in

ROOT = "http://127.0.0.1"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the provider, written for older libraries


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with a_provider(comes_back_to=f"{ROOT}{BACK}") as opened:
        yield opened


@asynccontextmanager
async def the_hospital(
    storage: Database, folder: Path, provider: LoopbackProvider, *, by_link: bool = False
) -> AsyncIterator[Hospital]:
    async with a_hospital(storage, folder, account=provider.account, administrators_by_link=by_link) as hospital:
        hospital.real_clock.at = SystemClock().now()
        for person in ("ada", "ivy", "mem", "nobody"):
            await provider.has(person, preferred_username=person)
        yield hospital


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path, provider: LoopbackProvider) -> AsyncIterator[Hospital]:
    async with the_hospital(sqlite_storage, tmp_path, provider) as opened:
        yield opened


async def leaves(browser: Browser) -> str:
    """Where the browser is sent to sign in."""
    browser.client.follow_redirects = False
    return (await browser.get("/signin/account")).headers["location"]


async def comes_back(browser: Browser, address: str) -> Browser:
    browser.client.follow_redirects = True
    parts = urlsplit(address)
    await browser.get(f"{parts.path}?{parts.query}")
    return browser


async def signs_in(browser: Browser, provider: LoopbackProvider, sub: str) -> Browser:
    return await comes_back(browser, await provider.signs_in(await leaves(browser), sub))


async def signed_in(hospital: Hospital) -> list[str]:
    async with hospital.storage.reading() as work:
        entries = await work.administration_log.entries()
    return [each.author.who.name for each in entries if each.act is AdministrationAct.SIGNED_IN and each.author]


@pytest.mark.drill
async def test_an_administrator_signs_in_and_out(hospital: Hospital, provider: LoopbackProvider) -> None:
    async with hospital.browser() as ada:
        assert (await ada.get("/admin")).status_code == 403
        assert 'href="/signin/account"' in ada.text
        await signs_in(ada, provider, "ada")
        assert ada.page.url.path == "/admin"
        assert "Signed in as Ada" in ada.text
        assert await signed_in(hospital) == ["ada"]
        challenge, proven = provider.proofs()
        assert challenge == proven
        await ada.post("/signout", {"where": "here"})
        assert f'href="{provider.root}/oauth2/end_session?client_id=' in ada.text
        assert (await ada.get("/admin")).status_code == 403


async def test_whoever_is_no_administrator_signs_in_too_and_nothing_is_noted(
    hospital: Hospital, provider: LoopbackProvider
) -> None:
    async with hospital.browser() as member:
        await signs_in(member, provider, "mem")
        assert member.page.url.path == "/units/icu"
    assert await signed_in(hospital) == []


@pytest.mark.drill
async def test_who_is_not_listed_has_left_or_brings_no_id_gets_the_same_page(
    hospital: Hospital, provider: LoopbackProvider
) -> None:
    await provider.has("without")
    await provider.has("odd", preferred_username="ada\n")
    await provider.has("number", preferred_username=7)
    pages = set()
    roster = a_hospital_s_roster()
    people = {each: person for each, person in roster.people.items() if each != "ivy"}
    held = frozenset(each for each in roster.memberships if each.person != "ivy")
    async with hospital.storage.writing() as work:
        await work.rosters.save(replace(roster, people=people, memberships=held), at=T0)
    for sub in ("nobody", "ivy", "without", "odd", "number"):
        async with hospital.browser() as browser:
            await signs_in(browser, provider, sub)
            assert browser.page.status_code == 403
            assert not browser.client.cookies
            pages.add(browser.text)
    assert len(pages) == 1
    assert "There is no page for you here" in pages.pop()


@pytest.mark.drill
async def test_a_session_ends_at_the_next_request_of_whoever_loses_the_role(
    hospital: Hospital, provider: LoopbackProvider
) -> None:
    roster = a_hospital_s_roster()
    others = frozenset(each for each in roster.memberships if each.person != "ivy")
    async with hospital.browser() as ivy:
        await signs_in(ivy, provider, "ivy")
        assert (await ivy.get("/admin")).status_code == 200
        async with hospital.storage.writing() as work:
            member = Membership(person=PersonId("ivy"), unit=ICU, role=Role.MEMBER)
            await work.rosters.save(replace(roster, memberships=others | {member}), at=T0)
        assert (await ivy.get("/admin")).status_code == 403


@pytest.mark.drill
async def test_what_comes_back_is_worth_nothing_to_another_browser_or_a_second_time(
    hospital: Hospital, provider: LoopbackProvider
) -> None:
    async with hospital.browser() as ada, hospital.browser() as thief, hospital.browser() as victim:
        back = await provider.signs_in(await leaves(ada), "ada")
        kept = dict(ada.client.cookies)
        assert (await comes_back(thief, back)).page.status_code == 400
        await leaves(victim)
        assert (await comes_back(victim, back)).page.status_code == 400
        assert not victim.client.cookies
        assert (await comes_back(ada, back)).page.status_code == 200
        assert (await comes_back(ada, back)).page.status_code == 400, "the cookie of the try has gone"
        thief.client.cookies.update(kept)
        assert (await comes_back(thief, back)).page.status_code == 400, "the code was used"
        assert "Signing in did not work" in thief.text
    assert await signed_in(hospital) == ["ada"]


async def test_a_refusal_there_or_a_state_of_somebody_s_own_making_signs_nobody_in(
    hospital: Hospital, provider: LoopbackProvider
) -> None:
    async with hospital.browser() as browser:
        there = await leaves(browser)
        denied = await provider.refuses(there)
        assert "error=access_denied" in denied
        assert (await comes_back(browser, denied)).page.status_code == 400
        for query in ("", "?code=x", f"?code=x&state={state_in(there)}", "?code=x&state=ü"):
            assert (await browser.get(f"{BACK}{query}")).status_code == 400
        for _ in range(6):
            await browser.get(BACK)
        assert (await browser.get(BACK)).status_code == 429


def other(claim: str, value: object) -> Bend:
    def bend(_header: Claims, claims: Claims) -> None:
        claims[claim] = value

    return bend


def for_another_program(_header: Claims, claims: Claims) -> None:
    """Asked for by us, and not meant for us."""
    (us,) = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    claims["azp"], claims["aud"] = us, "another"


def without(claim: str) -> Bend:
    def bend(_header: Claims, claims: Claims) -> None:
        del claims[claim]

    return bend


@pytest.mark.drill
@pytest.mark.parametrize(
    "bend",
    [
        other("aud", "another"),
        other("aud", ["another", "third"]),
        for_another_program,
        other("iss", "http://localhost:1"),
        other("nonce", "of-another-browser"),
        other("exp", 1),
        other("iat", 9_999_999_999),
        other("azp", "another"),
        without("nonce"),
        without("aud"),
        without("exp"),
        without("iss"),
    ],
    ids=[
        "audience",
        "audiences",
        "audience alone",
        "issuer",
        "nonce",
        "expired",
        "later",
        "party",
        "no nonce",
        "no aud",
        "no exp",
        "no iss",
    ],
)
async def test_a_token_that_is_not_for_this_try_signs_nobody_in(
    hospital: Hospital, provider: LoopbackProvider, bend: Bend
) -> None:
    provider.bend = bend
    async with hospital.browser() as ada:
        await signs_in(ada, provider, "ada")
        assert ada.page.status_code == 400
        assert "Signing in did not work" in ada.text
        assert not ada.client.cookies
    assert await signed_in(hospital) == []


@pytest.mark.drill
async def test_a_token_too_old_by_our_clock_or_of_another_key_signs_nobody_in(
    hospital: Hospital, provider: LoopbackProvider
) -> None:
    async with hospital.browser() as ada:
        back = await provider.signs_in(await leaves(ada), "ada")
        hospital.real_clock.advance(hours=2)
        assert (await comes_back(ada, back)).page.status_code == 400
        hospital.real_clock.advance(hours=-2)
        provider.signs_with = RSAKey.generate_key(2048)
        await signs_in(ada, provider, "ada")
        assert ada.page.status_code == 400
        provider.signs_with = None
        await signs_in(ada, provider, "ada")
        assert ada.page.url.path == "/admin"


def test_no_token_is_read_that_anybody_could_have_signed() -> None:
    assert not [each for each in ALGORITHMS if each == "none" or each.startswith("HS")]


async def test_links_are_off_for_administrators_and_on_for_others(
    sqlite_storage: Database, tmp_path: Path, provider: LoopbackProvider
) -> None:
    async with the_hospital(sqlite_storage, tmp_path, provider) as hospital, hospital.browser() as ada:
        await ada.post(await hospital.link("ada"), {}, token=False)
        assert ada.page.status_code == 410
        await ada.post(await hospital.link("mem"), {}, token=False)
        assert ada.page.url.path == "/units/icu"


@pytest.mark.drill
async def test_both_ways_are_open_where_links_are_left_on(
    sqlite_storage: Database, tmp_path: Path, provider: LoopbackProvider
) -> None:
    async with (
        the_hospital(sqlite_storage, tmp_path, provider, by_link=True) as hospital,
        hospital.browser("ada") as one,
        hospital.browser() as other_one,
    ):
        assert one.page.url.path == "/admin"
        await signs_in(other_one, provider, "ada")
        assert other_one.page.url.path == "/admin"
        assert (await one.get("/admin")).status_code == 200


async def test_a_provider_that_is_away_is_told_in_words(
    provider: LoopbackProvider, sqlite_storage: Database, tmp_path: Path
) -> None:
    nowhere = replace(provider.account, issuer="http://127.0.0.1:9")
    async with a_hospital(sqlite_storage, tmp_path, account=nowhere) as away, away.browser() as ada:
        assert (await ada.get("/signin/account")).status_code == 503
        assert "does not answer" in ada.text


async def test_a_provider_of_another_name_is_not_asked(provider: LoopbackProvider) -> None:
    account = replace(provider.account, issuer=f"{provider.root}/")
    asked = Provider(account, comes_back_to=ROOT, clock=SystemClock())
    with pytest.raises(ProviderAway, match="another name"):
        await asked.address(Attempt(secret="x"))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.org", True),
        ("http://localhost:8080/x", True),
        ("http://127.0.0.1", True),
        ("http://login.example.org", False),
        ("http://localhost.example.org", False),
        ("ftp://localhost", False),
        ("", False),
    ],
)
def test_only_https_is_asked_but_for_this_machine(address: str, safe: bool) -> None:
    assert is_safe_way(address) is safe


async def test_the_chat_and_the_shell_lead_there_where_links_are_off(
    sqlite_storage: Database, tmp_path: Path, provider: LoopbackProvider
) -> None:
    async with the_hospital(sqlite_storage, tmp_path, provider) as hospital, hospital.browser() as ada:
        async with hospital.storage.writing() as work:
            await work.rosters.enrol(PersonId("ada"), address_of("ada" * 8), at=T0)
        await ada.get(f"/c/{'ada' * 8}")
        await ada.post(f"/c/{'ada' * 8}/console", {}, token=False)
        assert ada.page.url.path == "/signin"
        assert 'href="/signin/account"' in ada.text
        environ = {
            "ROUNDS_OIDC_ISSUER": provider.root,
            "ROUNDS_OIDC_CLIENT_ID": "x",
            "ROUNDS_OIDC_CLIENT_SECRET": "x",
            "ROUNDS_CONSOLE_SIGNIN": "oidc",
        }
        settings, out, err = load_settings(environ, tmp_path, channels=CHANNELS), StringIO(), StringIO()

        async def shell(person: str) -> int:
            to, errors = Console(file=out), Console(file=err)
            command = run_signin(person, settings, database=sqlite_storage, clock=SystemClock(), out=to, err=errors)
            return await exit_code_of(command, err=errors)

        assert await shell("ada") == 2
        assert "ada signs in at http://127.0.0.1:8000/signin with an account of the hospital" in err.getvalue()
        assert out.getvalue() == ""
        assert await shell("mem") == 0
