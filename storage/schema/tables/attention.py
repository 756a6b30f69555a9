"""What counts in people's weeks, besides the questions that rounds know."""

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import Week

attention = table("attention", key("week", Week), key("person"), key("about"), needed("kind"))
"""`about`: the key of the delivery that it counts for."""

attention_spreads = table("attention_spreads", key("week", Week), key("who"), needed("counts"))
"""Coarse counts of people: how many got nothing, one thing, and so on."""
