"""`rounds check` and the start say when the server's own log would tell of people, or its disk may forget."""

import asyncio
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.cli.ending import exit_code_of
from bot.cli.files import run_check
from bot.cli.run import RUN_LOCK, run_part
from config.settings import load_settings
from storage.database import Database
from tests.support.databases import HASTY, PostgresServer
from tests.support.patience import PATIENCE
from tests.support.plain_role import plain_role
from tests.support.programme_files import sound_files

pytestmark = pytest.mark.postgres
WARNED = (
    "warning: database: the server writes names, ids and moments into its own log (log_min_duration_statement); "
    "see PostgreSQL in docs/deploy.md"
)


@pytest.fixture
def plain_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Of a role that may set nothing, on a server that logs what is slow."""
    with plain_role(postgres_server) as (url, _):
        yield url


def checked(folder: Path, url: str) -> list[str]:
    """What it says of the server."""
    sound_files(folder)
    said = StringIO()
    err = Console(width=40, file=said)
    environ = {"ROUNDS_DATABASE_URL": url}
    run_check(environ, folder, recurrence=CronRecurrence(), out=err, err=err)
    return [line for line in said.getvalue().splitlines() if "the server" in line]


def test_check_says_so(plain_url: str, tmp_path: Path) -> None:
    assert checked(tmp_path, plain_url) == [WARNED, HASTY]


def test_check_has_nothing_to_say_of_the_log_of_a_server_as_it_comes(postgres_url: str, tmp_path: Path) -> None:
    assert checked(tmp_path, postgres_url) == [HASTY]


def test_check_needs_no_database(tmp_path: Path) -> None:
    assert checked(tmp_path, "postgresql://rounds@127.0.0.1:1/rounds") == []


async def test_the_start_says_so(plain_url: str, tmp_path: Path) -> None:
    said = StringIO()
    console = Console(width=80, file=said)
    environ = {"ROUNDS_DATABASE_URL": plain_url, "ROUNDS_KEYS": str(tmp_path / "keys")}
    database = Database(plain_url)
    other = database.lock(RUN_LOCK, shared=False)
    await other.take()  # so that it starts and goes no further
    async with asyncio.timeout(PATIENCE):
        command = run_part(load_settings(environ, tmp_path, channels=CHANNELS), database, part="all", console=console)
        assert await exit_code_of(command, err=console) == 1
    assert said.getvalue().splitlines()[:2] == [WARNED, HASTY]
    await other.leave()
    await database.close()
