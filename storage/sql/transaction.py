"""One open transaction as the repositories see it, and the one place where database faults get their meaning."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Insert, Row, Table
from sqlalchemy.engine import Result
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StorageUnavailable
from storage.sql.bulk_insert import new_rows
from storage.sql.prepared import Prepared, prepared
from storage.sql.sqlite_driver import Written

AnyRow = Row[*tuple[Any, ...]]
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]

# The primary codes of https://sqlite.org/rescode.html that say "not now" or "not here" rather than "wrong SQL".
_SQLITE_FAULTS = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
# A standby that took over (25006) and a transaction ended for idling (25P03) are not OperationalError in psycopg.
_POSTGRES_FAULTS = frozenset({"25006", "25P03"})


@contextmanager
def faults_translated() -> Iterator[None]:
    """Let what an operator has to mend out as `StorageUnavailable`; our own mistakes stay what they are."""
    try:
        yield
    except PoolExhausted as error:
        raise StorageUnavailable("no database connection came free in time") from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_fault(error):
            raise StorageUnavailable(f"the database cannot be used now: {error.orig}") from error
        raise


def _is_fault(error: DBAPIError) -> bool:
    match error.orig:
        case sqlite3.Error() as cause:
            code: int | None = getattr(cause, "sqlite_errorcode", None)
            return isinstance(cause, sqlite3.OperationalError) if code is None else code & 0xFF in _SQLITE_FAULTS
        case cause:
            return isinstance(error, OperationalError | InterfaceError) or (
                getattr(cause, "sqlstate", None) in _POSTGRES_FAULTS
            )


class Transaction:
    """Runs statements on one connection. `dialect` is `sqlite` or `postgresql`."""

    __slots__ = ("_connection", "_expected", "_found", "_waiting", "dialect")

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._waiting: list[Written] = []
        self._expected: list[_LookUp] = []
        self._found: list[tuple[_LookUp, _Outcome]] = []
        self.dialect = connection.dialect.name

    async def later(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write together with whatever is asked next, at the latest before the commit; the statement is one that is
        kept, and nobody asks what became of it. A fault comes out there: the whole is undone anyway."""
        if not rows:
            return
        self._found.clear()
        known = prepared(statement, self._connection.dialect, tuple(rows[0]), at_once=True)
        if known is None:
            await self._run(statement, rows)
        else:
            self._waiting.append((known.sql, [known.bound(row) for row in rows]))

    def expect(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> None:
        """A hint that `look_up` of just this comes soon; the statement is one that is kept. On PostgreSQL it goes with
        whatever is asked next, which spares a round trip. What is written in between makes it forgotten."""
        look_up = _LookUp(statement, parameters or {})
        if self.dialect == "sqlite" or look_up in self._expected or any(look_up == each for each, _ in self._found):
            return
        self._expected.append(look_up)

    async def flush(self, *, and_commit: bool = False) -> None:
        """Send what was left for later: on SQLite it crosses with the next call, on PostgreSQL in one round trip, with
        the commit if there is nothing else to come."""
        if not self._waiting:
            return
        driver = self._driver()
        if self.dialect == "sqlite":
            driver.ahead(self._taken())
            return
        try:
            async with driver.pipeline():
                await _send(driver, self._taken())
                if and_commit:
                    await driver.commit()
        except BaseException as error:
            await self._give_up(error)
            raise

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> Result[*tuple[Any, ...]]:
        return (await self._run(statement, parameters)).result

    async def write(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many rows that all name the same columns; the statement is one that is kept."""
        if rows:
            await self._run(statement, rows, at_once=True)

    async def add_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many rows that all name the same columns and whose keys nobody has used; by far the fastest way.

        A key that exists is an IntegrityError, and nothing of the transaction can be kept.
        """
        if not rows:
            return
        self._found.clear()
        await self.flush()
        new, cursor = new_rows(table, tuple(rows[0])), self._driver().cursor()
        try:
            if self.dialect == "postgresql":
                async with cursor.copy(new.copy) as copy:
                    for row in new.values(rows):
                        await copy.write_row(row)
            else:
                for sql, values in new.statements(rows):
                    await cursor.execute(sql, values)
        except BaseException as error:
            await self._give_up(error)
            raise

    async def rows(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[AnyRow]:
        return (await self.run(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Parameters | None = None) -> AnyRow | None:
        return (await self.run(statement, parameters)).first()

    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """The first column of the first row; None if there is no row."""
        return (await self.run(statement, parameters)).scalar()

    async def look_up(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Result[*tuple[Any, ...]]:
        """`run` for a few rows found by an index, of which nobody else holds up the reading: on SQLite they are there
        sooner than another thread could be told to look, on PostgreSQL it may have been expected."""
        wanted = _LookUp(statement, parameters or {})
        for place, (expected, outcome) in enumerate(self._found):
            if expected == wanted:
                del self._found[place]
                return outcome.result
        if wanted in self._expected:
            self._expected.remove(wanted)
        return (await self._run(statement, parameters, is_brief=True)).result

    async def count(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """How many rows the statement wrote, also for an insert."""
        return (await self._run(statement, parameters)).written

    async def _run(
        self,
        statement: Executable,
        parameters: Parameters | None,
        *,
        at_once: bool = False,
        is_brief: bool = False,
    ) -> "_Outcome":
        given = [parameters or {}] if isinstance(parameters, Mapping | None) else parameters
        known = None
        if not is_brief:
            self._found.clear()
        if given:
            known = prepared(statement, self._connection.dialect, tuple(given[0]), at_once=at_once)
        if known is None or (len(given) > 1 and known.returns is not None):
            await self.flush()
            with faults_translated():
                answer = await self._connection.execute(statement, parameters, execution_options=_COUNTED)
                return _Outcome(answer, answer.rowcount)
        return await self._drive(known, given, is_brief=is_brief and self.dialect == "sqlite")

    async def _drive(self, known: Prepared, given: Sequence[Mapping[str, Any]], *, is_brief: bool) -> "_Outcome":
        """Straight through the driver, inside the transaction that SQLAlchemy began on this connection."""
        sync: Any = self._connection.sync_connection
        driver = self._driver()
        cursor = driver.cursor()
        bound = [known.bound(one) for one in given]
        if sync.dispatch.before_cursor_execute:  # whoever listens to SQLAlchemy's statements hears these too
            sync.dispatch.before_cursor_execute(sync, cursor, known.sql, bound, None, len(bound) > 1)
        try:
            if self.dialect == "sqlite":
                await self.flush()
                if not (is_brief and len(bound) == 1 and cursor.execute_here(known.sql, bound[0])):
                    await _execute(cursor, known.sql, bound)
            elif self._waiting or self._expected or not driver.pgconn.transaction_status:
                async with driver.pipeline():  # with what waits, what is expected, or with BEGIN, in one round trip
                    await _send(driver, self._taken())
                    await _execute(cursor, known.sql, bound)
                    expected = await self._send_expected(driver)
                for look_up, its_cursor, its_own in expected:
                    self._found.append((look_up, await _outcome(its_own, its_cursor)))
            else:
                await _execute(cursor, known.sql, bound)
            return await _outcome(known, cursor)
        except BaseException as error:
            await self._give_up(error)
            raise

    async def _send_expected(self, driver: Any) -> Sequence[tuple["_LookUp", Any, Prepared]]:
        taken, self._expected = self._expected, []
        sent = []
        for look_up in taken:
            given = look_up.parameters
            known = prepared(look_up.statement, self._connection.dialect, tuple(given), at_once=True)
            if known is not None:
                cursor = driver.cursor()
                await _execute(cursor, known.sql, [known.bound(given)])
                sent.append((look_up, cursor, known))
        return sent

    def _driver(self) -> Any:
        sync = self._connection.sync_connection
        return None if sync is None else sync.connection.driver_connection

    def _taken(self) -> Sequence[Written]:
        taken, self._waiting = self._waiting, []
        return taken

    async def _give_up(self, error: BaseException) -> None:
        """Tell what the driver said as SQLAlchemy does, and never use a connection again whose state is unknown."""
        dialect = self._connection.dialect
        dbapi: Any = dialect.loaded_dbapi
        if not isinstance(error, Exception):  # cancelled in the middle: the statement may still be running
            await self._connection.invalidate(error)
        elif isinstance(error, dbapi.Error):
            told = DBAPIError.instance(None, None, error, dbapi.Error, hide_parameters=True, dialect=dialect)
            with faults_translated():
                raise told from error


async def _send(driver: Any, waiting: Sequence[Written]) -> None:
    cursor = driver.cursor()
    for sql, rows in waiting:
        await _execute(cursor, sql, rows)


async def _execute(cursor: Any, sql: str, rows: Sequence[Any]) -> None:
    if len(rows) == 1:
        await cursor.execute(sql, rows[0])
    else:
        await cursor.executemany(sql, rows)


async def _outcome(known: Prepared, cursor: Any) -> "_Outcome":
    if not known.is_described:  # the driver describes its columns anew whenever it is asked
        known.describe(() if cursor.description is None else [column[0] for column in cursor.description])
    return _Outcome(known.result(await cursor.fetchall() if known.has_rows else ()), cursor.rowcount)


@dataclass(frozen=True, slots=True)
class _LookUp:
    statement: Executable
    parameters: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        """The very same statement with the same values; statements themselves compare to clauses."""
        if not isinstance(other, _LookUp):
            return NotImplemented
        return self.statement is other.statement and self.parameters == other.parameters


@dataclass(frozen=True, slots=True)
class _Outcome:
    result: Result[*tuple[Any, ...]]
    written: int


_COUNTED = {"preserve_rowcount": True}
