"""Inbox, deliveries and web chats."""

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("blocked_until", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_accounts")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("edits", sa.Text(), nullable=True),
        sa.Column("reply_via", sa.Text(), nullable=False),
        sa.Column("due_at", columns.UtcDateTime(), nullable=False),
        sa.Column("expires_at", columns.UtcDateTime(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased_until", columns.UtcDateTime(), nullable=True),
        sa.Column("sending_since", columns.UtcDateTime(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("finished_at", columns.UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["channel", "priority", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_deliveries_expiring",
        "deliveries",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_deliveries_in_doubt",
        "deliveries",
        ["channel"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'unsure')"),
        postgresql_where=sa.text("state IN ('sending', 'unsure')"),
    )
    op.create_index("ix_deliveries_person_channel", "deliveries", ["person", "channel"], unique=False)
    op.create_index(
        "ix_deliveries_settled",
        "deliveries",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('sent', 'failed', 'expired')"),
        postgresql_where=sa.text("state IN ('sent', 'failed', 'expired')"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("update_id", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("received_at", columns.UtcDateTime(), nullable=False),
        sa.Column("processed_at", columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "update_id", name=op.f("uq_inbox_channel_update_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("processed_at IS NULL"),
        postgresql_where=sa.text("processed_at IS NULL"),
    )
    op.create_index(
        "ix_inbox_processed",
        "inbox",
        ["processed_at"],
        unique=False,
        sqlite_where=sa.text("processed_at IS NOT NULL"),
        postgresql_where=sa.text("processed_at IS NOT NULL"),
    )
    op.create_table(
        "web_chats",
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("change", columns.Wide, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_web_chats")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "web_messages",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("change", columns.Wide, nullable=False),
        sa.Column("edited", columns.Switch(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_web_messages_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_web_messages_person_change", "web_messages", ["person", "change"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_web_messages_person_change", table_name="web_messages")
    op.drop_table("web_messages")
    op.drop_table("web_chats")
    op.drop_index(
        "ix_inbox_processed",
        table_name="inbox",
        sqlite_where=sa.text("processed_at IS NOT NULL"),
        postgresql_where=sa.text("processed_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_inbox_pending",
        table_name="inbox",
        sqlite_where=sa.text("processed_at IS NULL"),
        postgresql_where=sa.text("processed_at IS NULL"),
    )
    op.drop_table("inbox")
    op.drop_index(
        "ix_deliveries_settled",
        table_name="deliveries",
        sqlite_where=sa.text("state IN ('sent', 'failed', 'expired')"),
        postgresql_where=sa.text("state IN ('sent', 'failed', 'expired')"),
    )
    op.drop_index("ix_deliveries_person_channel", table_name="deliveries")
    op.drop_index(
        "ix_deliveries_in_doubt",
        table_name="deliveries",
        sqlite_where=sa.text("state IN ('sending', 'unsure')"),
        postgresql_where=sa.text("state IN ('sending', 'unsure')"),
    )
    op.drop_index(
        "ix_deliveries_expiring",
        table_name="deliveries",
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.drop_index(
        "ix_deliveries_due",
        table_name="deliveries",
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.drop_table("deliveries")
    op.drop_table("accounts")
