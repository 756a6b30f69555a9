"""Every frozen page has a certificate: the cells it was made of, hashes of what it says and of who may read it."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_certificates",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("unit", "week", name=op.f("pk_page_certificates")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "certificate_lists",
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_certificate_lists")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "recipient_salts",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_recipient_salts")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reworded_pages",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", name=op.f("pk_reworded_pages")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("reworded_pages")
    op.drop_table("recipient_salts")
    op.drop_table("certificate_lists")
    op.drop_table("page_certificates")
