"""What those who run Rounds have done."""

from sqlalchemy import Column, Text

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

halts = numbered(
    "halts",
    Column("unit", Text),
    needed("since", UtcDateTime),
    Column("until", UtcDateTime),
    needed("reason"),
)
"""When everything was paused, and for which unit; none is the whole organisation."""
