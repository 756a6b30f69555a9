"""Whole tables in and out of either database, in bulk and with flat memory: what backups and restores stand on.

Values travel in the form in which SQLite keeps them, so that a table reads and sums up the same on both databases:
instants as UTC text with microseconds, days as ISO text, yes and no as 1 and 0. Everything here blocks; it belongs in a
thread of its own.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote

import psycopg
from sqlalchemy import (
    TIMESTAMP,
    URL,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeEngine

from bot.domain.errors import StorageUnavailable
from bot.repositories.backups import Progress, TableSum
from storage.schema.migrations import head_revision
from storage.schema.tables import metadata
from storage.sql.columns import (
    Day,
    Switch,
    UtcDateTime,
    Week,
)
from storage.sql.faults import faults_translated
from storage.sql.lasting import commit_for_good
from storage.sql.private_file import create_private
from storage.sql.server_log import NO_PARAMETERS_OF_ERRORS, leave_out_parameters

BATCH_SIZE = 2000
BUSY_TIMEOUT_S = 5.0

Row = tuple[Any, ...]
Purpose = Literal["read", "load", "draft"]

_PRAGMAS: dict[Purpose, tuple[str, ...]] = {
    "read": ("PRAGMA query_only=ON",),
    "load": (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA secure_delete=ON",
        "PRAGMA journal_size_limit=0",
        "PRAGMA cache_size=-65536",  # indexes are filled in no order at all
    ),
    # A draft is thrown away when anything goes wrong, and synced to disk once it is complete.
    "draft": ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-16384"),
}
_POSTGRES = f"-c timezone=UTC -c lock_timeout=10000 {NO_PARAMETERS_OF_ERRORS}"


# --- connections --------------------------------------------------------------------------------------------------


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """One read-only snapshot of the whole database, beside whoever writes. Raises `StorageUnavailable`."""
    engine = _sqlite(Path(url.database or ""), "read") if _is_sqlite(url) else _postgres(url)
    with _transaction(engine) as connection:
        yield connection


@contextmanager
def loading(url: URL) -> Iterator[Connection]:
    """One transaction to fill a database in: all of it or nothing. Creates a SQLite file that is not there yet."""
    engine = _sqlite(Path(url.database or ""), "load") if _is_sqlite(url) else _postgres(url, read_only=False)
    with _transaction(engine) as connection:
        yield connection


@contextmanager
def file(path: Path, purpose: Purpose) -> Iterator[Connection]:
    """One transaction on a SQLite file that exists. SQLAlchemy's errors come out as they are."""
    engine = _sqlite(path, purpose)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    try:
        with faults_translated():
            try:
                with engine.begin() as connection:
                    yield connection
            except psycopg.OperationalError as error:  # from COPY, which goes past SQLAlchemy
                raise StorageUnavailable(f"the database cannot be used now: {error}") from error
    finally:
        engine.dispose()


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _sqlite(path: Path, purpose: Purpose) -> Engine:
    mode = "rwc" if purpose == "load" else "rw"

    def connect() -> sqlite3.Connection:
        if mode == "rwc":
            create_private(path)
        address = f"file:{quote(str(path))}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S)
        for pragma in _PRAGMAS[purpose]:
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_BEGIN[purpose]))
    return engine


_BEGIN: dict[Purpose, str] = {"read": "BEGIN", "load": "BEGIN IMMEDIATE", "draft": "BEGIN"}


def _postgres(url: URL, *, read_only: bool = True) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"options": _POSTGRES, "connect_timeout": 5},
        execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if read_only else {},
    )
    event.listen(engine, "connect", leave_out_parameters)
    event.listen(engine, "connect", commit_for_good)
    return engine


# --- tables -------------------------------------------------------------------------------------------------------


def described(connection: Connection, names: Iterable[str], *, revision: str) -> MetaData:
    """These tables as they are in this database at this revision of the schema, with its own plain types."""
    if revision == head_revision():
        return _at_head(connection.dialect.name)
    found = MetaData()
    found.reflect(connection, only=list(names))
    return found


@cache
def _at_head(dialect: str) -> MetaData:
    """Much faster than asking the database, which holds the same."""
    plain = MetaData()
    for table in metadata.sorted_tables:
        columns = [
            Column(each.name, _plain_type(each.type, dialect), primary_key=each.primary_key) for each in table.columns
        ]
        Table(table.name, plain, *columns)
    return plain


def _plain_type(kind: TypeEngine[Any], dialect: str) -> TypeEngine[Any]:
    on_postgres = dialect == "postgresql"
    match kind:
        case UtcDateTime() if on_postgres:
            return TIMESTAMP(timezone=True)
        case Day() if on_postgres:
            return Date()
        case Switch() if on_postgres:
            return Boolean()
        case UtcDateTime() | Day() | Week():
            return Text()
        case Switch():
            return Integer()
        case _:  # the library has more types
            return kind


