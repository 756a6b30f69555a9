"""What counts in people's weeks, besides the questions that rounds know; nudges and on which day they are wanted."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attention",
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", "person", "about", name=op.f("pk_attention")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attention_spreads",
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("who", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", "who", name=op.f("pk_attention_spreads")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "nudges",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_nudges_unit"), "nudges", ["unit"])
    op.create_table(
        "nudge_days",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_nudge_days")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("nudge_days")
    op.drop_table("nudges")
    op.drop_table("attention_spreads")
    op.drop_table("attention")
