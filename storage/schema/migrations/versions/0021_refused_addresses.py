"""How often an address has refused, and when: one refusal is not for ever."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("refusals", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("addresses", sa.Column("refused_at", columns.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("addresses", "refused_at")
    op.drop_column("addresses", "refusals")
