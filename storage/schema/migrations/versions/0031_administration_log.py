"""Who printed which digest on the server is kept."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "administration_log",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration_log")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("administration_log")
