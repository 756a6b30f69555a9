"""One open transaction as the repositories see it, and the one place where database faults get their meaning."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, Dialect, Executable, Insert, Row
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StorageUnavailable

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


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An insert as its driver takes it; `order` is None where the driver takes parameters by name."""

    sql: str
    order: tuple[str, ...] | None
    processors: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def bind(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        if self.order is None:
            return [
                {name: row[name] if process is None else process(row[name]) for name, process in self.processors}
                for row in rows
            ]
        return [
            tuple([row[name] if process is None else process(row[name]) for name, process in self.processors])
            for row in rows
        ]


@lru_cache(maxsize=256)
def _prepared(statement: Insert, dialect: Dialect, columns: tuple[str, ...]) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    order = None if compiled.positiontup is None else tuple(compiled.positiontup)
    processors = (
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order or columns
    )
    return _Prepared(sql=str(compiled), order=order, processors=tuple(processors))


class Transaction:
    """Runs statements on one connection. `dialect` is `sqlite` or `postgresql`."""

    __slots__ = ("_connection", "dialect")

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[*tuple[Any, ...]]:
        with faults_translated():
            return await self._connection.execute(statement, parameters)

    async def write(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many rows that all name the same columns. Faster than `run`, which works everything out per row; the
        statement may hold no parameters of its own."""
        if not rows:
            return
        prepared = _prepared(statement, self._connection.dialect, tuple(rows[0]))
        with faults_translated():
            await self._connection.exec_driver_sql(prepared.sql, prepared.bind(rows))

    async def rows(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[AnyRow]:
        return (await self.run(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Parameters | None = None) -> AnyRow | None:
        return (await self.run(statement, parameters)).first()

    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """The first column of the first row; None if there is no row."""
        return (await self.run(statement, parameters)).scalar()

    async def count(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """How many rows the statement wrote, also for an insert."""
        counted = {"preserve_rowcount": True}
        with faults_translated():
            return (await self._connection.execute(statement, parameters, execution_options=counted)).rowcount
