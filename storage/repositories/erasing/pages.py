"""Frozen pages that name somebody: once the name is taken out of their words, the hash in their certificate no longer
fits. What they say since is noted, and the log of administration covers these notes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, null, select, update

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.codecs.certificates import decode_certificate
from storage.repositories.erasing.naming import rows_with
from storage.repositories.telling.certificates import READ_OF_PAGE, document_hash
from storage.schema.tables import digests, page_certificates, reworded_pages
from storage.sql.statements import put

PageKey = tuple[UnitId, IsoWeek]


def pages_that_say(connection: Connection, name: str) -> Sequence[PageKey]:
    """Those that still say what their certificate is of: what somebody has changed by themselves stays found."""
    found: list[PageKey] = []
    for holding in rows_with(connection, digests, name):
        page = connection.execute(select(digests.c.week, *READ_OF_PAGE).where(holding)).one()
        if _is_whole(connection, page):
            found.append((page.unit, page.week))
    return found


def note_reworded(connection: Connection, pages: Sequence[PageKey]) -> None:
    for unit, week in pages:
        page = connection.execute(select(*READ_OF_PAGE).where(digests.c.unit == unit, digests.c.week == week)).one()
        noted = {"unit": unit, "week": week, "document": document_hash(page._mapping, b"")}
        connection.execute(put(reworded_pages, connection.dialect.name), noted)
        this = page_certificates.c.unit == unit, page_certificates.c.week == week
        connection.execute(update(page_certificates).where(*this).values(salt=null()))


def _is_whole(connection: Connection, page: Any) -> bool:
    noted, kept = (
        connection.execute(select(table).where(table.c.unit == page.unit, table.c.week == page.week)).first()
        for table in (reworded_pages, page_certificates)
    )
    if noted is not None:
        return bool(noted.document == document_hash(page._mapping, b""))
    try:
        expected = None if kept is None else decode_certificate(page.unit, page.week, kept.body).document
    except ValueError:
        return False
    return kept is not None and expected == document_hash(page._mapping, bytes(kept.salt or b""))
