"""Drafts, and what answers a press, lie sealed; what is forgotten of closed weeks is more.

Drafts in the open are deleted: whoever wrote one is told that it is no longer there. So are messages that answered
presses, wherever they lie. Closed weeks are gone through once more at the next ticks.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_TO_PRESSES = sa.text("(kind IN ('redraw', 'snoozed') OR (kind = 'notice' AND priority = 0))")
_PASSING = sa.text("kind NOT IN ('question', 'reminder')")
_ANSWERING = ("answer", "help", "privacy", "prompt", "settings", "welcome")


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM prompts WHERE draft <> ''"))
    op.drop_column("prompts", "draft")
    op.add_column("prompts", sa.Column("draft_under", columns.Week(), nullable=True))
    op.add_column("prompts", sa.Column("draft", sa.LargeBinary(), nullable=True))
    op.execute(sa.text("DELETE FROM deliveries WHERE kind = 'notice' AND state IN ('sent', 'failed', 'expired')"))
    for table in ("deliveries", "web_messages"):
        op.add_column(table, sa.Column("sealed_under", columns.Week(), nullable=True))
        op.add_column(table, sa.Column("sealed", sa.LargeBinary(), nullable=True))
    op.create_index("ix_web_messages_sealed_under", "web_messages", ["sealed_under"])
    for kind in _ANSWERING:
        op.execute(sa.text("DELETE FROM web_messages WHERE message LIKE :like").bindparams(like=f'%"kind":"{kind}"%'))
    op.drop_index("ix_deliveries_to_presses", table_name="deliveries")
    op.create_index(
        "ix_deliveries_passing", "deliveries", ["expires_at"], sqlite_where=_PASSING, postgresql_where=_PASSING
    )
    op.execute(sa.text("UPDATE closed_weeks SET forgotten = false"))


def downgrade() -> None:
    op.drop_index("ix_deliveries_passing", table_name="deliveries")
    op.create_index(
        "ix_deliveries_to_presses",
        "deliveries",
        ["expires_at"],
        sqlite_where=_TO_PRESSES,
        postgresql_where=_TO_PRESSES,
    )
    op.execute(sa.text("DELETE FROM web_messages WHERE sealed IS NOT NULL"))
    op.drop_index("ix_web_messages_sealed_under", table_name="web_messages")
    for table in ("deliveries", "web_messages"):
        op.drop_column(table, "sealed")
        op.drop_column(table, "sealed_under")
    op.execute(sa.text("DELETE FROM prompts WHERE draft IS NOT NULL"))
    op.drop_column("prompts", "draft")
    op.drop_column("prompts", "draft_under")
    op.add_column("prompts", sa.Column("draft", sa.Text(), server_default="", nullable=False))
