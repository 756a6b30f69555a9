"""Words that came without a reply, sealed while their writer is asked what they are for."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_words",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("sealing_key", columns.Week(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_held_words")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("held_words")
