"""Links and sessions know who asked for them, addresses since when they are somebody's, and who was forgotten is noted
until the weeks that run are closed."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_SIGNING_IN = ("sign_in_links", "console_sessions")


def upgrade() -> None:
    for each in _SIGNING_IN:
        op.add_column(each, sa.Column("origin", sa.Text(), server_default=sa.text("'shell'"), nullable=False))
    op.add_column("addresses", sa.Column("since", columns.UtcDateTime(), nullable=True))
    op.create_table(
        "forgotten",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("through", columns.Week(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_forgotten")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("forgotten")
    op.drop_column("addresses", "since")
    for each in _SIGNING_IN:
        op.drop_column(each, "origin")
