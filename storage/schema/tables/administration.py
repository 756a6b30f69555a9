"""What those who run Rounds have halted, and how they sign in."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Text

from storage.schema.tables.base import key, needed, numbered, table
from storage.sql.columns import Switch, UtcDateTime

halts = numbered(
    "halts",
    Column("unit", Text),
    needed("since", UtcDateTime),
    Column("until", UtcDateTime),
    needed("reason"),
)
"""When everything was paused, and for which unit; none is the whole organisation."""
sign_in_links = table(
    "sign_in_links",
    key("digest", LargeBinary),
    needed("person", Text, ForeignKey("people.id"), index=True),
    needed("expires_at", UtcDateTime),
)

"""A link that was used is gone."""

console_sessions = table(
    "console_sessions",
    key("digest", LargeBinary),
    needed("person", Text, ForeignKey("people.id"), index=True),
    needed("as_administrator", Switch),
    needed("seen_at", UtcDateTime),
)
