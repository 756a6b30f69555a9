"""Rows that the bot itself never reads back, or never all at once: sealed answers, whole tables."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Select, Table, and_, create_engine, delete, insert, select, update

from bot.domain.administration.log import LogEntry
from bot.domain.identifiers import EpochId
from bot.ports import SealedAnswer, Storage
from storage.database import Database
from storage.schema import tables
from tests.support.memory import MemoryStorage


def sealed_answers(storage: Storage, epoch: EpochId) -> Sequence[SealedAnswer]:
    """Every committed answer under the key of one epoch, by unit and id."""
    if isinstance(storage, MemoryStorage):
        found = [answer for answer in storage.committed.answers.values() if answer.epoch == epoch]
        return sorted(found, key=lambda answer: (answer.unit, answer.id))
    columns = tables.answers.c
    rows = _rows(storage, select(tables.answers).where(columns.epoch == epoch).order_by(columns.unit, columns.id))
    return [SealedAnswer(**row) for row in rows]


async def administration_log_of(storage: Storage) -> Sequence[LogEntry]:
    """Every entry there is, in order."""
    async with storage.reading() as work:
        return await work.administration_log.entries()


def put_unread_updates(storage: Database, ids: Sequence[str], payload: str, *, channel: str = "web") -> None:
    """Rows in the inbox as an earlier version may have left them: any text for an id, any text for a payload."""
    row = {"channel": channel, "sealed_under": None, "body": payload.encode(), "filed_on": None}
    engine = engine_of(storage)
    try:
        with engine.begin() as connection:
            connection.execute(insert(tables.inbox), [{**row, "update_id": each} for each in ids])
    finally:
        engine.dispose()


def all_rows(storage: Storage, table: Table) -> Sequence[dict[str, Any]]:
    """Every committed row of a table, in the order of its key."""
    return _rows(storage, select(table).order_by(*table.primary_key.columns))


def engine_of(storage: Database) -> Engine:
    """For what no repository does."""
    return create_engine(storage.url if storage.is_embedded else storage.url.set(drivername="postgresql+psycopg"))


def _rows(storage: Storage, query: Select[Any]) -> Sequence[dict[str, Any]]:
    """Read over a connection of its own."""
    assert isinstance(storage, Database)
    engine = engine_of(storage)
    try:
        with engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]
    finally:
        engine.dispose()


def rows_in(storage: Storage, table: Table) -> Sequence[Mapping[str, Any]]:
    """Everything that was committed to a table."""
    return _rows(storage, select(table))


@contextmanager
def tampered(storage: Database, table: Table, key: Mapping[str, object], **changed: object) -> Iterator[None]:
    """A row with other values than Rounds wrote, for as long as the block lasts; None takes the row away."""
    this = and_(*(table.c[name] == value for name, value in key.items()))
    engine = engine_of(storage)
    try:
        with engine.begin() as connection:
            [before] = connection.execute(select(table).where(this)).mappings().all()
            statement = update(table).where(this).values(**changed) if changed else delete(table).where(this)
            assert connection.execute(statement).rowcount == 1
        yield
        with engine.begin() as connection:
            connection.execute(delete(table).where(this))
            connection.execute(insert(table).values(**before))
    finally:
        engine.dispose()


def row_of(storage: Database, table: Table, key: Mapping[str, object]) -> Mapping[str, Any]:
    """The one row under a key."""
    [row] = _rows(storage, select(table).where(*(table.c[name] == value for name, value in key.items())))
    return row
