"""Half of the key to everything that is raised in confidence; the other halves lie in the key folder."""

import os

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "raising_half",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("half", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raising_half")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    # Made with the table, so that no later moment tells when something was raised for the first time.
    op.bulk_insert(made, [{"id": 1, "half": os.urandom(32)}])


def downgrade() -> None:
    op.drop_table("raising_half")
