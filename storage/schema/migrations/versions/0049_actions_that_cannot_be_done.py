"""Actions may end with the reason why they cannot be done, and may have come from a team that a merger has retired."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_NEW = ("cannot", "moved")


def upgrade() -> None:
    for each in _NEW:
        op.add_column(
            "loop_actions", sa.Column(each, columns.Switch(), server_default=sa.text("false"), nullable=False)
        )


def downgrade() -> None:
    for each in _NEW:
        op.drop_column("loop_actions", each)
