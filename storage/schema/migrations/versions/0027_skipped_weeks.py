"""Weeks that a restore skipped are known, so that their block tells of no score."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "closed_weeks", sa.Column("skipped", columns.Switch(), nullable=False, server_default=sa.text("false"))
    )


def downgrade() -> None:
    op.drop_column("closed_weeks", "skipped")
