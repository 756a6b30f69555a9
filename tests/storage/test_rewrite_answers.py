"""PostgreSQL's own bookkeeping does not tell which pulse a sealed answer belongs to."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from storage.database import Database
from tests.support.builders import a_roster
from tests.support.ward import TEAM, Ward


@pytest.fixture
async def ward(postgres_storage: Database, tmp_path: Path) -> Ward:
    """Six people who answered one after the other."""
    ward = Ward(postgres_storage, tmp_path)
    await ward.furnish(roster=a_roster({name: f"at-{name}" for name in TEAM}))
    for person in TEAM:
        await ward.do(ward.tap(person, "3"))
    return ward


def matched(database: Database) -> int:
    """Answers whose transaction is also that of exactly one pulse, as a reader of the server's tables would find."""
    with psycopg.connect(database.url.render_as_string(hide_password=False)) as server:
        return len(
            server.execute(
                "SELECT answers.id FROM answers JOIN pulses ON answers.xmin::text = pulses.xmin::text"
                " GROUP BY answers.id HAVING count(*) = 1"
            ).fetchall()
        )


def places(database: Database) -> list[bytes]:
    """Ids in the order in which the rows lie."""
    with psycopg.connect(database.url.render_as_string(hide_password=False)) as server:
        return [bytes(row[0]) for row in server.execute("SELECT id FROM answers ORDER BY ctid").fetchall()]


@pytest.mark.postgres
async def test_once_mixed_an_answer_matches_no_pulse_by_transaction_or_place(
    ward: Ward, postgres_storage: Database
) -> None:
    before = await ward.codes()
    assert matched(postgres_storage) == len(TEAM), "this is what there is to take away"
    await postgres_storage.rewrite_answers()
    assert matched(postgres_storage) == 0
    assert places(postgres_storage) == sorted(places(postgres_storage))
    assert await ward.codes() == before


@pytest.mark.postgres
async def test_an_answer_that_is_changed_meanwhile_is_neither_lost_nor_undone(
    ward: Ward, postgres_storage: Database
) -> None:
    async def mix() -> None:
        for _ in range(20):
            await postgres_storage.rewrite_answers()

    mixing = asyncio.create_task(mix())
    for number in range(12):
        await ward.do(ward.tap("ana", str(1 + number % 4)))
    await mixing
    assert (await ward.codes())["ana"] == "4"
    assert len(await ward.codes()) == len(TEAM)
