"""The rows of one day's rounds written once more by the bare driver: what planning costs if nothing is decided."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import psycopg
from sqlalchemy import URL

_ROUNDS = "local_date = CAST({day} AS {type})"
_PULSES = f"round IN (SELECT id FROM rounds WHERE {_ROUNDS})"  # noqa: S608 - constants of this file, here as below
_DELIVERIES = f"pulse IN (SELECT id FROM pulses WHERE {_PULSES})"  # noqa: S608
_TABLES = {"rounds": _ROUNDS, "pulses": _PULSES, "deliveries": _DELIVERIES}
_AS_ROUNDS_SETS_IT = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-16384",
)
_Row = TypeVar("_Row")


def rewrite(url: URL, day: date, *, transactions: int) -> float:
    """Delete the rows of a day, and how many seconds it takes to put them back in so many transactions."""
    write = _on_sqlite if url.get_backend_name() == "sqlite" else _on_postgres
    return write(url, day, transactions)


def _on_sqlite(url: URL, day: date, transactions: int) -> float:
    which = {table: where.format(day=f"'{day}'", type="TEXT") for table, where in _TABLES.items()}
    connection = sqlite3.connect(url.database or "", isolation_level=None)
    for pragma in _AS_ROUNDS_SETS_IT:
        connection.execute(pragma)
    rows = {table: connection.execute(f"SELECT * FROM {table} WHERE {where}").fetchall() for table, where in which.items()}  # noqa: S608, E501  # fmt: skip
    for table, where in reversed(which.items()):
        connection.execute(f"DELETE FROM {table} WHERE {where}")  # noqa: S608
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shares = {table: _shares(rows[table], transactions) for table in which}
    started = time.perf_counter()
    for _ in range(transactions):
        connection.execute("BEGIN IMMEDIATE")
        for table, parts in shares.items():
            places = ", ".join("?" * len(rows[table][0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", next(parts))  # noqa: S608
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def _on_postgres(url: URL, day: date, transactions: int) -> float:
    which = {table: where.format(day=f"'{day}'", type="date") for table, where in _TABLES.items()}
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        lines: dict[str, list[bytes]] = {}
        for table, where in which.items():
            with connection.cursor().copy(f"COPY (SELECT * FROM {table} WHERE {where}) TO STDOUT") as out:  # noqa: S608
                lines[table] = [bytes(line) for line in out]
        for table, where in reversed(which.items()):
            connection.execute(f"DELETE FROM {table} WHERE {where}")  # noqa: S608
        connection.commit()
        shares = {table: _shares(lines[table], transactions) for table in which}
        started = time.perf_counter()
        for _ in range(transactions):
            for table, parts in shares.items():
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as into:
                    into.write(b"".join(next(parts)))
            connection.commit()
        return time.perf_counter() - started


def _shares(rows: Sequence[_Row], parts: int) -> Iterator[Sequence[_Row]]:
    for part in range(parts):
        yield rows[part * len(rows) // parts : (part + 1) * len(rows) // parts]
