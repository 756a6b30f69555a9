"""A database's own bookkeeping does not tell which pulse a sealed answer belongs to."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from random import Random

import psycopg
import pytest

from bot.domain.identifiers import EpochId, UnitId
from bot.ports import SealedAnswer
from storage.database import Database
from tests.support.builders import a_roster
from tests.support.databases import PostgresServer
from tests.support.ward import TEAM, Ward

Opener = Callable[[], AbstractAsyncContextManager[Database]]
PAGE = 4096
LONG, SHORT = 17_436, 540
"""Bytes of a sealed answer in words, which has pages of its own, and of a press."""


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> Ward:
    """Six people who answered one after the other."""
    ward = Ward(database, tmp_path)
    await ward.furnish(roster=a_roster({name: f"at-{name}" for name in TEAM}))
    for person in TEAM:
        await ward.do(ward.tap(person, "3"))
    return ward


def asked(database: Database, query: str) -> Sequence[tuple[object, ...]]:
    with psycopg.connect(database.url.render_as_string(hide_password=False)) as server:
        return server.execute(query.encode()).fetchall()


def matched(database: Database) -> int:
    """Answers whose transaction is also that of exactly one pulse, as a reader of the server's tables would find."""
    query = (
        "SELECT answers.id FROM answers JOIN pulses ON answers.xmin::text = pulses.xmin::text"
        " GROUP BY answers.id HAVING count(*) = 1"
    )
    return len(asked(database, query))


@pytest.mark.postgres
@pytest.mark.parametrize("open_database", ["postgres"], indirect=True)
async def test_once_mixed_an_answer_matches_no_pulse_by_transaction_or_place(ward: Ward, database: Database) -> None:
    before = await ward.codes()
    assert matched(database) == len(TEAM), "this is what there is to take away"
    await database.rewrite_answers()
    assert matched(database) == 0
    places = [row[0] for row in asked(database, "SELECT id FROM answers ORDER BY ctid")]
    assert places == sorted(places)  # type: ignore[type-var]
    assert await ward.codes() == before


def copies(database: Database, server: PostgresServer) -> list[int]:
    """How often each answer's id stands in the table's file."""
    server.write_out()
    ((path,),) = asked(database, "SELECT pg_relation_filepath('answers')")
    content = (server.folder / str(path)).read_bytes()
    return [content.count(row[0]) for row in asked(database, "SELECT id FROM answers")]  # type: ignore[arg-type]


@pytest.mark.postgres
@pytest.mark.parametrize("open_database", ["postgres"], indirect=True)
@pytest.mark.parametrize("looked_at_for", [0.0, 0.4])
async def test_once_mixed_no_earlier_copy_of_an_answer_is_left_in_the_table_s_file(
    ward: Ward, database: Database, postgres_server: PostgresServer, looked_at_for: float
) -> None:
    """It would bear the number of the transaction that first wrote it. What somebody still looks at is waited for."""
    async with database.reading() as work:
        await work.epochs.not_closed()
        mixing = asyncio.create_task(database.rewrite_answers())
        await asyncio.sleep(looked_at_for)
    await mixing
    await database.forget_deleted()
    assert copies(database, postgres_server) == [1] * len(TEAM)
    assert len(await ward.codes()) == len(TEAM)


@pytest.mark.drill
async def test_an_answer_that_is_changed_meanwhile_is_neither_lost_nor_undone(ward: Ward, database: Database) -> None:
    async def mix() -> None:
        for _ in range(20):
            await database.rewrite_answers()

    mixing = asyncio.create_task(mix())
    for number in range(12):
        await ward.do(ward.tap("ana", str(1 + number % 4)))
    await mixing
    assert (await ward.codes())["ana"] == "4"
    assert len(await ward.codes()) == len(TEAM)


def some_answers(*, number: int, words: int) -> list[SealedAnswer]:
    chance = Random(7)
    return [
        SealedAnswer(
            id=chance.randbytes(32),
            epoch=EpochId("2026-W10"),
            unit=UnitId(f"unit-{chance.randrange(9)}"),
            body=chance.randbytes(LONG if each < words else SHORT),
        )
        for each in range(number)
    ]


async def mixed(database: Database, answers: Sequence[SealedAnswer]) -> bytes:
    """The file, after answers of a few teams that came in this order have been mixed."""
    async with database.writing() as work:
        for answer in answers:
            await work.answers.put_many([answer])
    await database.rewrite_answers()
    await database.forget_deleted()
    assert database.file is not None
    return database.file.read_bytes()


def pages(ids: Sequence[bytes], content: bytes) -> Sequence[Sequence[bytes]]:
    """Of each page that holds some of them, in the table and in its index, which and in what order."""
    places = {find(each): each for each in ids for find in (content.find, content.rfind)}
    found: dict[int, list[bytes]] = defaultdict(list)
    for place in sorted(places):
        found[place // PAGE].append(places[place])
    return sorted(found.values())


@pytest.mark.drill
@pytest.mark.parametrize("open_database", ["sqlite"], indirect=True)
async def test_how_answers_lie_in_pages_does_not_depend_on_the_order_in_which_they_came(open_database: Opener) -> None:
    answers = some_answers(number=1100, words=20)
    found = []
    for seed in (1, 2):
        async with open_database() as database:
            content = await mixed(database, Random(seed).sample(answers, len(answers)))
        found.append(pages([each.id for each in answers], content))
    assert found[0] == found[1]


@pytest.mark.parametrize("open_database", ["sqlite"], indirect=True)
async def test_which_pages_words_get_is_left_to_chance(open_database: Opener) -> None:
    """Those of another answer, at a place that ids alone decide, would tell when that other answer came."""
    answers = some_answers(number=30, words=30)
    found = []
    for _ in range(2):
        async with open_database() as database:
            content = await mixed(database, answers)
        found.append(sorted(range(30), key=lambda at: content.find(answers[at].body[9000:9020])))
    assert found[0] != found[1]
