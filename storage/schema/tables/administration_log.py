"""The log of administration and the revisions. Rows of the first three tables are only added: triggers refuse all else.

They name people by a random number and hold no words: what can be erased stands in the other tables, and salted digests
of it here.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import UtcDateTime, Wide

administration_log = table(
    "administration_log",
    key("id", Wide),
    needed("at", UtcDateTime),
    needed("act"),
    Column("who", Text),
    Column("source", Text),
    Column("about", Text),
    Column("revision", Integer),
    needed("digest", LargeBinary),
    needed("evidence", LargeBinary),
    Column("covers", LargeBinary),
    needed("form", Integer),
    needed("previous", LargeBinary),
    Column("signing_key", LargeBinary),
    needed("hash", LargeBinary),
    Column("signature", LargeBinary),
)
"""Numbered without a gap, and chained as `bot/domain/proof/chain.py` says; unsigned before the first key."""

revisions = table(
    "revisions",
    key("number", Integer),
    needed("at", UtcDateTime),
    needed("who"),
    needed("source"),
    needed("based_on", Integer),
    Column("undoes", Integer),
    Column("digest", LargeBinary),
)
"""`digest` is that of the programme before and after, if it was changed."""

revision_people = table("revision_people", key("revision", Integer), key("about"), needed("digest", LargeBinary))

# --- what can be erased -------------------------------------------------------------------------------------------

log_people = table(
    "log_people",
    key("number"),
    needed("kind"),
    needed("name"),
    Column("salt", LargeBinary),
    UniqueConstraint("kind", "name"),
)
"""Whose number it is. With a row goes all that the tables below hold about that person. The number is made of the salt
and the name, but for those from before the chain, which have no salt."""

log_words = table(
    "log_words",
    key("entry", Wide),
    Column("about", Text, ForeignKey("log_people.number", ondelete="CASCADE")),
    needed("salt", LargeBinary),
    needed("words"),
    Index("ix_log_words_about", "about"),
)

revision_programmes = table(
    "revision_programmes", key("revision", Integer), needed("salt", LargeBinary), needed("before"), needed("after")
)

revision_rows = table(
    "revision_rows",
    key("revision", Integer),
    key("about", Text, ForeignKey("log_people.number", ondelete="CASCADE")),
    needed("salt", LargeBinary),
    needed("before"),
    needed("after"),
    Index("ix_revision_rows_about", "about"),
)
