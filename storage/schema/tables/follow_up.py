"""Flags, what leads said to them, actions, and what a team was told."""

from sqlalchemy import Column, Index, LargeBinary, Text, text

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import Day, Switch, UtcDateTime, Week

flags = table(
    "flags",
    key("id"),
    needed("unit"),
    needed("week", Week),
    needed("kind"),
    Index("ix_flags_unit_week", "unit", "week"),
)

flag_replies = table(
    "flag_replies",
    key("flag"),
    key("person"),
    key("response"),
    needed("at", UtcDateTime),
    needed("words"),
)

help_replies = table(
    "help_replies",
    key("flag"),
    key("person"),
    needed("role"),
    needed("response"),
    needed("at", UtcDateTime),
    needed("words"),
)

loop_actions = table(
    "loop_actions",
    key("id"),
    needed("unit", Text, index=True),
    needed("raised_by"),
    needed("raised_at", UtcDateTime),
    needed("words"),
    Column("owner", Text),
    Column("owner_role", Text),
    Column("due", Day),
    needed("state"),
    Column("flag", Text),
    Column("told_at", UtcDateTime),
    needed("told_words"),
    Column("closed_at", UtcDateTime),
    Column("owned_at", UtcDateTime),
    Column("first_told_at", UtcDateTime),
    needed("cannot", Switch, server_default=text("false")),
    needed("came_through", Text, server_default=text("'[]'")),
    needed("step", server_default=text("''")),
)

told_back = table(
    "told_back",
    key("id"),
    needed("unit"),
    needed("words"),
    needed("at", UtcDateTime),
    Index("ix_told_back_unit_at", "unit", "at"),
)

told_shown = table("told_shown", key("person"), key("told"))

prompts = table(
    "prompts",
    key("id"),
    needed("person"),
    needed("purpose"),
    Column("flag", Text),
    Column("action", Text),
    Column("unit", Text),
    Column("comment", Text),
    needed("shown_in"),
    needed("asked_at", UtcDateTime),
    Column("draft_under", Week),
    Column("draft", LargeBinary),
    Index("ix_prompts_person_asked_at", "person", "asked_at"),
)

held_words = table(
    "held_words",
    key("person"),
    needed("held"),
    needed("sealing_key", Week),
    needed("body", LargeBinary),
    needed("asked_at", UtcDateTime),
)