def names_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def rows(
    connection: Connection, table: Table, *, where: ColumnElement[bool] | None = None
) -> Generator[list[Row], None, None]:
    """Every row, or those for which `where` holds, in the order of its primary key, its columns in the order of their
    names, in chunks.

    Close it if you do not read to the end.
    """
    columns = [table.c[name] for name in columns_of(table)]
    order = [key.collate("C") if _needs_collation(connection, key) else key for key in table.primary_key]
    converters = [
        (place, convert)
        for place, column in enumerate(columns)
        if connection.dialect.name == "postgresql" and (convert := _converter(column.type)) is not None
    ]
    query = select(*columns).order_by(*order)
    if where is not None:
        query = query.where(where)
    with connection.execute(query, execution_options={"yield_per": BATCH_SIZE}) as result:
        for chunk in result.partitions():
            yield [_plain(row, converters) for row in chunk]


def told(chunks: Iterable[list[Row]], table: str, before: int, in_all: int, progress: Progress) -> Iterator[list[Row]]:
    """Let rows pass and say how far it is; `before` rows were done earlier."""
    done = before
    for chunk in chunks:
        progress(table, done, in_all)
        yield chunk
        done += len(chunk)
    progress(table, done, in_all)


def columns_of(table: Table) -> list[str]:
    return sorted(table.c.keys())


def write(connection: Connection, table: Table, chunks: Iterable[Sequence[Row]]) -> None:
    """Insert rows as `rows` gives them."""
    names = ", ".join(f'"{name}"' for name in columns_of(table))
    if connection.dialect.name == "postgresql":
        # Text that PostgreSQL reads itself: nothing has to be converted, and COPY is many times faster than INSERT.
        driver = connection.connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("this needs psycopg's own connection")
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for chunk in chunks:
                for row in chunk:
                    copy.write_row(row)
        return
    places = ", ".join("?" * len(table.c))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608 - names of our own schema
    for chunk in chunks:
        if chunk:
            connection.exec_driver_sql(statement, list(chunk))


def _plain(row: Sequence[Any], converters: Sequence[tuple[int, Callable[[Any], Any]]]) -> Row:
    if not converters:
        return tuple(row)
    values = list(row)
    for place, convert in converters:
        if values[place] is not None:
            values[place] = convert(values[place])
    return tuple(values)


def _converter(kind: Any) -> Callable[[Any], Any] | None:
    match kind:
        case DateTime():
            return _instant
        case Date():
            return _day
        case Boolean():
            return int
        case _:  # the library has more types
            return None


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _day(value: date) -> str:
    return value.isoformat()


def _needs_collation(connection: Connection, key: Any) -> bool:
    """SQLite compares texts byte by byte already; PostgreSQL would follow the database's language."""
    return connection.dialect.name == "postgresql" and isinstance(key.type, String)


# --- numbers ------------------------------------------------------------------------------------------------------


def last_numbers(connection: Connection, tables: MetaData) -> dict[str, int]:
    """The highest number ever given out in each numbered table: numbers are never used again, deleted rows or not."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {name: number for name, number in found if name in tables.tables}
    numbers = {}
    for name, sequence in _sequences(connection, tables).items():
        number, was_used = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608
        if was_used:
            numbers[name] = number
    return numbers


def set_last_numbers(connection: Connection, tables: MetaData, numbers: dict[str, int]) -> None:
    if connection.dialect.name == "sqlite":
        for name, number in numbers.items():
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": name, "seq": number}
            )
        return
    for name, sequence in _sequences(connection, tables).items():
        if name in numbers:
            connection.execute(
                text("SELECT setval(:sequence, :number)"), {"sequence": sequence, "number": numbers[name]}
            )


def _sequences(connection: Connection, tables: MetaData) -> dict[str, str]:
    found = {
        name: connection.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": name}).scalar()
        for name, table in tables.tables.items()
        if "id" in table.c and isinstance(table.c["id"].type, Integer)
    }
    return {name: sequence for name, sequence in found.items() if sequence is not None}


# --- sums ---------------------------------------------------------------------------------------------------------


_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda value: {"hex": value.hex()}).encode


@dataclass(slots=True)
class Summing:
    """Sums rows up while they pass through."""

    rows: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def over(self, chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
        for chunk in chunks:
            self.rows += len(chunk)
            self._digest.update("".join([f"{_line(row)}\n" for row in chunk]).encode())
            yield chunk

    def drained(self, chunks: Iterable[list[Row]]) -> Self:
        """Sum up rows that nobody else wants."""
        for _ in self.over(chunks):
            pass
        return self

    @property
    def total(self) -> TableSum:
        return TableSum(rows=self.rows, checksum=self._digest.hexdigest())
