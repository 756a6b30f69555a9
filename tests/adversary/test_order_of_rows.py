"""Rows lie in another order where somebody has answered, or has not: nobody is shown anything in that order.

PostgreSQL writes a changed row anew elsewhere in its table, and reads small tables as they lie.
"""

import html
import io
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy
from bot.cli.people import run_people
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.flows.administration.sign_in import SignIn
from config.writers import roster_csv
from storage.database import Database
from tests.adversary.lives import SIZES, YOUNG, Life, Span, events, lived_whole
from tests.support.channels import WEB
from tests.support.databases import sqlite_copy
from tests.support.weeks import MEDICINE, WARD, the_roster

pytestmark = [pytest.mark.postgres, pytest.mark.drill]

ADMINISTRATORS = {
    PersonId("admin"): (MEDICINE, Role.ADMINISTRATOR),
    PersonId("ward-admin"): (WARD, Role.ADMINISTRATOR),
    PersonId("auditor"): (MEDICINE, Role.AUDITOR),
}
VIEWERS = (*ADMINISTRATORS, "boss", "ward-nurse", "ward-champion", "ward-m2")
FIRST_PAGES = ("/console", "/units", "/me", "/admin", "/admin/people", "/admin/teams", "/admin/health", "/admin/log")
SHUFFLE = """
DO $$
DECLARE
    listed record;
    place tid;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR listed IN
        SELECT c.oid::regclass AS heap, min(quote_ident(a.attname)) AS cell FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.oid
    LOOP
        FOR place IN EXECUTE format('SELECT ctid FROM %s ORDER BY md5(ctid::text || %L)', listed.heap, '{turn}') LOOP
            EXECUTE format('UPDATE %s SET %s = %s WHERE ctid = $1', listed.heap, listed.cell, listed.cell) USING place;
        END LOOP;
    END LOOP;
END $$
"""


async def shuffle(database: Database, turn: object) -> None:
    """Every row of every table is written anew, in an order of chance."""
    where = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(where) as connection:
        await connection.execute(SHUFFLE.replace("{turn}", str(turn)).encode())


class ShuffledLife(Life):
    async def record(self) -> None:
        await super().record()
        await shuffle(self.database, self.clock.now())


async def test_a_life_goes_on_alike_however_its_rows_lie(
    postgres_storage: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    async with sqlite_copy(sqlite_template, tmp_path) as database:
        lying_still = await lived_whole(database, tmp_path / "keys", YOUNG, events())
    assert await lived_whole(postgres_storage, tmp_path / "others", YOUNG, events(), kind=ShuffledLife) == lying_still


def with_administrators(roster: Roster) -> Roster:
    people = {each: Person(id=each, name=each.title(), channel=WEB) for each in ADMINISTRATORS}
    held = {Membership(person=each, unit=unit, role=role) for each, (unit, role) in ADMINISTRATORS.items()}
    addresses = {each: Address(channel=WEB, value=f"at-{each}") for each in ADMINISTRATORS}
    return replace(
        roster,
        people={**roster.people, **people},
        memberships=roster.memberships | held,
        addresses={**roster.addresses, **addresses},
    )


@asynccontextmanager
async def signed_in(life: Life, person: str) -> AsyncIterator[httpx.AsyncClient]:
    sign_in = SignIn(storage=life.database, clock=life.app.world.real_clock, entropy=SystemEntropy())
    served = httpx.ASGITransport(app=life.app.graph.web_server().application())
    async with httpx.AsyncClient(transport=served, base_url="https://localhost", follow_redirects=True) as browser:
        await browser.post(f"/signin/{await sign_in.offer(PersonId(person))}")
        yield browser


async def pages_of(browser: httpx.AsyncClient) -> Mapping[str, str]:
    """Every page that can be reached by links."""
    pages: dict[str, str] = {}
    waiting = list(FIRST_PAGES)
    while waiting:
        path = waiting.pop()
        if path not in pages:
            answer = await browser.get(path)
            pages[path] = re.sub(r'name="form" value="[^"]*"|\b[0-9a-f]{32}\b', "CHANCE", answer.text)
            links = re.findall(r'(?:href|action)="((?:/admin|/units|/me|/console)[^"]*)"', answer.text)
            waiting += [html.unescape(each).split("#")[0] for each in links]
    return pages


async def told(life: Life, browsers: Mapping[str, httpx.AsyncClient]) -> Mapping[str, str]:
    """All that the console and the command line show."""
    shown = {
        f"{person} {path}": text
        for person, browser in browsers.items()
        for path, text in (await pages_of(browser)).items()
    }
    written = io.StringIO()
    out = Console(file=written, width=200)
    await run_people(unreachable=False, not_joined=False, unit=None, database=life.database, out=out)
    async with life.database.reading() as work:
        shown["roster.csv"] = roster_csv(await work.rosters.current(), channels=CHANNELS)
    return {**shown, "rounds people": written.getvalue()}


async def test_what_is_shown_has_no_order_of_how_rows_lie(postgres_storage: Database, tmp_path: Path) -> None:
    life = await Life.begin(postgres_storage, tmp_path / "keys", Span(weeks=range(2), pressed=1))
    async with postgres_storage.writing() as work:
        listed = with_administrators(the_roster(SIZES))
        await work.rosters.save(listed, at=life.clock.now() - timedelta(days=7))
    await life.app.tick()
    await life.go_on(toggle=events())
    async with AsyncExitStack() as stack:
        browsers = {each: await stack.enter_async_context(signed_in(life, each)) for each in VIEWERS}
        before = await told(life, browsers)
        await shuffle(postgres_storage, "once")
        after = await told(life, browsers)
    assert len(before) > 200, sorted(before)
    assert {path: text for path, text in after.items() if text != before.get(path)} == {}
