"""The log and the revisions can only be added to, hold nobody's name, and let a person be erased."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, select
from sqlalchemy.exc import DBAPIError

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import ERASED, Actor, Author, LogWords, RevisionSource
from bot.domain.identifiers import PersonId
from bot.flows.administration.revise_programme import ReviseProgramme
from storage.codecs.revisions import encode_words, salted_digest
from storage.database import Database
from storage.schema import tables
from tests.support.builders import a_programme, a_roster, no_faults
from tests.support.clocks import StillClock

STORAGE = Path(__file__).parents[3] / "storage"
ONLY_ADDED = (tables.administration_log, tables.revisions, tables.revision_people)
BEN = Author(who=Actor.person(PersonId("ben")), source=RevisionSource.CONSOLE)


@contextmanager
def connected(database: Database) -> Iterator[Connection]:
    url = database.url if database.is_embedded else database.url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if database.is_embedded:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
                connection.commit()
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
async def kept(database: Database) -> Database:
    """Two revisions by Ben: Ada and he join, Ada leaves."""
    revise = ReviseProgramme(storage=database, clock=StillClock(), entropy=SystemEntropy(), links=[], fits=no_faults)
    for people in (["ada", "ben"], ["ben"]):
        await revise(a_programme(), a_roster(people), author=BEN)
    return database


async def test_the_database_refuses_to_change_or_remove_what_was_added(kept: Database) -> None:
    with connected(kept) as connection:
        for table in ONLY_ADDED:
            for statement in (f"DELETE FROM {table.name}", f"UPDATE {table.name} SET digest = digest"):  # noqa: S608
                with pytest.raises(DBAPIError, match="only added"):
                    connection.exec_driver_sql(statement)
                connection.rollback()


async def test_the_half_that_stays_names_nobody_and_matches_what_can_be_erased(kept: Database) -> None:
    with connected(kept) as connection:
        texts = {
            value
            for table in ONLY_ADDED
            for row in connection.execute(select(table))
            for value in row
            if isinstance(value, str)
        }
        assert texts - set(connection.scalars(select(tables.log_people.c.number))) == {"console", "programme", "roster"}
        words = connection.execute(
            select(tables.log_words, tables.administration_log.c.digest).join_from(
                tables.log_words, tables.administration_log, tables.administration_log.c.id == tables.log_words.c.entry
            )
        ).all()
        rows = connection.execute(
            select(tables.revision_rows, tables.revision_people.c.digest).where(
                tables.revision_people.c.revision == tables.revision_rows.c.revision,
                tables.revision_people.c.about == tables.revision_rows.c.about,
            )
        ).all()
    assert (len(words), len(rows)) == (8, 3)
    assert [row for row in words if salted_digest(row.salt, row.words) != row.digest] == []
    assert [row for row in rows if salted_digest(row.salt, row.before, row.after) != row.digest] == []
    assert len({row.salt for row in (*words, *rows)}) == 11


async def test_whoever_is_erased_is_nobody_and_the_entries_stay(kept: Database) -> None:
    with connected(kept) as connection:
        connection.execute(delete(tables.log_people).where(tables.log_people.c.name.in_(["ada", "ben"])))
        connection.commit()
        assert connection.execute(select(tables.log_people)).all() == []
        assert connection.execute(select(tables.revision_rows)).all() == []
        words = set(connection.scalars(select(tables.log_words.c.words)))
    assert [text for text in words if "ada" in text or "ben" in text] == []
    async with kept.reading() as work:
        entries = await work.administration_log.entries()
        revisions, parts = await work.revisions.recorded(), await work.revisions.parts(2)
    assert [(each.words is None, each.about) for each in entries] == [
        *[(False, None)] * 5,
        *[(True, ERASED)] * 3,
    ]
    assert {each.author and each.author.who for each in entries} == {ERASED}
    assert {each.author.who for each in revisions} == {ERASED}
    assert parts is not None
    assert parts.people == {}


def test_words_say_no_more_than_they_hold() -> None:
    assert encode_words(LogWords(what="budget")) == '{"what":"budget"}'


CHANGES = frozenset({"update", "delete", "put"})
ADDS = frozenset({"insert", "add_missing", "add_new", "put", "insert_into"})


def statements_about(names: frozenset[str], functions: frozenset[str]) -> set[str]:
    """Which files of the storage call one of these functions with one of these tables."""
    return {
        str(path.relative_to(STORAGE))
        for path in STORAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in functions
        and any(isinstance(each, ast.Name) and each.id in names for each in node.args)
    }


@pytest.mark.drill
def test_nothing_in_the_storage_changes_them_and_one_place_adds() -> None:
    names = frozenset(table.name for table in ONLY_ADDED)
    beside = frozenset({"log_words", "revision_rows", "revision_programmes", "log_people"})
    assert statements_about(names, CHANGES) == set()
    assert statements_about(names | beside, CHANGES) == {"repositories/erasing/person.py"}
    assert statements_about(frozenset({"administration_log", "log_words"}), ADDS) == {
        "repositories/administration/log.py"
    }
    assert statements_about(names, ADDS) == {
        "repositories/administration/log.py",
        "repositories/administration/revisions.py",
    }
