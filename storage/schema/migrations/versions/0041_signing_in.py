"""People sign in to the console by a link that works once, and stay signed in for a while."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("expires_at", columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_sign_in_links_person_people")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_links")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sign_in_links_person", "sign_in_links", ["person"], unique=False)
    op.create_table(
        "console_sessions",
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("as_administrator", columns.Switch(), nullable=False),
        sa.Column("seen_at", columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_console_sessions_person_people")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_console_sessions")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_console_sessions_person", "console_sessions", ["person"], unique=False)


def downgrade() -> None:
    op.drop_table("console_sessions")
    op.drop_table("sign_in_links")
