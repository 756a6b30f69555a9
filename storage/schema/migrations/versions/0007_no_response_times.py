"""What was shown of how soon and how much people answered: no longer computed, so no longer kept in the ledger."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM releases WHERE kind IN ('comments', 'latency')")


def downgrade() -> None:
    """What is gone cannot be brought back, and the earlier schema does not need it."""
