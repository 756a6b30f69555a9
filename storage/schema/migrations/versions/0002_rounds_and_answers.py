"""Rounds, pulses, sealed answers and what epochs leave behind."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answers_epoch_unit", "answers", ["epoch", "unit"], unique=False)
    op.create_table(
        "epochs",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("first", columns.Week(), nullable=False),
        sa.Column("last", columns.Week(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epochs")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "horizons",
        sa.Column("schedule", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("schedule", "unit", name=op.f("pk_horizons")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_messages",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("pulse", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_messages")),
        sa.UniqueConstraint("pulse", "ref", name=op.f("uq_pulse_messages_pulse_ref")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pulse_messages_ref"), "pulse_messages", ["ref"], unique=False)
    op.create_table(
        "pulses",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_at", columns.UtcDateTime(), nullable=False),
        sa.Column("closes_at", columns.UtcDateTime(), nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("budget_week", columns.Week(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", columns.UtcDateTime(), nullable=True),
        sa.Column("remind_at", columns.UtcDateTime(), nullable=True),
        sa.Column("reminded", columns.Switch(), nullable=False),
        sa.Column("excused", columns.Switch(), nullable=False),
        sa.Column("sequence", columns.Wide, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulses")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("ix_pulses_person_budget_week", "pulses", ["person", "budget_week"], unique=False)
    op.create_index("ix_pulses_round", "pulses", ["round"], unique=False)
    op.create_index(
        "ix_pulses_to_expire",
        "pulses",
        ["closes_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'sent')"),
        postgresql_where=sa.text("state IN ('planned', 'sent')"),
    )
    op.create_index(
        "ix_pulses_to_remind",
        "pulses",
        ["remind_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'sent') AND remind_at IS NOT NULL AND NOT reminded AND NOT excused"),
        postgresql_where=sa.text(
            "state IN ('planned', 'sent') AND remind_at IS NOT NULL AND NOT reminded AND NOT excused"
        ),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("local_date", columns.Day(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("opens_at", columns.UtcDateTime(), nullable=False),
        sa.Column("closes_at", columns.UtcDateTime(), nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint(
            "schedule", "local_date", "slot", "unit", name=op.f("uq_rounds_schedule_local_date_slot_unit")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_rounds_to_close",
        "rounds",
        ["closes_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_rounds_week_unit", "rounds", ["week", "unit"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("epoch", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "unit", "question", "version", "code", name=op.f("pk_tallies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workings",
        sa.Column("epoch", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "unit", name=op.f("pk_workings")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("workings")
    op.drop_table("tallies")
    op.drop_index("ix_rounds_week_unit", table_name="rounds")
    op.drop_index(
        "ix_rounds_to_close",
        table_name="rounds",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("rounds")
    op.drop_index(
        "ix_pulses_to_remind",
        table_name="pulses",
        sqlite_where=sa.text("state IN ('planned', 'sent') AND remind_at IS NOT NULL AND NOT reminded AND NOT excused"),
        postgresql_where=sa.text(
            "state IN ('planned', 'sent') AND remind_at IS NOT NULL AND NOT reminded AND NOT excused"
        ),
    )
    op.drop_index(
        "ix_pulses_to_expire",
        table_name="pulses",
        sqlite_where=sa.text("state IN ('planned', 'sent')"),
        postgresql_where=sa.text("state IN ('planned', 'sent')"),
    )
    op.drop_index("ix_pulses_round", table_name="pulses")
    op.drop_index("ix_pulses_person_budget_week", table_name="pulses")
    op.drop_table("pulses")
    op.drop_index(op.f("ix_pulse_messages_ref"), table_name="pulse_messages")
    op.drop_table("pulse_messages")
    op.drop_table("horizons")
    op.drop_table("epochs")
    op.drop_index("ix_answers_epoch_unit", table_name="answers")
    op.drop_table("answers")
