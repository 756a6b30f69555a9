"""Of each person and week it is no longer kept with no end whether they were asked, reached and heard.

Nothing ever read it but the file of somebody's own data. Questions say the same for as long as answers live.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("presences")


def downgrade() -> None:
    op.create_table(
        "presences",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", "person", name=op.f("pk_presences")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
