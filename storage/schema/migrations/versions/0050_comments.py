"""What people wrote in a block, once ten of at least twelve did; and what leads say to it."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_comments_unit_week", "comments", ["unit", "week"])
    op.create_table(
        "comment_answers",
        sa.Column("comment", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("comment", "role", name=op.f("pk_comment_answers")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.add_column("prompts", sa.Column("comment", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("prompts", "comment")
    op.drop_table("comment_answers")
    op.drop_index("ix_comments_unit_week", table_name="comments")
    op.drop_table("comments")
