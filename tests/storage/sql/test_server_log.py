"""PostgreSQL's own log holds no parameters where the role may leave them out; elsewhere somebody is told."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import psycopg
import pytest

from bot.adapters.clock import SystemTimer
from bot.adapters.queue.news import ChatNews
from bot.adapters.queue.shared import SharedQueue
from bot.domain.organisation.people import Address
from storage.database import Database
from storage.sql.server_log import leave_out_all_parameters, that_log_values
from tests.support.channels import TELEGRAM
from tests.support.databases import PostgresServer
from tests.support.plain_role import ROLE, plain_role

NOBODY = Address(channel=TELEGRAM, value="a-number-of-a-chat")
DEFAULTS = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "-1",
}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, []),
        ({"log_statement": "ddl"}, []),
        ({"log_statement": "mod"}, ["log_statement"]),
        (
            {"log_statement": "all", "log_min_duration_statement": "250"},
            ["log_statement", "log_min_duration_statement"],
        ),
        ({"log_min_duration_sample": "0"}, ["log_min_duration_sample"]),
        ({"log_transaction_sample_rate": "0.01"}, ["log_transaction_sample_rate"]),
        ({"log_statement": "all", "log_parameter_max_length": "0"}, []),
        ({"log_statement": "all", "log_parameter_max_length": "20"}, ["log_statement"]),
        ({"auto_explain.log_min_duration": "-1"}, []),
        ({"auto_explain.log_min_duration": "3", "log_parameter_max_length": "0"}, ["auto_explain.log_min_duration"]),
    ],
)
def test_what_makes_a_server_log_values(settings: Mapping[str, str], named: Sequence[str]) -> None:
    assert that_log_values({**DEFAULTS, **settings}) == named


@pytest.fixture
def plain(postgres_server: PostgresServer) -> Iterator[tuple[str, psycopg.Connection]]:
    """The URL of a role that may set nothing, and a superuser."""
    with plain_role(postgres_server) as found:
        yield found


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


async def logged(server: PostgresServer, database: Database) -> str:
    """What the server's log says of two look-ups for somebody, one of them after a failure."""
    file = server.folder / "log"
    before = file.stat().st_size
    for _ in range(2):
        with suppress(ZeroDivisionError):
            async with database.reading() as work:
                await work.rosters.at_address(NOBODY)
                raise ZeroDivisionError
    return file.read_bytes()[before:].decode("utf-8", "replace")


may_leave_them_out = pytest.mark.parametrize(
    "allowed",
    [
        "GRANT SET ON PARAMETER log_parameter_max_length TO {role}",
        "ALTER ROLE {role} SET log_parameter_max_length = 0",
        "ALTER ROLE {role} SUPERUSER",
    ],
)


@pytest.mark.postgres
@may_leave_them_out
async def test_a_role_that_may_leaves_parameters_out(
    postgres_server: PostgresServer, plain: tuple[str, psycopg.Connection], allowed: str
) -> None:
    url, admin = plain
    admin.execute(allowed.format(role=ROLE))
    async with opened(url) as database:
        said = await logged(postgres_server, database)
        assert await database.settings_that_log_values() == []
    assert "FROM people" in said, "it was logged that something was asked"
    assert NOBODY.value not in said
    assert "ERROR" not in said


@pytest.mark.postgres
@may_leave_them_out
async def test_whose_chat_has_changed_is_left_out_too(
    postgres_server: PostgresServer, plain: tuple[str, psycopg.Connection], allowed: str
) -> None:
    url, admin = plain
    admin.execute(allowed.format(role=ROLE))
    file = postgres_server.folder / "log"
    before = file.stat().st_size
    async with SharedQueue(url, prepare=leave_out_all_parameters) as queue:
        await ChatNews(queue, timer=SystemTimer()).tell([NOBODY.value])
    said = file.read_bytes()[before:].decode("utf-8", "replace")
    assert "pg_notify" in said, "it was logged that something was told"
    assert NOBODY.value not in said
    assert "ERROR" not in said


@pytest.mark.postgres
async def test_a_role_that_may_not_is_told_and_fails_at_nothing(
    postgres_server: PostgresServer, plain: tuple[str, psycopg.Connection]
) -> None:
    async with opened(plain[0]) as database:
        said = await logged(postgres_server, database)
        assert await database.settings_that_log_values() == ["log_min_duration_statement"]
    assert NOBODY.value in said
    assert "ERROR" not in said


async def test_sqlite_has_no_such_log(sqlite_storage: Database) -> None:
    assert await sqlite_storage.settings_that_log_values() == ()
