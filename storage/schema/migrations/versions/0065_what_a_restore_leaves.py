"""When Rounds was restored from a backup, and which updates wait again since: what was due by then may have gone out.

Of restores before this nothing is known any more.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "restores",
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_restores")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.add_column("inbox", sa.Column("waits_again", columns.Switch(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column("inbox", "waits_again")
    op.drop_table("restores")
