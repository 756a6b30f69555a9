"""When a unit moved under another parent is known: its people then count as those who join do."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("units", sa.Column("moved_at", columns.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("units", "moved_at")
