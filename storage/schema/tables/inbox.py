"""Updates that were taken in."""

from sqlalchemy import Column, Index, Text, UniqueConstraint, text

from storage.schema.tables.base import needed, numbered
from storage.sql.columns import UtcDateTime

inbox = numbered(
    "inbox",
    needed("channel"),
    needed("update_id"),
    Column("payload", Text),
    needed("received_at", UtcDateTime),
    Column("processed_at", UtcDateTime),
    UniqueConstraint("channel", "update_id"),
)
PENDING = text("processed_at IS NULL")
Index("ix_inbox_pending", inbox.c.id, sqlite_where=PENDING, postgresql_where=PENDING)
_PROCESSED = text("processed_at IS NOT NULL")
Index("ix_inbox_processed", inbox.c.processed_at, sqlite_where=_PROCESSED, postgresql_where=_PROCESSED)
