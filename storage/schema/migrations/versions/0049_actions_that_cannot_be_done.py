"""Actions may end with the reason why they cannot be done."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0049"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "loop_actions", sa.Column("cannot", columns.Switch(), server_default=sa.text("false"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("loop_actions", "cannot")
