"""Of an action that came with a merger it is known from which team, so that it goes back if the merger is undone."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_NOT_KNOWN = "?"
"""For those that came before this was kept."""


def upgrade() -> None:
    op.add_column("loop_actions", sa.Column("moved_from", sa.Text(), server_default=sa.text("''"), nullable=False))
    actions = sa.table("loop_actions", sa.column("moved_from"), sa.column("moved", columns.Switch()))
    op.execute(sa.update(actions).where(actions.c.moved.in_([True])).values(moved_from=_NOT_KNOWN))
    op.drop_column("loop_actions", "moved")


def downgrade() -> None:
    op.add_column("loop_actions", sa.Column("moved", columns.Switch(), server_default=sa.text("false"), nullable=False))
    actions = sa.table("loop_actions", sa.column("moved_from"), sa.column("moved", columns.Switch()))
    op.execute(sa.update(actions).where(actions.c.moved_from != "").values(moved=True))
    op.drop_column("loop_actions", "moved_from")
