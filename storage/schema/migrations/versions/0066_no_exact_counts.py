"""Of each team and week it is no longer kept with no end how many answered, and how many different people were heard.

Nothing ever read these counts. They lay unsealed, were exact, and counted insiders: where all of a ward had been heard,
they proved it of each. What is shown is made of bands, in `participation_cells`.

Chats on the web counted every press, too. They all go on at one number, or the next multiple of it.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("snapshots")
    op.execute("UPDATE web_chats SET change = change - change % 16384 + 16384")


def downgrade() -> None:
    """Empty: what was counted is in nothing that is kept."""
    op.create_table(
        "snapshots",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", name=op.f("pk_snapshots")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
