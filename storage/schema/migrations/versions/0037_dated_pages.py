"""Messages on web pages have the moment they were posted and the digest they are about; sealed ones have neither."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_messages", sa.Column("posted_at", columns.UtcDateTime(), nullable=True))
    op.add_column("web_messages", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("web_messages", sa.Column("week", columns.Week(), nullable=True))
    for column, source in (("posted_at", "finished_at"), ("unit", "unit"), ("week", "week")):
        op.execute(
            sa.text(
                f"UPDATE web_messages SET {column} = "  # noqa: S608 - all of it stands above
                f"(SELECT {source} FROM deliveries WHERE deliveries.key = web_messages.key) WHERE sealed IS NULL"
            )
        )


def downgrade() -> None:
    for column in ("week", "unit", "posted_at"):
        op.drop_column("web_messages", column)
