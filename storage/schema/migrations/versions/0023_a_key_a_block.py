"""Every block has a key of its own; an epoch that was opened for a whole quarter stays one, and ends with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_KEPT = ("question_versions", "schedules", "programmes")
_BEFORE = ("id", "first", "last", "weeks", "fingerprint", "state")
_AFTER = (*_BEFORE, "quarter", "quarter_weeks", "number", "lives_through")


def upgrade() -> None:
    _make_anew(
        _AFTER,
        lambda row: {
            **row,
            "quarter": row["first"],
            "quarter_weeks": row["weeks"],
            "number": 0,
            "lives_through": row["last"],
        },
    )
    for table in _KEPT:
        op.execute(f"""UPDATE {table} SET body = replace(body, '{{"v"\\:2,', '{{"v"\\:3,')""")  # noqa: S608 - names of ours
    _rename_key("epoch_weeks", "quarter_weeks")


def downgrade() -> None:
    _make_anew(_BEFORE, lambda row: {**row, "state": "open" if row["state"] == "finished" else row["state"]})
    for table in _KEPT:
        op.execute(f"""UPDATE {table} SET body = replace(body, '{{"v"\\:3,', '{{"v"\\:2,')""")  # noqa: S608 - names of ours
    for blocks in (2, 3):
        op.execute(f"""UPDATE programmes SET body = replace(body, ',"answers_live_blocks"\\:{blocks}', '')""")  # noqa: S608
    _rename_key("quarter_weeks", "epoch_weeks")


def _make_anew(names: Sequence[str], change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """The table with these columns and its few rows in it: a column that must be given cannot be added to them."""
    connection = op.get_bind()
    rows = [change(dict(row)) for row in connection.execute(sa.text("SELECT * FROM epochs")).mappings()]
    op.drop_table("epochs")
    numbers = ("weeks", "quarter_weeks", "number")
    table = op.create_table(
        "epochs",
        *(
            sa.Column(name, sa.Integer() if name in numbers else sa.Text(), nullable=False, autoincrement=False)
            for name in names
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epochs")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.bulk_insert(table, [{name: row[name] for name in names} for row in rows])


def _rename_key(old: str, new: str) -> None:
    """A key of the programme's privacy; a text in quotes inside the body would have a backslash before them."""
    op.execute(f"""UPDATE programmes SET body = replace(body, '"{old}":', '"{new}":')""")  # noqa: S608 - names of ours
