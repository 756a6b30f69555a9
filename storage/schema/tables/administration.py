"""What those who run Rounds have done."""

from storage.schema.tables.base import needed, numbered
from storage.sql.columns import UtcDateTime, Week

administration_log = numbered(
    "administration_log",
    needed("at", UtcDateTime),
    needed("who"),
    needed("act"),
    needed("unit"),
    needed("week", Week),
)
"""Rows are only added."""
