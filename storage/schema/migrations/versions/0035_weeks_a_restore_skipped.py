"""Weeks that a restore skipped stand by themselves: one that still ran at the restore is not closed yet."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "skipped_weeks", sa.Column("week", columns.Week(), nullable=False, primary_key=True), sqlite_strict=True
    )
    op.execute("INSERT INTO skipped_weeks (week) SELECT week FROM closed_weeks WHERE skipped")
    op.drop_column("closed_weeks", "skipped")


def downgrade() -> None:
    op.add_column(
        "closed_weeks", sa.Column("skipped", columns.Switch(), nullable=False, server_default=sa.text("false"))
    )
    op.execute("UPDATE closed_weeks SET skipped = true WHERE week IN (SELECT week FROM skipped_weeks)")
    op.drop_table("skipped_weeks")
