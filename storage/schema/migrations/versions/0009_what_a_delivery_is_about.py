"""What a delivery is about, in columns of its own; which kind it is no longer follows from its key or its subject."""

import sqlalchemy as sa
from alembic import op

from storage.sql.columns import Week

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("pulse", sa.Text(), nullable=True))
    op.add_column("deliveries", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("deliveries", sa.Column("week", Week(), nullable=True))
    # A week is written in eight characters, like 2026-W10.
    op.execute(
        """
        UPDATE deliveries SET
            kind = CASE
                WHEN kind = 'reminder' AND key LIKE 'z:%' THEN 'snoozed'
                WHEN kind = 'notice' AND subject LIKE 'chart:%' THEN 'chart'
                ELSE kind END,
            pulse = CASE WHEN kind IN ('question', 'reminder', 'redraw') THEN subject END,
            unit = CASE
                WHEN kind = 'digest' THEN substr(subject, 1, length(subject) - 9)
                WHEN kind = 'notice' AND subject LIKE 'chart:%' THEN substr(subject, 7, length(subject) - 15) END,
            week = CASE
                WHEN kind = 'digest' OR kind = 'notice' AND subject LIKE 'chart:%'
                THEN substr(subject, length(subject) - 7) END
        """
    )
    op.drop_column("deliveries", "subject")


def downgrade() -> None:
    op.add_column("deliveries", sa.Column("subject", sa.Text(), nullable=False, server_default=""))
    op.execute(
        """
        UPDATE deliveries SET
            kind = CASE kind WHEN 'snoozed' THEN 'reminder' WHEN 'chart' THEN 'notice' ELSE kind END,
            subject = CASE
                WHEN kind = 'chart' THEN 'chart:' || unit || '|' || week
                WHEN kind = 'digest' THEN unit || '|' || week
                ELSE coalesce(pulse, '') END
        """
    )
    for column in ("week", "unit", "pulse"):
        op.drop_column("deliveries", column)
