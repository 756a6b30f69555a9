"""Closed weeks, digests and the loop."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "closed_weeks",
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("claimed_at", columns.UtcDateTime(), nullable=False),
        sa.Column("finished", columns.Switch(), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_closed_weeks")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "detector_states",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_detector_states")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "digests",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("needs_conversation", columns.Switch(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(), nullable=False),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.Column("chart", sa.Text(), nullable=False),
        sa.Column("handed_over", columns.Switch(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", name=op.f("pk_digests")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_digests_undelivered",
        "digests",
        ["week"],
        unique=False,
        sqlite_where=sa.text("NOT handed_over"),
        postgresql_where=sa.text("NOT handed_over"),
    )
    op.create_table(
        "expected_replies",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("until", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_expected_replies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "flag_replies",
        sa.Column("flag", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("flag", "person", "verdict", name=op.f("pk_flag_replies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "flags",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", columns.Week(), nullable=False),
        sa.Column("statistic", REAL, nullable=False),
        sa.Column("threshold", REAL, nullable=False),
        sa.Column("expected_tenths", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_flags_unit_week", "flags", ["unit", "week"], unique=False)
    op.create_table(
        "loop_actions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_at", columns.UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("due", columns.Day(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("told_at", columns.UtcDateTime(), nullable=True),
        sa.Column("told_words", sa.Text(), nullable=False),
        sa.Column("closed_at", columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loop_actions")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_loop_actions_unit"), "loop_actions", ["unit"], unique=False)
    op.create_table(
        "presences",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", "person", name=op.f("pk_presences")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "releases",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("period", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", "period", name=op.f("pk_releases")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_releases_unit_week", "releases", ["unit", "week"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", name=op.f("pk_snapshots")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told_back",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_back")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_back_unit_at", "told_back", ["unit", "at"], unique=False)
    op.create_table(
        "told_shown",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("told", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person", "told", name=op.f("pk_told_shown")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("told_shown")
    op.drop_index("ix_told_back_unit_at", table_name="told_back")
    op.drop_table("told_back")
    op.drop_table("snapshots")
    op.drop_index("ix_releases_unit_week", table_name="releases")
    op.drop_table("releases")
    op.drop_table("presences")
    op.drop_index(op.f("ix_loop_actions_unit"), table_name="loop_actions")
    op.drop_table("loop_actions")
    op.drop_index("ix_flags_unit_week", table_name="flags")
    op.drop_table("flags")
    op.drop_table("flag_replies")
    op.drop_table("expected_replies")
    op.drop_index(
        "ix_digests_undelivered",
        table_name="digests",
        sqlite_where=sa.text("NOT handed_over"),
        postgresql_where=sa.text("NOT handed_over"),
    )
    op.drop_table("digests")
    op.drop_table("detector_states")
    op.drop_table("closed_weeks")
