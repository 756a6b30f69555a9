"""A lead says one thing to a flag, and the newest stands; what those above say to leads who ask for help is kept."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_NEWER = """
    DELETE FROM flag_replies WHERE EXISTS (
        SELECT 1 FROM flag_replies AS newer
        WHERE newer.flag = flag_replies.flag AND newer.person = flag_replies.person
        AND (newer.at > flag_replies.at OR (newer.at = flag_replies.at AND newer.response > flag_replies.response))
    )
"""


def upgrade() -> None:
    op.execute(sa.text(_NEWER))
    op.create_table(
        "help_replies",
        sa.Column("flag", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("flag", "person", name=op.f("pk_help_replies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("help_replies")
