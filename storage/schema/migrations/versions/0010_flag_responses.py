"""What a lead answers to a flag is a response, in the column as in the code."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE flag_replies RENAME COLUMN verdict TO response")


def downgrade() -> None:
    op.execute("ALTER TABLE flag_replies RENAME COLUMN response TO verdict")
