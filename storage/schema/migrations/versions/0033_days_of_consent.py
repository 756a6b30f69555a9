"""Of joining, stopping, pausing and shutting the bot out the day is kept, not the time; a used code is gone."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_SQLITE = {
    "before": "substr({0}, 1, 10) || 'T00:00:00.000000+00:00'",
    "after": "date(substr({0}, 1, 10), '+1 day') || 'T00:00:00.000000+00:00'",
    "is_midnight": "{0} LIKE '%T00:00:00.000000+00:00'",
}
_POSTGRESQL = {
    "before": "date_trunc('day', {0} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'",
    "after": "(date_trunc('day', {0} AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC'",
    "is_midnight": "date_trunc('day', {0} AT TIME ZONE 'UTC') = {0} AT TIME ZONE 'UTC'",
}


def upgrade() -> None:
    to = _POSTGRESQL if op.get_context().dialect.name == "postgresql" else _SQLITE
    rounded = (
        ("people", "joined_at", "after", ""),
        ("people", "paused_until", "after", ""),
        ("people", "stopped_at", "before", ""),
        ("addresses", "unreachable_at", "before", " AND refusals = 0"),
    )
    for table, column, edge, only in rounded:
        value, is_midnight = to[edge].format(column), to["is_midnight"].format(column)
        op.execute(
            sa.text(
                f"UPDATE {table} SET {column} = {value} "  # noqa: S608 - all of it stands above
                f"WHERE {column} IS NOT NULL AND NOT ({is_midnight}){only}"
            )
        )
    op.execute(sa.text("DELETE FROM codes WHERE used_at IS NOT NULL"))
    op.drop_column("codes", "used_at")
    op.drop_column("addresses", "enrolled_at")


def downgrade() -> None:
    op.add_column("codes", sa.Column("used_at", columns.UtcDateTime(), nullable=True))
    long_ago = "2000-01-01T00:00:00.000000+00:00"
    op.add_column(
        "addresses",
        sa.Column("enrolled_at", columns.UtcDateTime(), nullable=False, server_default=sa.text(f"'{long_ago}'")),
    )
