"""Prompts take the place of expected replies: words belong to the message that asked for them.

What was asked before does not say which message asked, so nobody's next words are taken for it any more.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("expected_replies")
    op.create_table(
        "prompts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("shown_in", sa.Text(), nullable=False),
        sa.Column("asked_at", columns.UtcDateTime(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_prompts_person_asked_at", "prompts", ["person", "asked_at"], unique=False)


def downgrade() -> None:
    op.drop_table("prompts")
    op.create_table(
        "expected_replies",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("until", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_expected_replies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
