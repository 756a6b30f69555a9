"""A digest is kept in each language that somebody who may read it has asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digests", sa.Column("translations", sa.Text, server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    op.drop_column("digests", "translations")
