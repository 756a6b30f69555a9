"""The programme in force, its units, schedules and every question version there ever was."""

from sqlalchemy import Column, Integer, Text

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import UtcDateTime

programmes = table(
    "programmes",
    key("id", Integer),
    needed("revision", Integer),
    needed("body"),
    needed("saved_at", UtcDateTime),
)
"""One row: everything of the programme that has no table of its own; `revision` rises with every save."""

units = table(
    "units",
    key("id"),
    needed("name"),
    Column("parent", Text),
    Column("timezone", Text),
    Column("locale", Text),
    needed("position", Integer),
    Column("retired_at", UtcDateTime),
    Column("moved_at", UtcDateTime),
)
"""`moved_at` is when the unit came under this parent, if it had another one before."""

question_versions = table(
    "question_versions",
    key("id"),
    key("version", Integer),
    needed("body"),
    Column("position", Integer),
)
"""`position` is the place in the programme's bank; empty for versions that are no longer asked."""

schedules = table("schedules", key("id"), needed("position", Integer), needed("body"))
