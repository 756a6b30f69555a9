"""Every migration goes up and down on both databases and ends in exactly the tables that the code knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from bot.domain.errors import StorageUnavailable
from storage.database import Database
from storage.schema.tables import metadata

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def revisions() -> list[str]:
    return [script.revision for script in ScriptDirectory("storage/schema/migrations").walk_revisions()][::-1]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'empty.db'}"


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg") if "postgresql" in url else parsed)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def look(url: str, *, at_tables: bool = False) -> list[object]:
    """What differs from the code's tables, or the names of the tables there are."""
    with connected(url) as connection:
        return list(inspect(connection).get_table_names()) if at_tables else differences(connection)


@pytest.mark.drill
async def test_each_step_goes_up_and_down_and_up_again(empty: Database, url: str) -> None:
    assert await empty.schema_revision() is None
    for before, revision in zip(["base", *revisions()], revisions(), strict=False):
        await empty.migrate(revision)
        assert await empty.schema_revision() == revision
        await empty.migrate(before)
        assert await empty.schema_revision() == (None if before == "base" else before)
        await empty.migrate(revision)
    assert await empty.schema_revision() == empty.head_revision()

    await empty.migrate("base")
    assert set(look(url, at_tables=True)) <= {"alembic_version"}


@pytest.mark.drill
async def test_the_migrated_schema_is_the_one_the_code_knows(empty: Database, url: str) -> None:
    await empty.migrate()
    assert look(url) == []


@pytest.mark.drill
async def test_migrating_twice_changes_nothing(empty: Database) -> None:
    await empty.migrate()
    await empty.migrate()
    assert await empty.schema_revision() == empty.head_revision()


def test_every_table_is_strict_on_sqlite(sqlite_path: Path) -> None:
    engine = create_engine(f"sqlite:///{sqlite_path}")
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
        ).all()
    engine.dispose()
    assert {row.name for row in rows if not row.strict} == {"alembic_version"}


def test_an_answer_is_kept_with_nothing_that_tells_when_or_whose(sqlite_path: Path) -> None:
    engine = create_engine(f"sqlite:///{sqlite_path}")
    with engine.connect() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("answers")]
        keyed = connection.scalar(text("SELECT wr FROM pragma_table_list WHERE name = 'answers'"))
    engine.dispose()
    assert columns == ["id", "epoch", "unit", "body"]
    assert keyed == 1  # WITHOUT ROWID: not even a row number tells the order


async def test_a_database_without_schema_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    assert await database.schema_revision() is None
    await database.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/rounds"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        Database(url)


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"postgresql://postgres@/rounds?host={tmp_path}")
    with pytest.raises(StorageUnavailable):
        await database.schema_revision()
    await database.close()
