"""Updates wait sealed, under keys of their own, and no time finer than a day is kept of them.

What waits at this moment is still in the open; it is filed at the next start.
"""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PENDING, _PROCESSED = sa.text("processed_at IS NULL"), sa.text("processed_at IS NOT NULL")
_WAITING, _FILED = sa.text("filed_on IS NULL"), sa.text("filed_on IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "inbox_keys",
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_inbox_keys")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_inbox_pending", table_name="inbox")
    op.drop_index("ix_inbox_processed", table_name="inbox")
    op.add_column("inbox", sa.Column("sealed_under", columns.Week(), nullable=True))
    op.add_column("inbox", sa.Column("body", sa.LargeBinary(), nullable=True))
    op.add_column("inbox", sa.Column("filed_on", columns.Day(), nullable=True))
    if _is_sqlite():
        op.execute("UPDATE inbox SET body = CAST(payload AS BLOB), filed_on = substr(processed_at, 1, 10)")
    else:
        op.execute(
            "UPDATE inbox SET body = convert_to(payload, 'UTF8'), filed_on = (processed_at AT TIME ZONE 'UTC')::date"
        )
    for name in ("payload", "received_at", "processed_at"):
        op.drop_column("inbox", name)
    op.create_index("ix_inbox_pending", "inbox", ["id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_index("ix_inbox_filed", "inbox", ["filed_on"], sqlite_where=_FILED, postgresql_where=_FILED)


def downgrade() -> None:
    """What waits sealed cannot be opened by the earlier version, which sets it aside."""
    op.drop_index("ix_inbox_pending", table_name="inbox")
    op.drop_index("ix_inbox_filed", table_name="inbox")
    op.add_column("inbox", sa.Column("payload", sa.Text(), nullable=True))
    op.add_column("inbox", sa.Column("processed_at", columns.UtcDateTime(), nullable=True))
    epoch = "1970-01-01T00:00:00.000000+00:00"
    op.add_column("inbox", sa.Column("received_at", columns.UtcDateTime(), nullable=False, server_default=epoch))
    readable = "CAST(body AS TEXT)" if _is_sqlite() else "convert_from(body, 'UTF8')"
    filed = "filed_on || 'T00:00:00.000000+00:00'" if _is_sqlite() else "filed_on::timestamp AT TIME ZONE 'UTC'"
    op.execute(f"UPDATE inbox SET processed_at = {filed}")  # noqa: S608 - nothing from outside
    op.execute(f"UPDATE inbox SET payload = {readable} WHERE sealed_under IS NULL")  # noqa: S608
    op.execute("UPDATE inbox SET payload = '' WHERE sealed_under IS NOT NULL")
    for name in ("sealed_under", "body", "filed_on"):
        op.drop_column("inbox", name)
    op.create_index("ix_inbox_pending", "inbox", ["id"], sqlite_where=_PENDING, postgresql_where=_PENDING)
    op.create_index(
        "ix_inbox_processed", "inbox", ["processed_at"], sqlite_where=_PROCESSED, postgresql_where=_PROCESSED
    )
    op.drop_table("inbox_keys")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
