"""A transaction whose kept statements go straight through the driver, inside what SQLAlchemy began and will end."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakSet

from sqlalchemy import Executable, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql.driver.copy_rows import copy_rows
from storage.sql.driver.prepared import Prepared, prepared
from storage.sql.faults import faults_translated
from storage.sql.transaction import Outcome, Parameters, Transaction, Values


class DirectTransaction(Transaction):
    """`Transaction`, faster for what is run again and again, and for many new rows on PostgreSQL."""

    __slots__ = ("_driver",)

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._driver: Any = connection.sync_connection.connection.driver_connection  # type: ignore[union-attr]

    async def add_new(self, table: Table, rows: Sequence[Values]) -> None:
        if self.dialect != "postgresql":
            await super().add_new(table, rows)
        elif rows:
            async with self._faults_as_sqlalchemy_has_them():
                await copy_rows(self._driver, table, rows, self._connection.dialect)

    async def _execute(self, statement: Executable, parameters: Parameters) -> Outcome:
        many = [parameters] if isinstance(parameters, Mapping) else parameters
        known = None
        if many and (len(many) >= _MANY or self.is_kept(statement)):
            known = prepared(statement, self._connection.dialect, tuple(many[0]))
        if known is None or (len(many) > 1 and known.columns):
            return await super()._execute(statement, parameters)
        bound = [known.bound(one) for one in many]
        async with self._faults_as_sqlalchemy_has_them():
            run = _on_sqlite if self.dialect == "sqlite" else _on_postgres
            rows, rowcount = await run(self._driver, known, bound)
        return Outcome(known.result(rows), rowcount)

    def is_kept(self, statement: Executable) -> bool:
        """Whether it will come again and is worth preparing: from the second time on that it is seen, which the
        constants of a module are and a statement that was built for one call never is."""
        if statement in _seen:
            return True
        _seen.add(statement)
        return False

    @asynccontextmanager
    async def _faults_as_sqlalchemy_has_them(self) -> AsyncIterator[None]:
        """A connection whose state is unknown is never used again."""
        dialect = self._connection.dialect
        dbapi: Any = dialect.loaded_dbapi
        try:
            yield
        except dbapi.Error as error:
            raised = DBAPIError.instance(None, None, error, dbapi.Error, hide_parameters=True, dialect=dialect)
            with faults_translated():
                raise raised from error
        except Exception:  # a mistake of ours, not of the connection: it stays usable
            raise
        except BaseException as error:  # cancelled in the middle: the statement may still be running
            await self._connection.invalidate(error)
            raise


_MANY = 100
"""Rows from which on preparing a statement pays at once."""
_seen: WeakSet[Executable] = WeakSet()
Ran = tuple[Sequence[Any], int]
"""The rows of a statement, and how many it wrote."""


async def _on_sqlite(driver: Any, known: Prepared, bound: Sequence[Any]) -> Ran:
    """aiosqlite crosses to its thread once in each of these calls."""
    if known.columns:
        rows = await driver.execute_fetchall(known.sql, bound[0])
        return rows, len(rows)
    if len(bound) == 1:
        cursor = await driver.execute(known.sql, bound[0])
    else:
        cursor = await driver.executemany(known.sql, bound)
    return (), cursor.rowcount


async def _on_postgres(driver: Any, known: Prepared, bound: Sequence[Any]) -> Ran:
    async with driver.cursor() as cursor:
        if len(bound) == 1:
            await cursor.execute(known.sql, bound[0])
        else:
            await cursor.executemany(known.sql, bound)
        return (await cursor.fetchall() if known.columns else ()), cursor.rowcount
