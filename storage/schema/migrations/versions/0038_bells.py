"""Where browsers are rung when something new lies on somebody's page."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bells",
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["addresses.person"], name=op.f("fk_bells_person_addresses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("endpoint", name=op.f("pk_bells")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bells_person", "bells", ["person"], unique=False)


def downgrade() -> None:
    op.drop_table("bells")
