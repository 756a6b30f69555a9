"""How far a flag's sum had passed its threshold is made of sealed answers, so it is kept no longer."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")

COLUMNS = ("statistic", "threshold")


def upgrade() -> None:
    with op.batch_alter_table("flags") as flags:
        for name in COLUMNS:
            flags.drop_column(name)


def downgrade() -> None:
    """What is gone cannot be brought back; the earlier schema is content with nothing."""
    with op.batch_alter_table("flags") as flags:
        for name in COLUMNS:
            flags.add_column(sa.Column(name, REAL, nullable=False, server_default=sa.text("0")))
