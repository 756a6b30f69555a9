"""Shifts of people, and the calendars that they gave."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Text

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import UtcDateTime

rotas = table(
    "rotas",
    key("person", Text, ForeignKey("people.id")),
    key("source"),
    needed("body"),
    needed("oldest_at", UtcDateTime, index=True),
)
"""One row for each person and each who gave their shifts: read as a whole, and never searched in. `oldest_at`: when the
first thing in it is over."""

own_calendars = table(
    "own_calendars",
    key("person", Text, ForeignKey("people.id")),
    needed("link", LargeBinary),
    Column("wished_hour", Integer),
    Column("read_at", UtcDateTime),
    Column("read_next", UtcDateTime),
    Column("fault", Text),
)
"""`link` is sealed under a key outside the database; empty where there is none."""
READ_AGAIN = own_calendars.c.read_next.is_not(None)
Index("ix_own_calendars_read_next", own_calendars.c.read_next, sqlite_where=READ_AGAIN, postgresql_where=READ_AGAIN)
