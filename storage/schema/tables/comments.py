"""Comments as they were told: released, so in the open, and with nothing that leads to whoever wrote them."""

from sqlalchemy import Index

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import Week

comments = table(
    "comments",
    key("id"),
    needed("unit"),
    needed("week", Week),
    needed("words"),
    Index("ix_comments_unit_week", "unit", "week"),
)
"""Nothing else may ever stand here: no person, no round, no question, no time, no order (so no row number)."""
comment_answers = table("comment_answers", key("comment"), key("role"), needed("words"))
"""What leads said to the whole team."""
