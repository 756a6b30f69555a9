"""What those who run Rounds have halted, and how they sign in."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Text, text

from storage.schema.tables.base import key, needed, numbered, table
from storage.sql.columns import Switch, UtcDateTime, Wide

halts = numbered(
    "halts",
    Column("unit", Text),
    needed("since", UtcDateTime),
    Column("until", UtcDateTime),
    needed("reason"),
)
"""When everything was paused, and for which unit; none is the whole organisation."""
restores = table("restores", key("at", UtcDateTime))
"""When this was filled from a backup: what was due by then may have gone out."""
sign_in_links = table(
    "sign_in_links",
    key("digest", LargeBinary),
    needed("person", Text, ForeignKey("people.id"), index=True),
    needed("expires_at", UtcDateTime),
    needed("origin", server_default=text("'shell'")),
)

"""A link that was used is gone. `origin`: who asked for it; of what stood before this was kept, nobody knows, so it
counts as somebody else's."""

console_sessions = table(
    "console_sessions",
    key("digest", LargeBinary),
    needed("person", Text, ForeignKey("people.id"), index=True),
    needed("as_administrator", Switch),
    needed("seen_at", UtcDateTime),
    needed("origin", server_default=text("'shell'")),
)

uploads = table(
    "uploads",
    key("digest", LargeBinary),
    needed("body", LargeBinary),
    needed("choices", LargeBinary),
    needed("plan", LargeBinary),
    Column("saved_as", Wide),
    needed("expires_at", UtcDateTime),
    rowid=True,
)
"""A list that somebody uploads, under the digest of their session and sealed by its secret, until it is saved."""
