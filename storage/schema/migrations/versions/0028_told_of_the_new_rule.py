"""Members of a quarter that ends by the earlier rule are told once that another follows; this keeps that they were."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("epochs", sa.Column("told_at", columns.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("epochs", "told_at")
