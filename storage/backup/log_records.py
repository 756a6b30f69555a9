"""All that is kept of the log of administration, read as it stands for whoever checks it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import URL, Connection, func, select

from bot.domain.proof.chain import ChainLink, RevisionRecord
from bot.domain.proof.check_chain import ChainPiece, LogRecord, NameRecord
from storage.backup import table_copy
from storage.codecs.revisions import salted_digest
from storage.schema.migrations import head_revision
from storage.schema.tables import administration_log
from storage.sql.faults import faults_translated


class DatabaseLogRecords:
    """The `ChainRecords` port on a database at the newest schema, or on a backup of it."""

    def __init__(self, url: URL) -> None:
        self._url = url

    def read(self) -> LogRecord:
        with table_copy.reading(self._url) as connection, faults_translated():
            return LogRecord(
                links=[ChainLink(**row) for row in _rows(connection, "administration_log")],
                words=_words(_rows(connection, "log_words")),
                **_revisions(connection),
                programmes={
                    row["revision"]: salted_digest(row["salt"], row["before"], row["after"])
                    for row in _rows(connection, "revision_programmes")
                },
                rows={
                    (row["revision"], row["about"]): salted_digest(row["salt"], row["before"], row["after"])
                    for row in _rows(connection, "revision_rows")
                },
                names=[NameRecord(**row) for row in _rows(connection, "log_people")],
            )

    def piece(self, after: int, *, limit: int) -> ChainPiece:
        numbers = range(after + 1, after + limit + 1)
        with table_copy.reading(self._url) as connection, faults_translated():
            return ChainPiece(
                links=[ChainLink(**row) for row in _rows(connection, "administration_log", within=numbers)],
                words=_words(_rows(connection, "log_words", within=numbers)),
            )

    def last(self) -> int:
        with table_copy.reading(self._url) as connection, faults_translated():
            return connection.execute(select(func.max(administration_log.c.id))).scalar() or 0


def _words(rows: Iterable[Mapping[str, Any]]) -> dict[int, bytes]:
    return {row["entry"]: salted_digest(row["salt"], row["words"]) for row in rows}


def _revisions(connection: Connection) -> dict[str, Any]:
    people = defaultdict[int, list[tuple[str, bytes]]](list)
    for row in _rows(connection, "revision_people"):
        people[row["revision"]].append((row["about"], row["digest"]))
    kept = [RevisionRecord(**row, people=tuple(people[row["number"]])) for row in _rows(connection, "revisions")]
    return {"revisions": kept, "people": [(number, about) for number, some in people.items() for about, _ in some]}


def _rows(connection: Connection, name: str, *, within: range | None = None) -> Iterator[Mapping[str, Any]]:
    """Every row of a table in the form in which SQLite keeps it, in the order of its key, or those with such a key."""
    table = table_copy.described(connection, (name,), revision=head_revision()).tables[name]
    columns = table_copy.columns_of(table)
    (key, *_) = table.primary_key
    where = None if within is None else key.between(within[0], within[-1])
    with closing(table_copy.rows(connection, table, where=where)) as chunks:
        for chunk in chunks:
            for row in chunk:
                yield dict(zip(columns, row, strict=True))
