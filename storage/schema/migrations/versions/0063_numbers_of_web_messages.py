"""A chat on the web numbers its messages by itself, from a base of chance: one counter told everybody of everybody.

Chats that are there draw theirs with their next message, which is numbered above all before it.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql.columns import Wide

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_chats", sa.Column("base", Wide, nullable=True))
    op.create_index("ix_web_chats_base", "web_chats", ["base"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_web_chats_base", "web_chats")
    op.drop_column("web_chats", "base")
