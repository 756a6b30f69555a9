"""Of a closed week no moment and no number of a press is kept; those of all earlier weeks go at the next ticks."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ANSWERS = sa.text("(kind IN ('redraw', 'snoozed') OR (kind = 'notice' AND priority = 0))")


def upgrade() -> None:
    op.add_column(
        "closed_weeks", sa.Column("forgotten", columns.Switch(), nullable=False, server_default=sa.text("false"))
    )
    op.create_index(
        "ix_deliveries_to_presses",
        "deliveries",
        ["expires_at"],
        sqlite_where=_ANSWERS,
        postgresql_where=_ANSWERS,
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_to_presses", table_name="deliveries")
    op.drop_column("closed_weeks", "forgotten")
