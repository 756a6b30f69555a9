"""Digests keep every reason for their verdict, so that their title can follow what is done about the first."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digests", sa.Column("reasons", sa.Text(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    op.drop_column("digests", "reasons")
