"""One open transaction as the repositories see it, run by SQLAlchemy alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Insert, Row, Table, insert
from sqlalchemy.engine import Result
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql.faults import faults_translated

AnyRow = Row[*tuple[Any, ...]]
AnyResult = Result[*tuple[Any, ...]]
Values = Mapping[str, Any]
Done = TypeVar("Done")
Parameters = Values | Sequence[Values]


@dataclass(frozen=True, slots=True)
class Outcome:
    result: AnyResult
    rowcount: int
    """How many rows the statement wrote, also for an insert."""


class Transaction:
    """Runs statements on one connection. `dialect` is `sqlite` or `postgresql`."""

    __slots__ = ("_connection", "dialect")

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> AnyResult:
        return (await self._execute(statement, parameters or {})).result

    async def write(self, statement: Executable, rows: Sequence[Values]) -> None:
        """Run a statement once for each row; all of them name the same columns."""
        if rows:
            await self._execute(statement, rows)

    async def add_new(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert rows that all name the same columns and whose keys nobody has used.

        A key that exists is an IntegrityError, and nothing of the transaction can be kept.
        """
        await self.write(_insert_into(table), rows)

    async def rows(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[AnyRow]:
        return (await self.run(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Parameters | None = None) -> AnyRow | None:
        return (await self.run(statement, parameters)).first()

    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """The first column of the first row; None if there is no row."""
        return (await self.run(statement, parameters)).scalar()

    async def count(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """How many rows the statement wrote, also for an insert."""
        return (await self._execute(statement, parameters or {})).rowcount

    async def with_connection(self, act: Callable[[Connection], Done]) -> Done:
        """Do what a restore does as well, on the same connection and inside the same transaction."""
        with faults_translated():
            return await self._connection.run_sync(act)

    async def _execute(self, statement: Executable, parameters: Parameters) -> Outcome:
        with faults_translated():
            result = await self._connection.execute(statement, parameters, execution_options=_COUNTED)
        return Outcome(result, result.rowcount)


@cache
def _insert_into(table: Table) -> Insert:
    return insert(table)


_COUNTED = {"preserve_rowcount": True}
