"""The database behind a URL: its engines and their settings, its units of work, its schema's revision."""

import asyncio
import select
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, NullPool, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import StorageUnavailable
from bot.ports import DatabaseLock, UnitOfWork
from bot.repositories.chain import ChainKeeper
from storage.forget_deleted import forget_all_deleted, forget_deleted
from storage.repositories.programmes import ProgrammeCache
from storage.repositories.queries.whole_list import RosterCache
from storage.rewrite_answers import rewrite_answers
from storage.sql.advisory_lock import AdvisoryLock, UncontestedLock
from storage.sql.driver import DirectTransaction
from storage.sql.faults import faults_translated
from storage.sql.lasting import SETTINGS_THAT_LOSE, commit_for_good
from storage.sql.private_file import create_private
from storage.sql.server_log import NO_PARAMETERS_OF_ERRORS, SETTINGS, leave_out_parameters, that_log_values
from storage.sql.transaction import Transaction
from storage.unit_of_work import Repositories

BUSY_TIMEOUT_S = 5.0
"""How long SQLite waits for a lock that another process holds."""
POOL_TIMEOUT_S = 30.0
"""How long a unit of work waits for its turn before storage counts as unavailable."""

_SQLITE = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may lose acknowledged answers when the power fails
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # an emptied payload must not survive in a free page
    "PRAGMA journal_size_limit=0",  # nor in what the log held before it began from its start
    "PRAGMA cache_size=-16384",
)
_SQLITE_READER = ("PRAGMA query_only=ON", "PRAGMA cache_size=-8192")
_POSTGRES_ARGUMENTS = {
    "options": "-c timezone=UTC -c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000"
    # A machine that vanishes must not hold locks and turns for the two hours that systems wait by default.
    " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
    # Pages come from memory or an SSD. With the server's default of 4 each block of teams is read through all people.
    " -c random_page_cost=1.1"
    f" {NO_PARAMETERS_OF_ERRORS}",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}

_QUIET: dict[str, Any] = {
    "query_cache_size": 1000,
    "hide_parameters": True,  # an error's text must never carry a name, an address or a payload into a log
}


