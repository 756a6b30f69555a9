"""A digest keeps its verdict, what is one tap away, its team's own page, and the step that it suggests.

Earlier digests had one document for all: their teams are shown that, and nothing more is one tap away.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_TEXTS = {"verdict": "nothing", "details": "", "team_page": "", "further_buttons": "[]", "step": ""}


def upgrade() -> None:
    for name, default in _TEXTS.items():
        op.add_column("digests", sa.Column(name, sa.Text(), nullable=False, server_default=default))
    op.add_column("digests", sa.Column("is_sent", columns.Switch(), nullable=False, server_default=sa.text("true")))
    op.execute("UPDATE digests SET verdict = 'conversation' WHERE needs_conversation")
    op.execute("UPDATE digests SET team_page = document WHERE for_the_team")
    op.drop_column("digests", "needs_conversation")
    op.drop_column("digests", "for_the_team")
    op.create_index(
        "ix_digests_steps",
        "digests",
        ["unit", "week"],
        sqlite_where=sa.text("step <> ''"),
        postgresql_where=sa.text("step <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_digests_steps", table_name="digests")
    for name in ("needs_conversation", "for_the_team"):
        op.add_column("digests", sa.Column(name, columns.Switch(), nullable=False, server_default=sa.text("false")))
    op.execute("UPDATE digests SET needs_conversation = true WHERE verdict = 'conversation'")
    op.execute("UPDATE digests SET for_the_team = true WHERE team_page <> ''")
    for name in (*_TEXTS, "is_sent"):
        op.drop_column("digests", name)
