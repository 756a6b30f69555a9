"""Half of the key to everything that is raised in confidence; the other halves lie in the key folder."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raising_half",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("half", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raising_half")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("raising_half")
