"""A digest keeps the language that it was written in, whatever its unit's is later."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digests", sa.Column("written_in", sa.Text, server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("digests", "written_in")
