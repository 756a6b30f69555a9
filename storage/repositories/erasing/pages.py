"""Frozen pages that name somebody: once the name is taken out of their words, the hash in their certificate no longer
fits. What they say since is noted, and the log of administration covers these notes."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.repositories.erasing.naming import rows_with
from storage.repositories.telling.certificates import READ_OF_PAGE, document_hash
from storage.schema.tables import digests, reworded_pages
from storage.sql.statements import put

PageKey = tuple[UnitId, IsoWeek]


def pages_that_say(connection: Connection, name: str) -> Sequence[PageKey]:
    found: list[PageKey] = []
    for holding in rows_with(connection, digests, name):
        found += [
            (row.unit, row.week) for row in connection.execute(select(digests.c.unit, digests.c.week).where(holding))
        ]
    return found


def note_reworded(connection: Connection, pages: Sequence[PageKey]) -> None:
    for unit, week in pages:
        page = connection.execute(select(*READ_OF_PAGE).where(digests.c.unit == unit, digests.c.week == week)).one()
        noted = {"unit": unit, "week": week, "document": document_hash(page)}
        connection.execute(put(reworded_pages, connection.dialect.name), noted)
