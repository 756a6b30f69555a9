"""Administrators can pause everything, for the organisation or for a unit and all below it."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "halts",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("since", columns.UtcDateTime(), nullable=False),
        sa.Column("until", columns.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halts")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("halts")
