"""Counts by team and answer are kept no more: nobody was ever shown them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("tallies")
    # Interrupted between its counts and its key: the next run deletes nothing, destroys the key and closes it.
    op.execute("UPDATE epochs SET state = 'open' WHERE state = 'tallied'")


def downgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("epoch", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "unit", "question", "version", "code", name=op.f("pk_tallies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
