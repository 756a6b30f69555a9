"""The programme, and the people it is for."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_attempts",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_attempts")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_code_attempts_address", "code_attempts", ["channel", "value", "at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("profession", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("starts", columns.Day(), nullable=True),
        sa.Column("ends", columns.Day(), nullable=True),
        sa.Column("left_at", columns.UtcDateTime(), nullable=True),
        sa.Column("joined_at", columns.UtcDateTime(), nullable=True),
        sa.Column("paused_until", columns.UtcDateTime(), nullable=True),
        sa.Column("stopped_at", columns.UtcDateTime(), nullable=True),
        sa.Column("away_until", columns.UtcDateTime(), nullable=True),
        sa.Column("weeks_between", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("unanswered", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "question_versions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_question_versions")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "addresses",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("enrolled_at", columns.UtcDateTime(), nullable=False),
        sa.Column("unreachable_at", columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_addresses_person_people")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_addresses")),
        sa.UniqueConstraint("channel", "value", name=op.f("uq_addresses_channel_value")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codes",
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("expires_at", columns.UtcDateTime(), nullable=False),
        sa.Column("used_at", columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_codes_person_people")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_codes")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_codes_person"), "codes", ["person"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", columns.UtcDateTime(), nullable=False),
        sa.Column("in_unit_since", columns.UtcDateTime(), nullable=False),
        sa.Column("until", columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_memberships_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_memberships_team",
        "memberships",
        ["unit"],
        unique=False,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "uq_memberships_standing",
        "memberships",
        ["person", "unit", "role"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_memberships_standing",
        table_name="memberships",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(
        "ix_memberships_team",
        table_name="memberships",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_table("memberships")
    op.drop_index(op.f("ix_codes_person"), table_name="codes")
    op.drop_table("codes")
    op.drop_table("addresses")
    op.drop_table("units")
    op.drop_table("schedules")
    op.drop_table("question_versions")
    op.drop_table("programmes")
    op.drop_table("people")
    op.drop_index("ix_code_attempts_address", table_name="code_attempts")
    op.drop_table("code_attempts")
