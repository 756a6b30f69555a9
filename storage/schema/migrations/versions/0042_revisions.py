"""Revisions are kept, and the log of administration names people by numbers; both can only be added to."""

import json
import secrets
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_ONLY_ADDED = ("administration_log", "revisions", "revision_people")
_REFUSE = """
    CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME; END $$
"""


def upgrade() -> None:
    connection = op.get_bind()
    shown = connection.execute(sa.text("SELECT * FROM administration_log ORDER BY id")).mappings().all()
    op.drop_table("administration_log")
    _create_tables()
    numbers = {who: secrets.token_urlsafe(16) for who in {row["who"] for row in shown}}
    people = sa.table("log_people", sa.column("number"), sa.column("kind"), sa.column("name"))
    log = sa.table(
        "administration_log",
        sa.column("id"),
        sa.column("at"),
        sa.column("act"),
        sa.column("who"),
        sa.column("source"),
        sa.column("digest", sa.LargeBinary()),
    )
    words = sa.table("log_words", sa.column("entry"), sa.column("salt", sa.LargeBinary()), sa.column("words"))
    for name, number in numbers.items():
        connection.execute(sa.insert(people), {"number": number, "kind": "user", "name": name})
    for place, row in enumerate(shown, start=1):
        salt = secrets.token_bytes(16)
        text = _json({"what": "digest shown", "after": f"{row['unit']} {row['week']}", "units": [row["unit"]]})
        entry = {"id": place, "at": row["at"], "act": row["act"], "who": numbers[row["who"]], "source": "shell"}
        connection.execute(sa.insert(log), {**entry, "digest": sha256(salt + _json([text]).encode()).digest()})
        connection.execute(sa.insert(words), {"entry": place, "salt": salt, "words": text})
    _refuse_changes(connection.dialect.name)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _create_tables() -> None:
    op.create_table(
        "administration_log",
        sa.Column("id", columns.Wide, autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration_log")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revisions")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision_people",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("revision", "about", name=op.f("pk_revision_people")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_people",
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_people")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_log_people_kind_name")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_words",
        sa.Column("entry", columns.Wide, autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about"], ["log_people.number"], name=op.f("fk_log_words_about_log_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_log_words")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_log_words_about", "log_words", ["about"])
    op.create_table(
        "revision_programmes",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_revision_programmes")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision_rows",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about"], ["log_people.number"], name=op.f("fk_revision_rows_about_log_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision", "about", name=op.f("pk_revision_rows")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_revision_rows_about", "revision_rows", ["about"])


def _refuse_changes(dialect: str) -> None:
    if dialect == "postgresql":
        op.execute(sa.text(_REFUSE))
    for table in _ONLY_ADDED:
        if dialect == "postgresql":
            op.execute(
                sa.text(
                    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION only_added()"
                )
            )
            continue
        for act in ("update", "delete"):
            op.execute(
                sa.text(
                    f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
                )
            )


def downgrade() -> None:
    """Who was shown which digest cannot be told from the numbers; the log begins anew."""
    for table in ("revision_rows", "revision_programmes", "log_words", "log_people", *_ONLY_ADDED):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION only_added()"))
    op.create_table(
        "administration_log",
        sa.Column("id", columns.Wide, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("week", columns.Week(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration_log")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
