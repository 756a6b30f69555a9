"""An aiosqlite connection that crosses to its thread once per statement instead of four times.

aiosqlite hands every single call (open a cursor, execute, fetch, close) to the connection's thread and waits for the
answer. Each crossing costs more than the statement itself, so here a statement and the reading of its rows are one.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

Written = tuple[str, Sequence[Any]]
"""A statement without rows of its own, and the parameters of every time that it is run."""


class OneHopCursor:
    """The part of a DBAPI cursor that SQLAlchemy's asyncio adapter uses; rows are read when a statement is executed."""

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        await self._connection.in_thread(self._execute, operation, parameters)
        return self

    def execute_here(self, operation: str, parameters: Sequence[Any]) -> bool:
        """Execute without crossing, on the thread of the event loop; False if something has to come before it."""
        return self._connection.here(self._execute, operation, parameters)

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> Self:
        await self._connection.in_thread(self._executemany, operation, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _execute(self, connection: sqlite3.Connection, operation: str, parameters: Sequence[Any]) -> None:
        cursor = connection.execute(operation, parameters)
        self.description = cursor.description
        if cursor.description is not None:
            self._rows = cursor.fetchall()
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()

    def _executemany(self, connection: sqlite3.Connection, operation: str, parameters: Iterable[Sequence[Any]]) -> None:
        cursor = connection.executemany(operation, parameters)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors fetch what they execute, and which ends only what was begun."""

    _opening = ""
    _ahead: Sequence[Written] = ()

    def begin(self, opening: str) -> None:
        """Begin a transaction in this way on the next crossing, together with its first statement."""
        self._opening = opening

    def ahead(self, statements: Sequence[Written]) -> None:
        """Run these on the next crossing, before what it is made for; their faults come out there."""
        self._ahead = [*self._ahead, *statements]

    def cursor(self) -> OneHopCursor:  # type: ignore[override] # the adapter only needs what OneHopCursor has
        return OneHopCursor(self)

    async def _connect(self) -> aiosqlite.Connection:
        try:
            return await super()._connect()
        except BaseException:
            # Its thread still reports to this event loop, which may be closed by the time it gets round to it.
            await asyncio.to_thread(self._thread.join)
            raise

    async def in_thread(self, call: Any, *arguments: Any) -> None:
        opening, ahead = self._taken()
        whole = partial(_in_order, opening, ahead, call) if opening or ahead else call
        await self._execute(whole, self._conn, *arguments)  # type: ignore[no-untyped-call] # its one way to the thread

    def here(self, call: Any, *arguments: Any) -> bool:
        """For what is over sooner than a crossing; whoever has the connection has nothing else under way."""
        if self._opening or self._ahead:
            return False
        call(self._conn, *arguments)
        return True

    async def commit(self) -> None:
        if self._ahead or not self._opening:
            await self.in_thread(sqlite3.Connection.commit)
        self._taken()

    async def rollback(self) -> None:
        opening, _ = self._taken()
        if not opening and self.in_transaction:
            await super().rollback()

    def _taken(self) -> tuple[str, Sequence[Written]]:
        taken = self._opening, self._ahead
        self._opening, self._ahead = "", ()
        return taken


def _in_order(
    opening: str, ahead: Sequence[Written], call: Any, connection: sqlite3.Connection, *arguments: Any
) -> None:
    if opening:
        connection.execute(opening)
    for operation, rows in ahead:
        connection.executemany(operation, rows)
    call(connection, *arguments)


def connect(database: str, **options: Any) -> OneHopConnection:
    """Open a connection; awaiting it starts its thread, which is a daemon so that a lost one cannot hold up an exit."""
    options["check_same_thread"] = False  # one thread at a time all the same: see `OneHopConnection.here`
    connection = OneHopConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
