"""What lies open in web chats has an age: it is counted from the week in which it is first found there."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_messages", sa.Column("found_in", columns.Week(), nullable=True))
    op.create_index("ix_web_messages_found_in", "web_messages", ["found_in"])


def downgrade() -> None:
    op.drop_index("ix_web_messages_found_in", table_name="web_messages")
    op.drop_column("web_messages", "found_in")
