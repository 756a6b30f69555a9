"""People, where they are reached, what they agreed to, and their codes."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text

from storage.schema.tables.base import key, needed, numbered, table
from storage.sql.columns import Day, UtcDateTime, Week

people = table(
    "people",
    key("id"),
    needed("name"),
    needed("channel"),
    Column("profession", Text),
    Column("timezone", Text),
    Column("locale", Text),
    Column("starts", Day),
    Column("ends", Day),
    Column("left_at", UtcDateTime),
    Column("joined_at", UtcDateTime),
    Column("paused_until", UtcDateTime),
    Column("stopped_at", UtcDateTime),
    Column("away_until", UtcDateTime),
    needed("weeks_between", Integer, server_default=text("1")),
    needed("unanswered", Integer, server_default=text("0")),
)

"""Of joining, stopping and pausing the day is kept, as a midnight, and not the time."""

memberships = numbered(
    "memberships",
    needed("person", Text, ForeignKey("people.id")),
    needed("unit"),
    needed("role"),
    needed("since", UtcDateTime),
    needed("in_unit_since", UtcDateTime),
    Column("until", UtcDateTime),
)
"""`since` is when the role began, `in_unit_since` when the person came to the unit in whatever role."""
# The conditions of partial indexes stand here for the queries too: with a parameter in place of the literal, SQLite
# would not use the index.
STANDING = text("until IS NULL")
Index(
    "uq_memberships_standing",
    memberships.c.person,
    memberships.c.unit,
    memberships.c.role,
    unique=True,
    sqlite_where=STANDING,
    postgresql_where=STANDING,
)
Index("ix_memberships_team", memberships.c.unit, sqlite_where=STANDING, postgresql_where=STANDING)

addresses = table(
    "addresses",
    key("person", Text, ForeignKey("people.id")),
    needed("channel"),
    needed("value"),
    Column("unreachable_at", UtcDateTime),
    needed("refusals", Integer, server_default=text("0")),
    Column("refused_at", UtcDateTime),
    Column("since", UtcDateTime),
    UniqueConstraint("channel", "value"),
)
"""`since`: the midnight after somebody who had joined already was given this address; empty for the first they had."""

codes = table(
    "codes",
    key("digest", LargeBinary),
    needed("person", Text, ForeignKey("people.id"), index=True),
    needed("expires_at", UtcDateTime),
)

"""A code that was used is gone."""

code_attempts = numbered("code_attempts", needed("channel"), needed("value"), needed("at", UtcDateTime))
Index("ix_code_attempts_address", code_attempts.c.channel, code_attempts.c.value, code_attempts.c.at)

forgotten = table("forgotten", key("person"), needed("through", Week))
"""Who asked to be forgotten, while weeks through this one are open in which they were asked: what is counted of them
goes when these are closed."""

introductions = table("introductions", key("person"), key("channel"))
"""On which channels somebody has had a question: elsewhere the first one introduces itself."""
