"""When an action was first owned and first told back: dates that the newest telling would overwrite."""

import sqlalchemy as sa
from alembic import op

from storage.sql.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("loop_actions") as actions:
        actions.add_column(sa.Column("owned_at", UtcDateTime(), nullable=True))
        actions.add_column(sa.Column("first_told_at", UtcDateTime(), nullable=True))
    # The first telling of older actions is not known; the newest is the latest it can have been.
    op.execute("UPDATE loop_actions SET first_told_at = told_at")


def downgrade() -> None:
    with op.batch_alter_table("loop_actions") as actions:
        actions.drop_column("first_told_at")
        actions.drop_column("owned_at")
