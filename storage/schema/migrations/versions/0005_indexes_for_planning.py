"""Indexes in which a round's rows stand together, so that planning takes no longer with years of rounds behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PARTIAL = (
    ("ix_pulses_sent", "pulses", ["person", "closes_at"], "sent_at IS NOT NULL"),
    ("ix_pulses_unsent", "pulses", ["person"], "sent_at IS NULL AND state <> 'expired'"),
    ("ix_deliveries_under_way", "deliveries", ["person", "channel"], "state IN ('due', 'sending')"),
    ("ix_deliveries_shown", "deliveries", ["person", "channel"], "ref IS NOT NULL"),
)


def upgrade() -> None:
    op.create_index("ix_pulses_budget_week_person", "pulses", ["budget_week", "person"], unique=False)
    for name, table, columns, where in _PARTIAL:
        op.create_index(
            name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.drop_index("ix_pulses_person_budget_week", table_name="pulses")
    op.drop_index("ix_deliveries_person_channel", table_name="deliveries")


def downgrade() -> None:
    op.create_index("ix_deliveries_person_channel", "deliveries", ["person", "channel"], unique=False)
    op.create_index("ix_pulses_person_budget_week", "pulses", ["person", "budget_week"], unique=False)
    for name, table, _, where in reversed(_PARTIAL):
        op.drop_index(name, table_name=table, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_index("ix_pulses_budget_week_person", table_name="pulses")
