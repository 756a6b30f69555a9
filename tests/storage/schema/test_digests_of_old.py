"""Digests that were frozen as text are read, printed and handed on as they were."""

import json
from collections.abc import AsyncIterator
from io import StringIO

import pytest
from rich.console import Console
from sqlalchemy import text

from bot.adapters.clock import SystemEntropy
from bot.cli.digest import run_digest
from bot.domain.digests.verdict import Verdict
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.database import Database
from tests.storage.schema.test_migrations import connected
from tests.support.builders import T0
from tests.support.clocks import StillClock

WEEK = IsoWeek.parse("2026-W13")
SHOWN = """Ward 7: week to Sunday 8 March
Nothing needs you this week.

HEARD About 6 in 10 of colleagues, over four weeks.
Next figures: 31 March.

Only this page’s readers see it."""
BUTTONS = {
    "icu": [[["Start an action", "d~icu|2026-W13~a"], ["Chart", "d~icu|2026-W13~c"]]],
    "new": [[["Start an action", "d~new|2026-W13~a"], ["What to say at handover", "d~new|2026-W13~w"]]],
    "small": [[["Check the team list", "d~small|2026-W13~l"], ["Why no figures?", "d~small|2026-W13~y"]]],
    "way": [],
}
"""Pages of an established, a new and a small team, and of a unit without buttons."""


@pytest.fixture
async def old(url: str) -> AsyncIterator[Database]:
    """A database of the version before, with more digests than are converted at a time."""
    database = Database(url)
    await database.migrate("0013")
    rows = [
        {"unit": unit, "week": str(WEEK - back), "text": SHOWN, "buttons": json.dumps(buttons), "chart": "{}"}
        for unit, buttons in BUTTONS.items()
        for back in range(150)
    ]
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO digests (unit, week, text, needs_conversation, made_at, buttons, chart, handed_over)"
                " VALUES (:unit, :week, :text, 1 = 0, '2026-03-30T01:00:00.000000+00:00', :buttons, :chart, 1 = 1)"
            ),
            rows,
        )
    yield database
    await database.close()


@pytest.mark.drill
async def test_an_old_digest_is_printed_as_it_was(old: Database) -> None:
    await old.migrate()
    out = StringIO()
    console = Console(file=out, width=80)
    await run_digest("icu", "2026-W12", storage=old, clock=StillClock(T0), entropy=SystemEntropy(), out=console)
    assert out.getvalue() == SHOWN + "\n"


@pytest.mark.drill
async def test_an_old_digest_keeps_its_buttons_and_whether_its_team_is_shown_it(old: Database) -> None:
    await old.migrate()
    async with old.reading() as work:
        found = {unit: await work.weeks.digest(UnitId(unit)) for unit in BUTTONS}
        oldest = await work.weeks.digest(UnitId("way"), WEEK - 149)
        assert await work.weeks.undelivered_digests(since=WEEK - 200) == []
    assert oldest is not None
    shown = {unit: digest for unit, digest in found.items() if digest is not None}
    assert {unit: digest.team_page == digest.document for unit, digest in shown.items()} == {
        "icu": True,
        "new": False,
        "small": False,
        "way": True,
    }
    assert {unit: sum(map(len, digest.buttons)) for unit, digest in shown.items()} == {
        "icu": 2,
        "new": 2,
        "small": 2,
        "way": 0,
    }
    assert {digest.verdict for digest in shown.values()} == {Verdict.NOTHING}
    assert {digest.details for digest in shown.values()} == {None}


@pytest.mark.drill
async def test_a_digest_that_was_silent_stays_so(old: Database, url: str) -> None:
    await old.migrate("0033")
    with connected(url) as connection, connection.begin():
        connection.execute(text("UPDATE digests SET is_sent = (1 = 0) WHERE unit = 'new'"))
    await old.migrate()
    async with old.reading() as work:
        found = {unit: await work.weeks.digest(UnitId(unit)) for unit in BUTTONS}
    silent = [unit for unit, digest in found.items() if digest is not None and not digest.is_for_readers]
    assert silent == ["new"]


@pytest.mark.drill
async def test_going_back_writes_the_text_again(old: Database, url: str) -> None:
    await old.migrate("0014")
    await old.migrate("0013")
    with connected(url) as connection:
        assert set(connection.scalars(text("SELECT text FROM digests"))) == {SHOWN}
        assert connection.scalar(text("SELECT count(*) FROM digests")) == 600
