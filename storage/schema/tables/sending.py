"""Deliveries, the accounts that send them, and the chats on web pages."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Text, text

from storage.schema.tables.base import key, needed, numbered, table
from storage.sql.columns import Switch, UtcDateTime, Week, Wide

deliveries = numbered(
    "deliveries",
    needed("key", Text, unique=True),
    needed("person"),
    needed("channel"),
    needed("kind"),
    Column("pulse", Text),
    Column("unit", Text),
    Column("week", Week),
    Column("comment_week", Week),
    Column("message", Text),
    Column("sealed_under", Week),
    Column("sealed", LargeBinary),
    Column("edits", Text),
    needed("reply_via"),
    needed("due_at", UtcDateTime),
    needed("expires_at", UtcDateTime),
    needed("priority", Integer),
    needed("state"),
    needed("attempts", Integer),
    Column("owner", Text),
    needed("lease", Integer, server_default=text("0")),
    Column("leased_until", UtcDateTime),
    Column("sending_since", UtcDateTime),
    Column("ref", Text),
    Column("finished_at", UtcDateTime),
    Column("failure", Text),
)
"""`message` is empty where it lies sealed, and where it is worded only when it is sent. `comment_week` is that of the
comment which it quotes."""
DUE = text("state = 'due'")
SETTLED = text("state IN ('sent', 'failed', 'expired')")
IN_DOUBT = text("state IN ('sending', 'unsure')")
UNDER_WAY = text("state IN ('due', 'sending')")
SHOWN = text("ref IS NOT NULL")
Index(
    "ix_deliveries_due",
    deliveries.c.channel,
    deliveries.c.priority,
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=DUE,
    postgresql_where=DUE,
)
Index("ix_deliveries_expiring", deliveries.c.expires_at, sqlite_where=DUE, postgresql_where=DUE)
Index("ix_deliveries_in_doubt", deliveries.c.channel, sqlite_where=IN_DOUBT, postgresql_where=IN_DOUBT)
Index(
    "ix_deliveries_under_way",
    deliveries.c.person,
    deliveries.c.channel,
    sqlite_where=UNDER_WAY,
    postgresql_where=UNDER_WAY,
)
Index("ix_deliveries_shown", deliveries.c.person, deliveries.c.channel, sqlite_where=SHOWN, postgresql_where=SHOWN)
Index("ix_deliveries_settled", deliveries.c.state, deliveries.c.pulse, sqlite_where=SETTLED, postgresql_where=SETTLED)
QUOTING = deliveries.c.comment_week.is_not(None)
Index(
    "ix_deliveries_quoting",
    deliveries.c.state,
    deliveries.c.comment_week,
    sqlite_where=QUOTING,
    postgresql_where=QUOTING,
)

PASSING = text("kind NOT IN ('question', 'reminder')")
"""What answers somebody or tells them something once: nobody needs it after its time. Questions and their reminders
are needed until their week is closed."""
Index("ix_deliveries_passing", deliveries.c.expires_at, sqlite_where=PASSING, postgresql_where=PASSING)

accounts = table("accounts", key("channel"), needed("blocked_until", UtcDateTime))

web_chats = table(
    "web_chats",
    key("person"),
    needed("change", Wide),
    Column("base", Wide),
    Index("ix_web_chats_base", "base", unique=True),
)
"""`change` is the counter behind `web_messages.change`; its row lock keeps the changes of one chat in order. `base` is
where the numbers of its messages begin, drawn by chance with the first of them."""

bells = table(
    "bells",
    key("endpoint"),
    needed("person", Text, ForeignKey("addresses.person", ondelete="CASCADE"), index=True),
)
"""Where browsers are rung. They go with the person's link."""

web_messages = numbered(
    "web_messages",
    needed("person"),
    needed("key", Text, unique=True),
    needed("message"),
    Column("sealed_under", Week, index=True),
    Column("sealed", LargeBinary),
    needed("change", Wide),
    needed("edited", Switch),
    Column("found_in", Week, index=True),
    Column("posted_at", UtcDateTime),
    Column("unit", Text),
    Column("week", Week),
    Column("pulse", Text),
    Column("comment_week", Week),
    Index("ix_web_messages_person_change", "person", "change"),
)
"""`message` is empty where it lies sealed. What was sealed when it was posted has no moment and names no digest.
`found_in` is the week in which it was first tidied past. `pulse` is that whose question it puts or speaks of,
`comment_week` that of the comment which it quotes."""
ASKING, QUOTED = web_messages.c.pulse.is_not(None), web_messages.c.comment_week.is_not(None)
Index("ix_web_messages_asking", web_messages.c.pulse, sqlite_where=ASKING, postgresql_where=ASKING)
Index("ix_web_messages_quoting", web_messages.c.comment_week, sqlite_where=QUOTED, postgresql_where=QUOTED)
