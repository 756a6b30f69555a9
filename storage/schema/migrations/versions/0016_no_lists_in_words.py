"""Who has joined, who could be asked, and what habits would give: shown no longer, so no longer kept."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM releases WHERE kind IN ('joined', 'could_not_be_asked')")
    with op.batch_alter_table("flags") as flags:
        flags.drop_column("expected_tenths")


def downgrade() -> None:
    """What is gone cannot be brought back; the earlier schema is content with nothing."""
    with op.batch_alter_table("flags") as flags:
        flags.add_column(sa.Column("expected_tenths", sa.Integer(), nullable=True))
