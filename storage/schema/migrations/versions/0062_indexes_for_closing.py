"""Closing a week finds answers in words, and the steps of earlier digests, without opening a page of every row."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

_IN_WORDS = sa.text("length(body) > 1024")
_WITH_STEP = sa.text("step <> ''")


def upgrade() -> None:
    _index("ix_answers_in_words", "answers", ["epoch", "unit"], _IN_WORDS)
    op.drop_index("ix_digests_steps", "digests")
    _index("ix_digests_steps", "digests", ["unit", "week", "step"], _WITH_STEP)


def downgrade() -> None:
    op.drop_index("ix_digests_steps", "digests")
    _index("ix_digests_steps", "digests", ["unit", "week"], _WITH_STEP)
    op.drop_index("ix_answers_in_words", "answers")


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
