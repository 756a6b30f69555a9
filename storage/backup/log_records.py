"""All that is kept of the log of administration, read as it stands for whoever checks it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import URL, Connection

from bot.domain.proof.chain import ChainLink, RevisionRecord
from bot.domain.proof.check_chain import LogRecord, NameRecord
from storage.backup import table_copy
from storage.codecs.revisions import salted_digest
from storage.schema.migrations import head_revision
from storage.sql.faults import faults_translated


class DatabaseLogRecords:
    """The `ChainRecords` port on a database at the newest schema, or on a backup of it."""

    def __init__(self, url: URL) -> None:
        self._url = url

    def read(self) -> LogRecord:
        with table_copy.reading(self._url) as connection, faults_translated():
            return LogRecord(
                links=[ChainLink(**row) for row in _rows(connection, "administration_log")],
                words={
                    row["entry"]: salted_digest(row["salt"], row["words"]) for row in _rows(connection, "log_words")
                },
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


def _revisions(connection: Connection) -> dict[str, Any]:
    people = defaultdict[int, list[tuple[str, bytes]]](list)
    for row in _rows(connection, "revision_people"):
        people[row["revision"]].append((row["about"], row["digest"]))
    kept = [RevisionRecord(**row, people=tuple(people[row["number"]])) for row in _rows(connection, "revisions")]
    return {"revisions": kept, "people": [(number, about) for number, some in people.items() for about, _ in some]}


def _rows(connection: Connection, name: str) -> Iterator[Mapping[str, Any]]:
    """Every row of a table in the form in which SQLite keeps it, in the order of its key."""
    table = table_copy.described(connection, (name,), revision=head_revision()).tables[name]
    columns = table_copy.columns_of(table)
    with closing(table_copy.rows(connection, table)) as chunks:
        for chunk in chunks:
            for row in chunk:
                yield dict(zip(columns, row, strict=True))