class Database:
    """One SQLite file or one PostgreSQL database (the `Storage` port).

    URLs are `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user@host/name`; anything else raises
    ValueError. Nothing is opened before the first unit of work. On SQLite there is one writer at a time, queued in this
    process, and readers beside it that see a snapshot. With `transactions=Transaction` SQLAlchemy runs every statement.
    """

    def __init__(
        self,
        url: str,
        *,
        readers: int = 4,
        pool_size: int = 5,
        busy_timeout: float = BUSY_TIMEOUT_S,
        pool_timeout: float = POOL_TIMEOUT_S,
        transactions: type[Transaction] = DirectTransaction,
        keeper: ChainKeeper | None = None,
    ) -> None:
        """`keeper`: what signs entries of the log of administration."""
        parsed = self.url = make_url(url)
        match parsed.get_backend_name():
            case "sqlite":
                self._writer, self._reader = _sqlite_engines(
                    parsed, readers=readers, busy_timeout=busy_timeout, pool_timeout=pool_timeout
                )
            case "postgresql":
                self._writer, self._reader = _postgres_engines(parsed, pool_size=pool_size, pool_timeout=pool_timeout)
            case other:
                raise ValueError(f"no such database: {other}; use sqlite:///file or postgresql://...")
        self._transactions = transactions
        self._programmes, self._rosters = ProgrammeCache(), RosterCache()
        self._keeper = keeper

    @property
    def is_embedded(self) -> bool:
        """Whether this is SQLite, which a single process owns."""
        return self._writer.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file, whether or not it exists; None on PostgreSQL."""
        return Path(self.url.database or "") if self.is_embedded else None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self._begin(self._writer) as transaction:
            work = Repositories(transaction, self._programmes, self._rosters, keeper=self._keeper)
            yield work
        if self._keeper is not None and work.administration_log.to_note is not None:
            head, leaving = work.administration_log.to_note
            await asyncio.to_thread(self._keeper.note, head, leaving=leaving)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with self._begin(self._reader) as transaction:
            yield Repositories(transaction, self._programmes, self._rosters)

    @asynccontextmanager
    async def _begin(self, engine: AsyncEngine) -> AsyncIterator[Transaction]:
        with faults_translated():
            async with engine.begin() as connection:
                yield self._transactions(connection)

    def lock(self, name: str, *, shared: bool = False) -> DatabaseLock:
        """A name that one process holds alone on this database, or several share; on SQLite nobody else is there."""
        if self.is_embedded:
            return UncontestedLock()
        sessions = create_async_engine(
            self.url.set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=_POSTGRES_ARGUMENTS,
            **_QUIET,
        )
        return AdvisoryLock(sessions, name, shared=shared)

    async def settings_that_log_values(self) -> Sequence[str]:
        """By which settings the server keeps what statements are about in a log of its own; none on SQLite."""
        if self.is_embedded:
            return ()
        with faults_translated():
            async with self._reader.connect() as connection:
                rows = await connection.execute(SETTINGS)
                return that_log_values({row.name: row.setting for row in rows})

    async def settings_that_lose(self) -> Sequence[str]:
        """By which settings the server may lose what it said was saved; none on SQLite."""
        if self.is_embedded:
            return ()
        with faults_translated():
            async with self._reader.connect() as connection:
                return list((await connection.execute(SETTINGS_THAT_LOSE)).scalars())

    async def rewrite_answers(self) -> None:
        """Take away what ties sealed answers to the moment they were filed."""
        with faults_translated():
            await rewrite_answers(self._writer)

    async def forget_deleted(self) -> bool:
        """Take away what was deleted or changed from the files; False where somebody is in the way."""
        with faults_translated():
            return await forget_deleted(self._writer)

    async def forget_all_deleted(self) -> None:
        """The same for every table, by writing the whole file anew where there is one; for what is done seldom."""
        with faults_translated():
            try:
                await forget_all_deleted(self._writer)
            except sqlite3.Error as error:  # past SQLAlchemy, which would have named it
                raise StorageUnavailable(f"the database cannot be used now: {error}") from error

    async def close(self) -> None:
        await self._reader.dispose()
        if self._writer is not self._reader:
            await self._writer.dispose()

    async def schema_revision(self) -> str | None:
        """The revision this database is at; None if it has no schema yet."""
        from storage.schema.migrations import current_revision

        with faults_translated():
            async with self._reader.connect() as connection:
                return await connection.run_sync(current_revision)

    def head_revision(self) -> str:
        """The revision this program needs."""
        from storage.schema.migrations import head_revision

        return head_revision()

    async def migrate(self, revision: str = "head") -> None:
        """Bring the schema to a revision, up or down, in one transaction."""
        from storage.schema.migrations import move

        with faults_translated():
            async with self._writer.begin() as connection:
                await connection.run_sync(move, revision)


def _sqlite_engines(
    url: URL, *, readers: int, busy_timeout: float, pool_timeout: float
) -> tuple[AsyncEngine, AsyncEngine]:
    if url.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file, for example sqlite:///rounds.db")
    url = url.set(drivername="sqlite+aiosqlite")
    options: dict[str, Any] = {"async_creator_fn": _open_sqlite, "isolation_level": None, "timeout": busy_timeout}
    writer = create_async_engine(
        url, connect_args=options, pool_size=1, max_overflow=0, pool_timeout=pool_timeout, **_QUIET
    )
    reader = create_async_engine(
        url, connect_args=options, pool_size=readers, max_overflow=0, pool_timeout=pool_timeout, **_QUIET
    )
    _prepare_sqlite(writer, pragmas=_SQLITE, begin="BEGIN IMMEDIATE")
    _prepare_sqlite(reader, pragmas=_SQLITE_READER, begin="BEGIN")
    return writer, reader


async def _open_sqlite(database: str, **options: Any) -> aiosqlite.Connection:
    create_private(Path(database))
    connection = aiosqlite.connect(database, **options)
    connection._thread.daemon = True  # as SQLAlchemy does it: a connection that is lost cannot hold up an exit
    try:
        return await connection
    except BaseException:  # whatever ends the opening: its thread still reports to this loop, which may soon be closed
        await asyncio.to_thread(connection._thread.join)
        raise


def _prepare_sqlite(engine: AsyncEngine, *, pragmas: tuple[str, ...], begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)  # left to itself it would begin deferred, which ends in SQLITE_BUSY


def _refuse_a_lost_one(connection: Any, _record: Any, _proxy: Any) -> None:
    """A restarted server is noticed before a statement is lost: what comes unasked on an idle connection is its end.

    The pool then opens another. Asking the server every time would be one more round trip for every transaction.
    """
    driver = connection.driver_connection
    if driver.closed:
        raise DisconnectionError
    watch = select.poll()
    watch.register(driver.fileno(), select.POLLIN)
    if watch.poll(0):
        raise DisconnectionError


def _postgres_engines(url: URL, *, pool_size: int, pool_timeout: float) -> tuple[AsyncEngine, AsyncEngine]:
    engine = create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=pool_timeout,
        connect_args=_POSTGRES_ARGUMENTS,
        **_QUIET,
    )
    event.listen(engine.sync_engine, "connect", leave_out_parameters)
    event.listen(engine.sync_engine, "connect", commit_for_good)
    event.listen(engine.sync_engine, "checkout", _refuse_a_lost_one)
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine, reader
