"""Shifts of people, from the hospital's lists and from their own calendars."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rotas",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("oldest_at", columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_rotas_person_people")),
        sa.PrimaryKeyConstraint("person", "source", name=op.f("pk_rotas")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_rotas_oldest_at"), "rotas", ["oldest_at"])
    op.create_table(
        "own_calendars",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("wished_hour", sa.Integer(), nullable=True),
        sa.Column("read_at", columns.UtcDateTime(), nullable=True),
        sa.Column("read_next", columns.UtcDateTime(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_own_calendars_person_people")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_own_calendars")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    waiting = sa.text("read_next IS NOT NULL")
    op.create_index(
        "ix_own_calendars_read_next",
        "own_calendars",
        ["read_next"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def downgrade() -> None:
    op.drop_table("own_calendars")
    op.drop_table("rotas")
