"""Updates that were taken in, sealed, and the keys that they lie under."""

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint, text

from storage.schema.tables.base import key, needed, numbered, table
from storage.sql.columns import Day, Switch, Week

inbox = numbered(
    "inbox",
    needed("channel"),
    needed("update_id"),
    Column("sealed_under", Week),
    Column("body", LargeBinary),
    Column("filed_on", Day),
    needed("waits_again", Switch, server_default=text("false")),
    UniqueConstraint("channel", "update_id"),
)
"""No time finer than a day: that and the update's id are only there to recognise a repeated one.

`waits_again`: since a restore; what was said about it before is not known."""
PENDING = text("filed_on IS NULL")
Index("ix_inbox_pending", inbox.c.id, sqlite_where=PENDING, postgresql_where=PENDING)
_FILED = text("filed_on IS NOT NULL")
Index("ix_inbox_filed", inbox.c.filed_on, sqlite_where=_FILED, postgresql_where=_FILED)

inbox_keys = table("inbox_keys", key("week", Week), needed("fingerprint"))
