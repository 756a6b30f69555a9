"""Whose words are expected for what: the flag, the action or the unit in a column of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("flag", "action", "unit"):
        op.add_column("expected_replies", sa.Column(name, sa.Text(), nullable=True))
    op.execute(
        """
        UPDATE expected_replies SET
            flag = CASE WHEN purpose IN ('known_reason', 'reply_words') THEN subject END,
            action = CASE
                WHEN purpose = 'action_words' THEN subject
                WHEN purpose = 'team_words' AND subject LIKE 'action:%' THEN substr(subject, 8) END,
            unit = CASE WHEN purpose = 'team_words' AND subject LIKE 'unit:%' THEN substr(subject, 6) END,
            purpose = CASE
                WHEN purpose = 'team_words' AND subject LIKE 'action:%' THEN 'team_words_on_action' ELSE purpose END
        """
    )
    op.execute("DELETE FROM expected_replies WHERE flag IS NULL AND action IS NULL AND unit IS NULL")
    op.drop_column("expected_replies", "subject")


def downgrade() -> None:
    op.add_column("expected_replies", sa.Column("subject", sa.Text(), nullable=False, server_default=""))
    op.execute(
        """
        UPDATE expected_replies SET
            subject = CASE purpose
                WHEN 'team_words' THEN 'unit:' || unit
                WHEN 'team_words_on_action' THEN 'action:' || action
                ELSE coalesce(flag, action) END,
            purpose = CASE purpose WHEN 'team_words_on_action' THEN 'team_words' ELSE purpose END
        """
    )
    for name in ("unit", "action", "flag"):
        op.drop_column("expected_replies", name)
