"""Rounds, pulses and the messages that show them."""

from sqlalchemy import Column, Index, Integer, Text, UniqueConstraint, text

from storage.schema.tables.base import key, needed, numbered, table
from storage.sql.columns import Day, Switch, UtcDateTime, Week, Wide

horizons = table("horizons", key("schedule"), key("unit"), needed("until", UtcDateTime))

rounds = table(
    "rounds",
    key("id"),
    needed("schedule"),
    needed("unit"),
    needed("local_date", Day),
    needed("slot"),
    needed("opens_at", UtcDateTime),
    needed("closes_at", UtcDateTime),
    needed("week", Week),
    needed("questions"),
    Column("action", Text),
    needed("state"),
    Index("ix_rounds_week_unit", "week", "unit"),
    UniqueConstraint("schedule", "local_date", "slot", "unit"),
)
OPEN = text("state = 'open'")
Index("ix_rounds_to_close", rounds.c.closes_at, sqlite_where=OPEN, postgresql_where=OPEN)

pulses = table(
    "pulses",
    key("id"),
    needed("round"),
    needed("unit"),
    needed("person"),
    needed("question"),
    needed("version", Integer),
    Column("action", Text),
    needed("position", Integer),
    needed("due_at", UtcDateTime),
    needed("closes_at", UtcDateTime),
    needed("week", Week),
    needed("budget_week", Week),
    needed("state"),
    Column("sent_at", UtcDateTime),
    Column("remind_at", UtcDateTime),
    needed("reminded", Switch),
    needed("excused", Switch),
    needed("sequence", Wide),
    Index("ix_pulses_round", "round"),
    Index("ix_pulses_budget_week_person", "budget_week", "person"),
    rowid=True,
)
# By person only what is sent or waits to be: planning then adds to few pages, however many years lie behind.
SENT = text("sent_at IS NOT NULL")
UNSENT = text("sent_at IS NULL AND state <> 'expired'")
Index("ix_pulses_sent", pulses.c.person, pulses.c.closes_at, sqlite_where=SENT, postgresql_where=SENT)
Index("ix_pulses_unsent", pulses.c.person, sqlite_where=UNSENT, postgresql_where=UNSENT)
UNHEARD = text("state IN ('planned', 'sent')")
TO_REMIND = text("state IN ('planned', 'sent') AND remind_at IS NOT NULL AND NOT reminded AND NOT excused")
Index("ix_pulses_to_expire", pulses.c.closes_at, sqlite_where=UNHEARD, postgresql_where=UNHEARD)
Index("ix_pulses_to_remind", pulses.c.remind_at, sqlite_where=TO_REMIND, postgresql_where=TO_REMIND)

shadow_plans = table(
    "shadow_plans",
    key("round"),
    key("person"),
    needed("unit"),
    needed("questions", Integer),
    needed("week", Week),
    needed("budget_week", Week),
    Index("ix_shadow_plans_budget_week_person", "budget_week", "person"),
)
"""Who is within a round's plan and gets no message, until its week is closed."""

pulse_messages = numbered(
    "pulse_messages",
    needed("pulse"),
    needed("ref", Text, index=True),
    UniqueConstraint("pulse", "ref"),
)
