"""Who is within a round's plan and gets no message: so that no figure depends on what somebody has chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shadow_plans",
        sa.Column("round", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("budget_week", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("round", "person", name=op.f("pk_shadow_plans")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shadow_plans_budget_week_person", "shadow_plans", ["budget_week", "person"])


def downgrade() -> None:
    op.drop_table("shadow_plans")
