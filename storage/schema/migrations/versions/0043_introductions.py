"""On which channels somebody has had a question, so that the first one on another introduces itself."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_KNOWN = """
    INSERT INTO introductions (person, channel)
    SELECT addresses.person, addresses.channel FROM addresses
    WHERE EXISTS (SELECT 1 FROM pulses WHERE pulses.person = addresses.person AND pulses.sent_at IS NOT NULL)
"""
"""Whoever has had a question had it where they are reached now, as far as anybody knows."""


def upgrade() -> None:
    op.create_table(
        "introductions",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person", "channel", name=op.f("pk_introductions")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(sa.text(_KNOWN))


def downgrade() -> None:
    op.drop_table("introductions")
