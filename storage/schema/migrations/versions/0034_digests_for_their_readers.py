"""Whether a digest is for its readers is kept under that name: a silent one may still be sent to its team."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE digests RENAME COLUMN is_sent TO is_for_readers")


def downgrade() -> None:
    op.execute("ALTER TABLE digests RENAME COLUMN is_for_readers TO is_sent")
