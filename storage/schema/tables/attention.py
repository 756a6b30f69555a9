"""What counts in people's weeks, besides the questions that rounds know; nudges."""

from sqlalchemy import Column, Text

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import Week

attention = table("attention", key("week", Week), key("person"), key("about"), needed("kind"))
"""`about`: the key of the delivery that it counts for."""

attention_spreads = table("attention_spreads", key("week", Week), key("who"), needed("counts"))
"""Coarse counts of people: how many got nothing, one thing, and so on."""

nudges = table(
    "nudges",
    key("id"),
    needed("unit", Text, index=True),
    Column("person", Text),
    needed("week", Week),
    needed("codes"),
    Column("outcome", Text),
)
"""Who had one is forgotten after two weeks; what the team was offered is known for 26."""

nudge_days = table("nudge_days", key("person"), Column("day", Text))
"""Of whoever has chosen a day; none: no nudges."""
